import type { Ref } from "./bridge";
import { type Behalf, NOBODY, SERVER } from "./caller";
import { handlerOf, internalOnly, Keeping, type LoadedClass, subscriberHook } from "./classes";
import { discreet, type EnvView } from "./env";
import { ActjsError, failed, type Failure, failureOf } from "./errors";
import { NO_EVENTS, type Raised, RaisedEvents } from "./events";
import type { Command } from "./frame";
import { Instance, type TurnView } from "./instance";
import { parseArgs } from "./json";
import { Mode } from "./ledger";
import { type Account, type Origin, THROUGH_SERVER } from "./localcalls";
import type { TurnOwner } from "./membrane";
import { NOTHING, Outbound, type Sender } from "./outbound";
import { decide, denial, requireLeave, type Wish } from "./policy";
import { hasRoom, requireRoom, stage } from "./stage";
import { ActorState, type Bound, resultBound } from "./state";
import { Verdict } from "./verdict";
import { type Seen, Viewing } from "./viewing";
import { ALL, type Step, Yielding } from "./yielding";

const NO_TURN = 0;
/** Of a turn: no operations, or no events. */
const NO_CHANGE = "[]";
/** In place of a viewer: nothing is hidden. */
const WHOLE = "";
/** With outcomes of more characters a handler yields no more in this step. */
const MOST_YIELDED = 1 << 20;

/** Somebody asks for the state, or whether he may do something. */
export interface StateRequest {
  readonly request: number;
  /** What for; null when nobody has to be asked. */
  readonly wish: Wish | null;
  readonly wantsState: boolean;
  readonly behalf: Behalf;
}

/**
 * One actor in the isolate: its object, its state, and at most one turn. A turn ends in one outcome
 * that carries all it did, or fails and leaves nothing behind.
 */
export class Host implements Sender, TurnView, TurnOwner {
  turn = NO_TURN;
  now = 0;
  /** What calls of the running turn may be made in this isolate; see {@link isOpenTo}. */
  key = THROUGH_SERVER;
  /** Calls of the server that wait for the running turn to end. */
  behind: Command[] = [];
  /** How many calls lie between it and a turn of the server's. */
  depth = 0;
  /** The handler or lifecycle method that runs, or ran last. */
  what = "";
  /** On whose behalf the turn runs. */
  behalf: Behalf = NOBODY;
  /** The values from outside as they were when the turn began, or the last one did. */
  env: EnvView;
  private readonly state: ActorState;
  private readonly instance: Instance;
  private outbound: Outbound | null = null;
  /** Why this actor cannot start. */
  private broken: Failure | null = null;
  private readonly verdict = new Verdict();
  private starting = false;
  private isNew = false;
  private suspended = false;
  private announced = false;
  private readonly events: Raised;
  /** The actor's tags, for its policy. */
  private readonly tagList = () => this.outbound?.tags() ?? [];
  /** Who waits for the turn's result in this isolate. */
  private from: Origin | null = null;
  /** Whether `onDeactivate` has begun. */
  private leaves = false;
  private permittedKey = THROUGH_SERVER;
  private permittedEpoch = THROUGH_SERVER;
  /** Requests for the state that wait for the end of the turn. */
  private waiting: StateRequest[] | null = null;
  /** The request that the policy decides on at present. */
  private deciding: number | null = null;
  /** How many values its caller has asked for when the turn begins. */
  private asked = ALL;
  /** What the handler yields, when it does. */
  private yielding: Yielding | null = null;
  /** What is shown to whom, when that is not the whole state. */
  private readonly viewing: Viewing | null;

  constructor(
    readonly number: number,
    private readonly loaded: LoadedClass,
    readonly actorId: string,
    state: string | null,
    private readonly drop: (host: number) => void,
  ) {
    const { keeping, ownSnapshot } = loaded;
    this.env = loaded.env.view;
    const mode = keeping === Keeping.Events ? Mode.Read : Mode.Track;
    this.state = new ActorState(mode, ownSnapshot, this);
    this.events = keeping === Keeping.Events ? new RaisedEvents() : NO_EVENTS;
    this.instance = new Instance(loaded, this.state, this, state !== null);
    this.viewing = loaded.view === null ? null : new Viewing(loaded, loaded.view, this.state);
    if (state !== null) {
      try {
        this.state.restore(state);
      } catch {
        this.broken = failed("InternalError", "the stored state is not JSON");
      }
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

  /**
   * The turn that answers for what the running one does to the process: itself, or, while the
   * server does not know of it, the nearest that waits for it and that the server knows.
   */
  get account(): Account {
    const { turn, from, number } = this;
    return from === null || stage.calls.isTold(turn) ? { host: number, turn } : from.account;
  }

  get isConstructing(): boolean {
    return this.instance.isConstructing;
  }

  get isRunning(): boolean {
    return stage.running === this;
  }

  mayAct(what: string): void {
    if (stage.running !== this) {
      const whose = `${what} belongs to ${this.className} ${this.actorId}, whose turn this is not`;
      throw new ActjsError("StateReadOnly", `${whose}; send it a message instead`);
    }
    this.verdict.require();
  }

  condemn(error: ActjsError): ActjsError {
    return this.verdict.condemn(error);
  }

  putOff(ms: number): ActjsError {
    return this.verdict.putOff(ms);
  }

  bridge(): object {
    return (this.outbound ??= new Outbound(this)).bridge;
  }

  /** Says which tags the actor has; `fresh`: its first turn is to store them. */
  tags(text: string, fresh: boolean): void {
    (this.outbound ??= new Outbound(this)).beginTags(text, fresh);
  }

  handles(type: string): boolean {
    return this.loaded.handlers.has(type);
  }

  offers(method: string): boolean {
    return this.handles(method) && !this.loaded.internal.has(method);
  }

  textOf(value: unknown, label: string, bound: Bound): string {
    return this.state.textOf(value, label, bound);
  }

  /** Applies a stored turn; a failure is told by {@link start}. */
  replay(seq: number, change: string): void {
    if (this.broken !== null) {
      return;
    }
    this.run();
    try {
      this.instance.replay(change);
    } catch (thrown) {
      const failure = failureOf(thrown);
      const code = this.loaded.keeping === Keeping.Events ? failure.code : "InternalError";
      this.broken = failed(code, `replaying turn ${seq}: ${failure.message}`, failure.stack);
    }
    stage.running = null;
  }

  /**
   * @param behalf of who makes a new actor
   */
  start(turn: number, isNew: boolean, now: number, args: string | null, behalf: Behalf): void {
    this.begin(turn, now, isNew ? "onInit" : "onActivate", isNew ? behalf : SERVER);
    this.starting = true;
    this.isNew = isNew;
    try {
      if (this.broken !== null) {
        this.fail(this.broken);
        return;
      }
      if (isNew) {
        this.requireLeave("create", null, args ?? "{}", null);
      }
      this.instance.begin();
      const actor = this.instance.get();
      if (isNew) {
        const given = parseArgs(args);
        if (args !== null) {
          this.loaded.validation?.requireCreation(given, args.length);
        }
        this.follow(actor.onInit(given), this.afterInit);
      } else {
        this.afterInit(undefined);
      }
    } catch (thrown) {
      this.fail(failureOf(thrown));
    }
  }

  /**
   * @param key for the calls of the turn
   * @param depth the turn's
   * @param from who waits for it in this isolate
   * @param asked for how many values, should the handler yield some; {@link ALL}: as one result
   */
  call(
    turn: number,
    now: number,
    key: number,
    depth: number,
    method: string,
    args: string | null,
    from: Origin | null,
    asked: number,
    behalf: Behalf,
  ): void {
    this.from = from;
    this.asked = asked;
    this.begin(turn, now, method, behalf);
    this.key = key;
    this.depth = depth;
    try {
      this.requireLeave(behalf.isTell ? "tell" : "call", method, args, this.state);
      const handler = handlerOf(this.loaded, method);
      this.requireActor(method);
      const given = parseArgs(args);
      this.loaded.validation?.requireArgs(method, given, args?.length ?? 0);
      const returned = handler.call(this.instance.get(), given);
      if (returned instanceof Promise) {
        this.loaded.waiting.add(method);
      }
      this.follow(returned, this.afterCall);
    } catch (thrown) {
      this.fail(failureOf(thrown));
    }
  }

  /** Tells the actor of a subscriber that comes or has left. */
  hook(turn: number, now: number, name: string, subscriber: string, behalf: Behalf): void {
    this.begin(turn, now, name, behalf);
    try {
      const hook = subscriberHook(this.loaded, name);
      this.follow(hook.call(this.instance.get(), JSON.parse(subscriber)), this.afterHook);
    } catch (thrown) {
      this.fail(failureOf(thrown));
    }
  }

  deactivate(turn: number, now: number): void {
    this.leaves = true;
    this.begin(turn, now, "onDeactivate", SERVER);
    try {
      this.follow(this.instance.get().onDeactivate(), this.afterHook);
    } catch (thrown) {
      this.fail(failureOf(thrown));
    }
  }

  /** Settles a call of the handler's; a call that nobody waits for any more is passed over. */
  answerCall(call: number, result: string | null, error: ActjsError | null): void {
    const pending = this.outbound === null ? null : this.outbound.pending(call);
    if (pending === null) {
      return;
    }
    this.run();
    stage.closed = true;
    if (error === null) {
      pending.resolve(result === null ? undefined : JSON.parse(result));
    } else {
      pending.reject(error);
    }
  }

  /** The turn's caller has asked for `total` values so far. */
  ask(turn: number, total: number): void {
    if (this.turn === turn && this.yielding?.ask(total) === true) {
      this.run();
      this.suspended = false;
      this.goOn(this.yielding, true);
    }
  }

  /** Nobody waits for the turn any more. */
  cancel(turn: number): void {
    if (this.turn === turn && this.suspended) {
      this.run();
      stage.closed = true;
      // What it waits for is no call that it forgot.
      this.outbound?.forgetCalls();
      this.fail(failed("Cancelled", "the caller has left: nothing of the call was kept"));
    }
  }

  /** Whether it can begin a call. */
  get isIdle(): boolean {
    return !this.hasTurn && !this.leaves;
  }

  /** Whether the running turn waits, and for calls in this isolate alone. */
  get waitsHere(): boolean {
    return this.suspended && this.outbound !== null && this.outbound.waitsHere;
  }

  /** Turns of the key may call it without the server, until the epoch is over. */
  permit(key: number, epoch: number): void {
    this.permittedKey = key;
    this.permittedEpoch = epoch;
  }

  isOpenTo(key: number, epoch: number): boolean {
    return this.isIdle && this.permittedKey === key && this.permittedEpoch === epoch;
  }

  callHere(call: number, target: Ref, method: string, args: string): boolean {
    const callee = stage.calls.hostOf(target, this);
    if (callee !== null) {
      stage.calls.make(this, call, callee, target, method, args);
    }
    return callee !== null;
  }

  isWaitingFor(call: number): boolean {
    return this.outbound !== null && this.outbound.isWaitingFor(call);
  }

  callGoesOut(call: number): void {
    this.outbound?.goesOut(call);
  }

  /** Answers a request; after the turn, when there is one. */
  answerState(asked: StateRequest): void {
    const { request, wish } = asked;
    if (this.hasTurn) {
      (this.waiting ??= []).push(asked);
    } else {
      const seen = wish === null ? this.whole() : this.lets(asked, wish);
      if (seen === null) {
        return;
      }
      if (hasRoom(seen.text.length)) {
        stage.outcomes.state(this.number, request, seen.text, seen.key === WHOLE ? null : seen.key);
      } else {
        stage.outcomes.stateRefused(this.number, request);
      }
    }
  }

  private whole(): Seen {
    return { key: WHOLE, text: this.state.json() };
  }

  /** Nobody sees the view of the key any more. */
  forgetViewer(key: string): void {
    this.viewing?.forget(key);
  }

  /** What is to be given of the state; who may not have it, or wants none, is answered: null. */
  private lets({ request, wantsState, behalf }: StateRequest, wish: Wish): Seen | null {
    this.begin(request, this.now, "policy", behalf);
    this.deciding = request;
    let by = "";
    let failure: Failure | null = null;
    let seen: Seen | null = null;
    try {
      if (wish.kind === "tell") {
        this.requireActor(wish.method!);
      }
      const { loaded } = this;
      const state = wish.kind === "create" ? null : this.state;
      const decision = decide(loaded, this.actorId, state, this.tagList, wish, behalf);
      ({ by } = decision);
      if (!decision.allow) {
        failure = failureOf(denial(loaded.name, wish, decision.reason));
      } else if (wantsState) {
        seen = this.viewing?.open(behalf.principal, wish.kind === "subscribe") ?? this.whole();
      }
    } catch (thrown) {
      failure = failureOf(thrown);
    }
    this.deciding = null;
    this.turn = NO_TURN;
    this.behalf = NOBODY;
    stage.running = null;
    if (seen === null) {
      stage.outcomes.decided(this.number, request, by, failure && discreet(failure, this.env));
    }
    return seen;
  }

  private requireLeave(
    kind: Wish["kind"],
    method: string | null,
    args: string | null,
    state: ActorState | null,
  ): void {
    const wish = { kind, method, args };
    requireLeave(this.loaded, this.actorId, state, this.tagList, wish, this.behalf);
  }

  /** @throws ActjsError when a client wants what is for actors alone */
  private requireActor(method: string): void {
    const { internal, name } = this.loaded;
    if (internal.has(method) && this.behalf.actor === null) {
      throw internalOnly(name, method);
    }
  }

  /** Whether the command may run code that goes on in the microtasks after the step. */
  mayWait(op: string, method: string | null): boolean {
    switch (op) {
      case "C":
        return this.loaded.waiting.has(method!);
      case "N":
        return this.behind.length > 0 && this.mayWait(this.behind[0]!.op, this.behind[0]!.segments[0]!);
      case "V":
      case "E":
      case "Q":
      case "B":
        return true;
      case "S":
      case "D":
      case "H":
        return this.loaded.hooksWait;
      default:
        return false;
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
    const { turn, starting, number, deciding } = this;
    if (deciding !== null) {
      this.forget();
      this.drop(number);
      stage.outcomes.decided(number, deciding, "", failure);
      stage.outcomes.lost(number);
      return;
    }
    const answered = stage.outcomes.hasAnswered(number, turn);
    this.outbound?.reportDropped();
    this.forget();
    if (turn === NO_TURN) {
      this.broken = failure;
      return;
    }
    this.drop(number);
    if (!answered) {
      stage.outcomes.failed(number, turn, failure, false);
    }
    if (answered || !starting) {
      stage.outcomes.lost(number);
    }
  }

  /** Forgets the turn, if there is one, without an answer. */
  forget(): void {
    this.turn = NO_TURN;
    this.deciding = null;
    this.behalf = NOBODY;
    this.key = THROUGH_SERVER;
    this.from = null;
    this.suspended = false;
    this.yielding = null;
    this.verdict.clear();
    this.outbound?.forget();
  }

  private begin(turn: number, now: number, what: string, behalf: Behalf): void {
    this.turn = turn;
    this.what = what;
    this.behalf = behalf;
    this.now = now;
    this.env = this.loaded.env.view;
    this.run();
  }

  private run(): void {
    stage.running = this;
    stage.shared ||= stage.lastRun !== null && stage.lastRun !== this;
    stage.lastRun = this;
  }

  /** Goes on with what a handler returned, when it is there. */
  private follow(returned: unknown, next: (value: unknown) => void): void {
    if (!(returned instanceof Promise)) {
      this.proceed(returned, next);
      return;
    }
    const { turn } = this;
    this.suspended = true;
    stage.closed = true;
    const settled = (go: () => void) => {
      if (this.turn === turn && this.suspended) {
        this.suspended = false;
        // A promise that actors share may be settled while another one runs.
        const { running } = stage;
        stage.running = this;
        try {
          go();
        } catch (thrown) {
          this.fail(failureOf(thrown));
        }
        if (running !== this) {
          stage.running = running;
        }
      }
    };
    returned.then(
      value => settled(() => this.proceed(value, next)),
      (thrown: unknown) => settled(() => this.fail(failureOf(thrown))),
    );
  }

  private proceed(value: unknown, next: (value: unknown) => void): void {
    this.verdict.require();
    next.call(this, value);
  }

  private afterInit(returned: unknown): void {
    this.events.absorb(this.state, this.instance.get(), returned);
    this.follow(this.instance.get().onActivate(), this.afterHook);
  }

  private afterHook(returned: unknown): void {
    this.events.absorb(this.state, this.instance.get(), returned);
    this.finish(null);
  }

  private afterCall(returned: unknown): void {
    const yielding = Yielding.of(returned, this.asked);
    if (yielding === null) {
      this.finish(this.resultOf(returned));
    } else {
      this.yielding = yielding;
      this.loaded.waiting.add(this.what);
      this.goOn(yielding, true);
    }
  }

  /** Goes on to the next value that the handler yields, if that is wanted. */
  private goOn(yielding: Yielding, mayGoOn: boolean): void {
    const step = yielding.next(mayGoOn);
    if (step === null) {
      this.suspended = true;
      stage.closed = true;
    } else {
      this.follow(step, this.afterStep as (step: unknown) => void);
    }
  }

  private afterStep({ done, value }: Step): void {
    const yielding = this.yielding!;
    if (done === true) {
      this.yielding = null;
      const nothing = value === undefined && this.loaded.keeping === Keeping.Events;
      const result = nothing ? null : this.resultOf(value);
      this.finish(yielding.all ?? result);
      return;
    }
    const text = this.state.textOf(value, "a value that is yielded", resultBound());
    if (stage.limits.strictTypes) {
      this.loaded.validation?.requireYielded(this.what, text);
    }
    let stalls = false;
    if (yielding.take(text)) {
      requireRoom(text.length);
      stalls = stage.outcomes.length + text.length > MOST_YIELDED;
      stage.outcomes.yielded(this.number, this.turn, stalls, text);
    }
    this.goOn(yielding, !stalls);
  }

  private resultOf(returned: unknown): string | null {
    let result: string | null = null;
    if (this.loaded.keeping === Keeping.Events) {
      result = this.events.raise(this.state, this.instance.get(), returned);
    } else if (returned !== undefined) {
      result = this.state.textOf(returned, "result", resultBound());
    }
    if (stage.limits.strictTypes) {
      this.loaded.validation?.requireResult(this.what, result);
    }
    return result;
  }

  private finish(result: string | null): void {
    const leaving = (result === null ? 0 : result.length) + (this.outbound?.sentChars ?? 0);
    let change: string;
    if (this.loaded.keeping === Keeping.Events) {
      change = this.events.text();
      this.state.finishEvents(change, leaving);
    } else {
      change = this.state.finishPatch(this.instance.get(), this.isNew, leaving);
    }
    if (stage.limits.strictTypes && (this.isNew || change !== NO_CHANGE)) {
      this.loaded.validation?.requireState(this.what, () => this.state.json());
    }
    if (this.viewing !== null && change !== NO_CHANGE) {
      const { number, turn } = this;
      this.viewing.changes((key, patch) => stage.outcomes.viewChanged(number, turn, key, patch));
    }
    // snapshot() is the author's code too.
    this.verdict.require();
    const sent = this.outbound === null ? NOTHING : this.outbound.commit();
    stage.outcomes.done(this.number, this.turn, result, change, sent);
    this.from?.answer(result);
    this.state.commit();
    this.viewing?.commit();
    this.end(true);
  }

  /** Undoes the turn. The failure is described before, because that may run the handler's code. */
  private fail(thrown: Failure): void {
    const { verdict, yielding } = this;
    if (yielding !== null) {
      this.yielding = null;
      yielding.leave();
    }
    this.state.rollback();
    this.viewing?.rollback();
    this.outbound?.rollback();
    if (verdict.putOffMs > 0) {
      stage.outcomes.putOff(this.number, this.turn, verdict.putOffMs);
    } else {
      const failure = discreet(verdict.over(thrown), this.env);
      stage.outcomes.failed(this.number, this.turn, failure, verdict.isAbort);
    }
    if (this.starting) {
      this.drop(this.number);
    }
    this.end(!this.starting);
  }

  /** Forgets the turn, which was answered. */
  private end(lives: boolean): void {
    const { waiting } = this;
    this.turn = NO_TURN;
    this.behalf = NOBODY;
    this.key = THROUGH_SERVER;
    this.from = null;
    this.verdict.clear();
    this.waiting = null;
    this.events.clear();
    this.starting = false;
    this.isNew = false;
    this.suspended = false;
    this.announced = false;
    stage.running = null;
    if (lives) {
      waiting?.forEach(request => this.answerState(request));
      if (this.behind.length > 0) {
        stage.calls.goOnWith(this);
      }
    }
  }
}
