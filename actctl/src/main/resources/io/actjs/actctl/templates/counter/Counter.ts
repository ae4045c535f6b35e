import { Actor, handler } from 'actjs';

interface CounterState {
  count: number;
}

/**
 * Counts. Each id is a counter of its own, which exists from its first change.
 *
 * @example actctl call Counter clicks add
 * @example actctl call Counter clicks add '{"by": 10}'
 * @example actctl actor inspect Counter clicks
 */
export class Counter extends Actor<CounterState> {
  /** The state of a new counter. Handlers change it in place, and it is on disk before they answer. */
  state: CounterState = { count: 0 };

  /** Adds to the count, and returns the new one. A refused call changes nothing. */
  @handler('add')
  add({ by = 1 }: { by?: number }): number {
    if (this.state.count + by < 0) {
      this.actjs.abort(`the count is ${this.state.count}, it cannot fall below 0`);
    }
    this.state.count += by;
    return this.state.count;
  }

  @handler('reset')
  reset(): void {
    this.state.count = 0;
  }
}
