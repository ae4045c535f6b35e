import { Actor, handler } from 'actjs';

export class Counter extends Actor<{ n: number; log: string[]; other: { kept: boolean } }> {
  state = { n: 0, log: [] as string[], other: { kept: true } };

  @handler('inc')
  inc(args: { by?: number }): number {
    this.state.n += args.by ?? 1;
    return this.state.n;
  }

  @handler('push')
  push(args: { text: string }): number {
    return this.state.log.push(args.text);
  }

  @handler('fail')
  fail(args: { why: string }): void {
    this.state.n = -1;
    this.actjs.abort(args.why);
  }

  @handler('shout')
  shout(args: { text: string }): void {
    this.actjs.emit('shout', args.text);
  }

  @handler('count')
  async *count(args: { to: number }): AsyncGenerator<number, string, void> {
    for (let i = 1; i <= args.to; i++) {
      this.state.log = [`yielded ${i}`];
      yield i;
    }
    return 'done';
  }
}
