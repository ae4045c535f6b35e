import { Actor, handler } from 'actjs';
export class Doc extends Actor<{ c: number }> { state = { c: 1 }; static migrateFrom = '<3.0.0'; @handler('x') x() { return this.state; } migrate(s: any, v: string) { return { c: s.b + 1 }; } }
