import { Actor, handler } from 'actjs';

type Target = { class: string; id: string };
type Saw = { of: string; ops: string[] };
type State = {
  total: number;
  ops: Record<string, number>;
  ticks: Record<string, number>;
  dozesUntil?: number;
};

/** Records each operation that it does, so that a lost, doubled or half done one shows. */
export class Ledger extends Actor<State> {
  /** Longer than any call, so that a turn that calls in vain learns of it. */
  static deadlineMs = 11_000;

  state: State = { total: 0, ops: {}, ticks: {} };

  /** Failures of messages so far, in memory only. */
  private readonly failures: Record<string, number> = {};

  async onActivate() {
    if (this.actjs.now() < (this.state.dozesUntil ?? 0)) await new Promise(() => {});
  }

  private record(op: string) {
    this.actjs.log.info('run ' + op);
    this.state.ops[op] = (this.state.ops[op] ?? 0) + 1;
    this.state.total++;
  }

  private seen() {
    return { version: this.actjs.self.version, ops: Object.keys(this.state.ops) };
  }

  /** What this actor has done, for whom it sends something to. */
  private saw(): Saw {
    const { class: name, id } = this.actjs.self;
    return { of: name + ' ' + id, ops: Object.keys(this.state.ops) };
  }

  @handler('add')
  add(args: { op: string; saw?: Saw }) {
    if (args.saw) this.actjs.log.info(['saw', args.op, args.saw.of, ...args.saw.ops].join(' '));
    this.record(args.op);
    return this.seen();
  }

  @handler('get')
  get() {
    return this.seen();
  }

  @handler('fail')
  fail(args: { op: string; to: Target; abort: boolean }) {
    this.record(args.op);
    this.actjs.tell(args.to, 'add', { op: args.op + '.t0' });
    this.actjs.scheduleAt(this.actjs.now(), 'add', { op: args.op + '.r' });
    // An undo has to put it back in its place.
    for (const first of Object.keys(this.state.ops).slice(0, 1)) delete this.state.ops[first];
    if (args.abort) this.actjs.abort('refused');
    throw new Error('failed');
  }

  @handler('send')
  send(args: { op: string; to: Target[] }) {
    this.record(args.op);
    const saw = this.saw();
    args.to.forEach((target, i) => this.actjs.tell(target, 'add', { op: `${args.op}.t${i}`, saw }));
    return this.seen();
  }

  @handler('transfer')
  async transfer(args: { op: string; to: Target }) {
    const saw = this.saw();
    this.record(args.op);
    const { class: name, id } = this.actjs.self;
    this.actjs.log.info(['waits', args.op, name, id, args.to.class, args.to.id].join(' '));
    try {
      await this.actjs.call(args.to, 'add', { op: args.op + '.c', saw });
      const { class: at, id: whom } = args.to;
      this.actjs.log.info(['saw', args.op, at, whom, args.op + '.c'].join(' '));
    } finally {
      this.actjs.log.info('continues ' + args.op);
    }
    return this.seen();
  }

  @handler('later')
  later(args: { op: string; ms: number; type: string }) {
    this.record(args.op);
    this.actjs.scheduleAt(this.actjs.now() + args.ms, args.type, { op: args.op + '.r' });
    return this.seen();
  }

  @handler('every')
  every(args: { op: string; ms: number; times: number }) {
    this.record(args.op);
    this.actjs.scheduleEvery(args.ms, 'tick', { op: args.op, times: args.times });
    return this.seen();
  }

  @handler('tick')
  async tick(args: { op: string; times: number }) {
    const ticks = (this.state.ticks[args.op] ?? 0) + 1;
    this.state.ticks[args.op] = ticks;
    if (ticks < args.times) return;
    for (const reminder of await this.actjs.reminders()) {
      if (reminder.type === 'tick' && reminder.payload.op === args.op) {
        this.actjs.cancel(reminder.id);
      }
    }
  }

  /** Fails that many times in the memory of one instance. */
  @handler('shaky')
  shaky(args: { op: string; failures: number }) {
    this.record(args.op);
    const failures = this.failures[args.op] ?? 0;
    this.failures[args.op] = failures + 1;
    if (failures < args.failures) throw new Error('not yet');
  }

  /** Never ends. */
  @handler('never')
  async never(args: { op: string }) {
    this.record(args.op);
    await new Promise(() => {});
  }

  /** Never ends, and leaves no word of it. */
  @handler('hold')
  async hold() {
    await new Promise(() => {});
  }

  /** A message that fails, whenever it is tried, because another actor does not answer. */
  @handler('relay')
  async relay(args: { op: string; to: Target }) {
    this.record(args.op);
    await this.actjs.call(args.to, 'hold', {});
  }

  /** For a while it does not start when it is not in memory. */
  @handler('doze')
  doze(args: { op: string; ms: number }) {
    this.record(args.op);
    this.state.dozesUntil = this.actjs.now() + args.ms;
    return this.seen();
  }
}
