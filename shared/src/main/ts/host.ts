import { type Actor, construct, type EventSourced, type Owner } from "./actors";
import { Bridge, type Ref, type Turns } from "./bridge";
import { Keeping, type LoadedClass } from "./classes";
import { ActjsError, type Failure, failureOf } from "./errors";
import { parseEvents, readReturned } from "./events";
import { Mode } from "./ledger";
import { mayBeImpure, purity } from "./lockdown";
import type { Tell } from "./outcomes";
import { stage } from "./stage";
import { ActorState } from "./state";

const NO_TURN = -1;
const { hasOwn } = Object;

/** An answer that a handler waits for. */
interface PendingCall {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One actor: its object, its state, and at most one turn. A turn ends in one outcome that carries
 * all it did, or fails and leaves nothing behind.
 */
export class Host implements Owner, Turns {
  suspended = false;
  private readonly state: ActorState;
  private instance: Actor | null = null;
  private constructing = false;
  /** What the class gave as the state while the object was made. */
  private initial: unknown = undefined;
  /** Why this actor cannot start. */
  private broken: Failure | null = null;
  private turn = NO_TURN;
  private now = 0;
  private starting = false;
  private isNew = false;
  private announced = false;
  private hasState: boolean;
  /** JSON of this turn's events, without brackets. */
  private events = "";
  private outbox: Tell[] | null = null;
  private calls: Map<number, PendingCall> | null = null;
  private lastCall = 0;
  /** Requests for the state that wait for the end of the turn. */
  private waiting: number[] | null = null;
  private actjs: Bridge | null = null;

  constructor(
    readonly number: number,
    private readonly loaded: LoadedClass,
    readonly actorId: string,
    state: string | null,
    private readonly drop: (host: number) => void,
  ) {
    const { keeping, ownSnapshot } = loaded;
    this.state = new ActorState(keeping === Keeping.Events ? Mode.Read : Mode.Track, ownSnapshot);
    this.hasState = state !== null;
    if (state !== null) {
      this.state.restore(state);
    }
  }

  get className(): string {
    return this.loaded.name;
  }

  get version(): string {
    return this.loaded.version;
  }

  get hasTurn(): boolean {
    return this.turn !== NO_TURN;
  }

  /** Applies a stored turn; a failure is told by {@link start}. */
  replay(seq: number, change: string): void {
    if (this.broken !== null) {
      return;
    }
    stage.running = this;
    try {
      if (this.loaded.keeping === Keeping.Events) {
        this.replayEvents(change);
      } else {
        this.state.apply(change);
      }
      this.hasState = true;
    } catch (thrown) {
      const { code, message, stack } = failureOf(thrown);
      this.broken = { code, message: `replaying turn ${seq}: ${message}`, stack };
    }
    stage.running = null;
  }

  start(turn: number, isNew: boolean, now: number, args: string | null): void {
    this.begin(turn, now);
    this.starting = true;
    this.isNew = isNew;
    try {
      if (this.broken !== null) {
        this.failWith(this.broken);
        return;
      }
      const actor = this.actor();
      if (isNew || !this.hasState) {
        this.beginState();
      }
      if (isNew) {
        this.follow(actor.onInit(parseArgs(args)), this.afterInit);
      } else {
        this.afterInit(undefined);
      }
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  call(turn: number, now: number, method: string, args: string | null): void {
    this.begin(turn, now);
    try {
      const handler = this.loaded.handlers.get(method);
      if (handler === undefined) {
        throw this.unknownMethod(method);
      }
      this.follow(handler.call(this.instance!, parseArgs(args)), this.afterCall);
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  deactivate(turn: number, now: number): void {
    this.begin(turn, now);
    try {
      this.follow(this.instance!.onDeactivate(), this.afterHook);
    } catch (thrown) {
      this.fail(thrown);
    }
  }

  /** Settles a call of the handler's; a call that nobody waits for any more is passed over. */
  answerCall(call: number, result: string | null, error: ActjsError | null): void {
    const pending = this.calls?.get(call);
    if (pending === undefined) {
      return;
    }
    this.calls!.delete(call);
    stage.running = this;
    stage.closed = true;
    if (error === null) {
      pending.resolve(result === null ? undefined : JSON.parse(result));
    } else {
      pending.reject(error);
    }
  }

  /** Answers with the state; after the turn, when there is one. */
  answerState(request: number): void {
    if (this.hasTurn) {
      (this.waiting ??= []).push(request);
    } else {
      stage.outcomes.state(this.number, request, this.state.json());
    }
  }

  /** Says once a turn that it has to wait. */
  announce(): void {
    if (this.suspended && !this.announced) {
      this.announced = true;
      stage.outcomes.suspended(this.number, this.turn);
    }
  }

  /** Ends whatever ran when V8 stopped it. The actor is of no use afterwards. */
  abandon(failure: Failure): void {
    const { turn, starting } = this;
    this.forget();
    if (turn === NO_TURN) {
      this.broken = failure;
      return;
    }
    this.drop(this.number);
    stage.outcomes.failed(this.number, turn, failure);
    if (!starting) {
      stage.outcomes.lost(this.number);
    }
  }

  /** Forgets the turn, if there is one, without an answer. */
  forget(): void {
    this.turn = NO_TURN;
    this.calls = null;
    this.suspended = false;
  }

  readState(): unknown {
    mayBeImpure("this.state");
    if (this.turn === NO_TURN && !this.constructing) {
      throw new TypeError("this.state is there inside a turn only");
    }
    return this.constructing ? this.initial : this.state.read();
  }

  writeState(value: unknown): void {
    mayBeImpure("this.state");
    if (this.constructing) {
      this.initial = value;
      return;
    }
    if (this.turn === NO_TURN) {
      throw new TypeError("this.state can change inside a turn only");
    }
    this.state.write(value);
  }

  bridge(): object {
    mayBeImpure("this.actjs");
    return (this.actjs ??= new Bridge(this));
  }

  turnStart(what: string): number {
    mayBeImpure(what);
    if (this.turn === NO_TURN) {
      throw new TypeError(`${what} works inside a turn only`);
    }
    return this.now;
  }

  callOut(target: Ref, method: string, args: string): Promise<unknown> {
    const call = ++this.lastCall;
    const calls = (this.calls ??= new Map<number, PendingCall>());
    const { outboxMessages } = stage.limits;
    if (calls.size >= outboxMessages) {
      throw new ActjsError("OutboxFull", `a turn may wait for ${outboxMessages} calls at a time`);
    }
    const answer = new Promise((resolve, reject) => calls.set(call, { resolve, reject }));
    stage.outcomes.called(this.number, this.turn, call, target, method, args);
    return answer;
  }

  sendOut(target: Ref, type: string, payload: string): void {
    const outbox = (this.outbox ??= []);
    const { outboxMessages } = stage.limits;
    if (outbox.length >= outboxMessages) {
      throw new ActjsError("OutboxFull", `a turn may send ${outboxMessages} messages`);
    }
    outbox.push({ target, type, payload });
  }

  log(level: string, message: string): void {
    mayBeImpure("this.actjs.log");
    stage.outcomes.log(this.number, level, message);
  }

  textOf(value: unknown, label: string): string {
    return this.state.textOf(value, label);
  }

  private begin(turn: number, now: number): void {
    this.turn = turn;
    this.now = now;
    stage.running = this;
  }

  /** The actor's object; made when first needed. */
  private actor(): Actor {
    if (this.instance === null) {
      this.constructing = true;
      try {
        const actor = construct(this.loaded.type, this);
        if (hasOwn(actor, "state")) {
          this.initial = actor.state;
          delete (actor as { state?: unknown }).state;
        }
        this.instance = actor;
      } finally {
        this.constructing = false;
      }
    }
    return this.instance;
  }

  /** Gives an actor without stored state the one that its class begins with. */
  private beginState(): void {
    const actor = this.actor();
    if (this.loaded.keeping !== Keeping.Events) {
      this.state.begin(this.initial);
    } else {
      purity.reducing = true;
      try {
        this.state.begin((actor as EventSourced).initialState());
      } finally {
        purity.reducing = false;
      }
    }
    this.hasState = true;
  }

  private replayEvents(change: string): void {
    const actor = this.actor() as EventSourced;
    if (!this.hasState) {
      this.beginState();
    }
    for (const event of parseEvents(change)) {
      this.state.fold(actor, event, false);
    }
  }

  /** Goes on with what a handler returned, when it is there. */
  private follow(returned: unknown, next: (value: unknown) => void): void {
    if (!(returned instanceof Promise)) {
      next.call(this, returned);
      return;
    }
    const { turn } = this;
    this.suspended = true;
    stage.closed = true;
    const settled = (go: () => void) => {
      if (this.turn === turn && this.suspended) {
        this.suspended = false;
        try {
          go();
        } catch (thrown) {
          this.fail(thrown);
        }
      }
    };
    returned.then(
      value => settled(() => next.call(this, value)),
      (thrown: unknown) => settled(() => this.fail(thrown)),
    );
  }

  private afterInit(returned: unknown): void {
    this.absorb(returned);
    this.follow(this.instance!.onActivate(), this.afterHook);
  }

  private afterHook(returned: unknown): void {
    this.absorb(returned);
    this.finish(null);
  }

  private afterCall(returned: unknown): void {
    if (this.loaded.keeping === Keeping.Events) {
      this.finish(this.raise(returned));
    } else {
      this.finish(returned === undefined ? null : this.state.textOf(returned, "result"));
    }
  }

  /** Takes the events that a lifecycle method may return. */
  private absorb(returned: unknown): void {
    if (this.loaded.keeping === Keeping.Events && returned !== undefined) {
      this.raise(returned);
    }
  }

  /** Makes returned events part of the turn and gives the text of the result. */
  private raise(value: unknown): string | null {
    const { events, result, bare } = readReturned(value);
    const text = this.state.textOf(events, "events");
    const answer = bare ? text : result === undefined ? null : this.state.textOf(result, "result");
    const raised = parseEvents(text);
    this.state.endView();
    for (const event of raised) {
      this.state.fold(this.instance as EventSourced, event, true);
    }
    if (raised.length > 0) {
      const inner = text.slice(1, -1);
      this.events += this.events === "" ? inner : "," + inner;
    }
    return answer;
  }

  private finish(result: string | null): void {
    let change: string;
    if (this.loaded.keeping === Keeping.Events) {
      change = `[${this.events}]`;
      this.state.finishEvents(change);
    } else {
      change = this.state.finishPatch(this.instance!, this.isNew);
    }
    const { turn, outbox, waiting } = this;
    this.end();
    stage.outcomes.done(this.number, turn, result, change, outbox);
    this.answerWaiting(waiting);
  }

  private fail(thrown: unknown): void {
    this.state.rollback();
    this.failWith(failureOf(thrown));
  }

  private failWith(failure: Failure): void {
    const { turn, starting, waiting } = this;
    this.end();
    if (starting) {
      this.drop(this.number);
    }
    stage.outcomes.failed(this.number, turn, failure);
    this.answerWaiting(starting ? null : waiting);
  }

  private end(): void {
    if (this.calls !== null && this.calls.size > 0) {
      const count = this.calls.size;
      this.log("warn", `the turn ended without waiting for ${count} of its calls to other actors`);
    }
    this.turn = NO_TURN;
    this.calls = null;
    this.outbox = null;
    this.waiting = null;
    this.events = "";
    this.starting = false;
    this.isNew = false;
    this.suspended = false;
    this.announced = false;
    stage.running = null;
  }

  private answerWaiting(waiting: readonly number[] | null): void {
    if (waiting !== null) {
      waiting.forEach(request => this.answerState(request));
    }
  }

  private unknownMethod(method: string): ActjsError {
    const names = [...this.loaded.handlers.keys()].sort();
    const known = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
    return new ActjsError(
      "UnknownMethod",
      `${this.className} has no handler '${method.slice(0, 100)}'; ${known}`,
    );
  }
}

function parseArgs(args: string | null): unknown {
  return args === null || args === "" ? {} : JSON.parse(args);
}
