import { Actor, handler } from 'actjs';

/** Lives as long as the soak. */
export class Lasting extends Actor<{ count: number }> {
  state = { count: 0 };

  @handler('inc')
  inc(): number {
    return ++this.state.count;
  }
}
