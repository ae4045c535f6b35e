import { EventSourced, handler } from 'actjs';

type Target = { class: string; id: string };
type Saw = { of: string; ops: string[] };
type State = { total: number; ops: Record<string, number> };
type Event = { type: 'Added' | 'Refused'; op: string };

/** The same as a ledger, in events. */
export class Account extends EventSourced<State, Event> {
  initialState(): State {
    return { total: 0, ops: {} };
  }

  reduce(state: State, event: Event) {
    if (event.type === 'Refused') {
      // An undo has to put it back in its place.
      for (const first of Object.keys(state.ops).slice(0, 1)) delete state.ops[first];
      throw new Error('failed');
    }
    state.ops[event.op] = (state.ops[event.op] ?? 0) + 1;
    state.total++;
  }

  private done(op: string) {
    this.actjs.log.info('run ' + op);
    return {
      events: [{ type: 'Added', op } as Event],
      result: { version: this.actjs.self.version, ops: [...Object.keys(this.state.ops), op] },
    };
  }

  /** What this actor has done, for whom it sends something to. */
  private saw(): Saw {
    const { class: name, id } = this.actjs.self;
    return { of: name + ' ' + id, ops: Object.keys(this.state.ops) };
  }

  @handler('add')
  add(args: { op: string; saw?: Saw }) {
    if (args.saw) this.actjs.log.info(['saw', args.op, args.saw.of, ...args.saw.ops].join(' '));
    return this.done(args.op);
  }

  @handler('get')
  get() {
    return {
      events: [],
      result: { version: this.actjs.self.version, ops: Object.keys(this.state.ops) },
    };
  }

  @handler('fail')
  fail(args: { op: string; to: Target; abort: boolean }) {
    this.done(args.op);
    this.actjs.tell(args.to, 'add', { op: args.op + '.t0' });
    if (args.abort) this.actjs.abort('refused');
    return [{ type: 'Refused', op: args.op } as Event];
  }

  @handler('send')
  send(args: { op: string; to: Target[] }) {
    const saw = this.saw();
    args.to.forEach((target, i) => this.actjs.tell(target, 'add', { op: `${args.op}.t${i}`, saw }));
    return this.done(args.op);
  }

  @handler('transfer')
  async transfer(args: { op: string; to: Target }) {
    const { class: name, id } = this.actjs.self;
    this.actjs.log.info(['waits', args.op, name, id, args.to.class, args.to.id].join(' '));
    try {
      await this.actjs.call(args.to, 'add', { op: args.op + '.c', saw: this.saw() });
      const { class: at, id: whom } = args.to;
      this.actjs.log.info(['saw', args.op, at, whom, args.op + '.c'].join(' '));
    } finally {
      this.actjs.log.info('continues ' + args.op);
    }
    return this.done(args.op);
  }

  @handler('later')
  later(args: { op: string; ms: number }) {
    this.actjs.scheduleAt(this.actjs.now() + args.ms, 'add', { op: args.op + '.r' });
    return this.done(args.op);
  }
}
