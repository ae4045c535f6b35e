import { handler, Replica } from 'actjs';

type State = { notes: number; last: string };

/** Nothing of it is stored: only positions tell one life of it from the next. */
export class Board extends Replica<State> {
  state: State = { notes: 0, last: '' };

  @handler('note')
  note(args: { op: string }) {
    this.state.notes++;
    this.state.last = args.op;
  }

  /** Never ends; what is in memory is lost when it is given up. */
  @handler('hold')
  async hold() {
    await new Promise(() => {});
  }
}
