import { Actor, handler } from 'actjs';

type State = { count: number; generation: number };

/** Published again and again: 9999 stands for the number of the release. */
export class Moving extends Actor<State> {
  state: State = { count: 0, generation: 9999 };

  static migrateFrom = '<9999.0.0';

  migrate(state: State): State {
    return { count: state.count, generation: 9999 };
  }

  @handler('inc')
  inc(): number {
    return ++this.state.count;
  }

  @handler('generation')
  generation(): number {
    return this.state.generation;
  }
}
