import { Actor, handler } from 'actjs';

/** Tells its subscribers a number, and stores nothing. */
export class Ticker extends Actor<{ value: number }> {
  state = { value: 0 };
  private ticks = 0;

  @handler('inc')
  inc(): number {
    this.actjs.emit('tick', ++this.ticks);
    return this.ticks;
  }
}
