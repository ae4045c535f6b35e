import { Actor, handler } from 'actjs';
export class Doc extends Actor<{ a: number }> { state = { a: 1 }; @handler('x') x() { return this.state; } }
