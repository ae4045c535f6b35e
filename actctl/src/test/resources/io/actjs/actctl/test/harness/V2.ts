import { Actor, handler } from 'actjs';
export class Doc extends Actor<{ b: number }> { state = { b: 1 }; @handler('x') x() { return this.state; } migrate(s: any, v: string) { if (s.a < 0) throw new Error('negative'); return { b: s.a * 10 }; } }
