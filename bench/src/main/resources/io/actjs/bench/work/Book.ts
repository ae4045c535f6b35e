import { EventSourced, handler } from 'actjs';

type Entry = { type: 'noted'; by: number };

/** Lives as long as the soak, in events. */
export class Book extends EventSourced<{ total: number }, Entry> {
  initialState() {
    return { total: 0 };
  }

  @handler('note')
  note({ by }: { by: number }) {
    return { events: [{ type: 'noted' as const, by }], result: this.state.total + by };
  }

  reduce(state: { total: number }, event: Entry) {
    state.total += event.by;
  }
}
