import { type Addressed, Bridge, type Ref, type ReminderChange, type Terms, type Turns } from "./bridge";
import type { Behalf } from "./caller";
import { type EnvView, hide } from "./env";
import { ActjsError, clip } from "./errors";
import { mayBeImpure } from "./lockdown";
import type { Emit, Tell } from "./outcomes";
import { listed } from "./reminders";
import { requireRoom, stage } from "./stage";
import { argsBound, type Bound, emitBound } from "./state";
import { Tags } from "./tags";

/** The actor whose turn sends. */
export interface Sender {
  readonly number: number;
  readonly className: string;
  readonly version: string;
  readonly actorId: string;
  readonly hasTurn: boolean;
  /** The running turn; 0 when there is none. */
  readonly turn: number;
  /** When it began, milliseconds since 1970. */
  readonly now: number;
  /** The handler or lifecycle method that runs. */
  readonly what: string;
  /** On whose behalf it runs. */
  readonly behalf: Behalf;
  /** The values from outside that the turn reads. */
  readonly env: EnvView;
  /** Whether the code that runs makes the actor's object. */
  readonly isConstructing: boolean;
  /** Whether the code that runs is its. */
  readonly isRunning: boolean;
  textOf(value: unknown, label: string, bound: Bound): string;
  handles(type: string): boolean;
  /** Whether clients may call it, too. */
  offers(method: string): boolean;
  /** Makes the call in this isolate if it can be made here, and tells whether it could. */
  callHere(call: number, target: Ref, method: string, args: string): boolean;
  /** @throws ActjsError when the code that runs must not add to the turn */
  mayAct(what: string): void;
  /** Makes the turn fail with `error`, whatever its handler catches; returns what it fails with. */
  condemn(error: ActjsError): ActjsError;
  /** Makes the turn end without a trace, and its message come again; returns what it fails with. */
  putOff(ms: number): ActjsError;
}

const EMITTED = "emitted data";

/** What a log line takes beside its message. */
const LINE_CHARS = 32;

const USUAL: Terms = { key: null, deadlineMs: 0, ifSeq: -1 };

/** How many calls a warning names, and how long it may be. */
const UNAWAITED_SHOWN = 3;
const LONGEST_WARNING = 8_000;

/** What leaves with a turn. */
export interface Sent {
  readonly tells: readonly Tell[] | null;
  readonly reminders: readonly ReminderChange[] | null;
  /** As {@link Tags.commit} returns them. */
  readonly tags: string | null;
  /** Messages to subscribers; nothing of them is stored. */
  readonly emits: readonly Emit[] | null;
}

export const NOTHING: Sent = { tells: null, reminders: null, tags: null, emits: null };

/** An answer that a handler waits for. */
interface PendingCall {
  /** What is asked, and an error that was made there. */
  readonly what: string;
  readonly from: Error;
  /** Characters of its arguments. */
  readonly chars: number;
  /** Whether the server has it. */
  out: boolean;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** What an actor sends: messages that leave with its turn, and calls that it waits for. */
export class Outbound implements Turns {
  readonly bridge: Bridge;
  /** Null as long as the actor has had none. */
  private tagged: Tags | null = null;
  private outbox: Tell[] | null = null;
  private reminderChanges: ReminderChange[] | null = null;
  private emits: Emit[] | null = null;
  /** Capabilities that the turn has asked for. */
  private minted = 0;
  /** Characters of payload in all of them. */
  private chars = 0;
  private readonly calls = new Map<number, PendingCall>();
  /** Characters of the arguments of calls that are not answered. */
  private calledChars = 0;
  /** How many of them the server has. */
  private callsOut = 0;
  private lastCall = 0;
  /** Characters that the turn has logged, and what it could not. */
  private loggedChars = 0;
  private droppedLines = 0;
  private droppedChars = 0;

  constructor(private readonly sender: Sender) {
    this.bridge = new Bridge(this);
  }

  get className(): string {
    return this.sender.className;
  }

  get version(): string {
    return this.sender.version;
  }

  get actorId(): string {
    return this.sender.actorId;
  }

  turnStart(what: string): number {
    mayBeImpure(what);
    if (!this.sender.hasTurn) {
      throw new TypeError(`${what} works inside a turn only`);
    }
    return this.sender.now;
  }

  /** A message that is too large ends the turn, even if its handler catches the error. */
  textOf(value: unknown, label: string): string {
    return this.boundedText(value, label, argsBound());
  }

  private boundedText(value: unknown, label: string, bound: Bound): string {
    try {
      return this.sender.textOf(value, label, bound);
    } catch (fault) {
      const tooLarge = fault instanceof ActjsError && ActjsError.codeOf(fault) === "PayloadTooLarge";
      const isMessage = label === "payload" || label === EMITTED;
      throw tooLarge && isMessage ? this.sender.condemn(fault) : fault;
    }
  }

  behalf(what: string): Behalf {
    this.requireOwnTurn(what, "it is another one each time; use onInit");
    return this.sender.behalf;
  }

  env(): object {
    const what = "this.actjs.env";
    this.requireOwnTurn(what, "values change, and the object stays; read them in its methods");
    return this.sender.env.values;
  }

  private requireOwnTurn(what: string, whyNotConstructor: string): void {
    const { sender } = this;
    mayBeImpure(what);
    if (sender.isConstructing) {
      throw new TypeError(`${what} in a constructor: ${whyNotConstructor}`);
    }
    this.turnStart(what);
    if (!sender.isRunning) {
      throw new TypeError(`${what} of another actor's turn`);
    }
  }

  handles(type: string): boolean {
    return this.sender.handles(type);
  }

  offers(method: string): boolean {
    return this.sender.offers(method);
  }

  condemn(error: ActjsError): ActjsError {
    this.sender.mayAct("this.actjs.abort");
    return this.sender.condemn(error);
  }

  putOff(ms: number): ActjsError {
    this.sender.mayAct("this.actjs.defer");
    return this.sender.putOff(ms);
  }

  callOut(target: Ref, method: string, args: string, terms: Terms | null): Promise<unknown> {
    const { sender } = this;
    sender.mayAct("this.actjs.call");
    const { changeChars } = stage.limits;
    if (this.calledChars + args.length > changeChars) {
      const limit = `the calls that a turn waits for may have ${changeChars} characters of arguments`;
      throw sender.condemn(new ActjsError("OutboxFull", limit));
    }
    requireRoom(args.length);
    const what = `call(${target.class}/${target.id}, '${method}')`;
    return this.ask(what, args.length, call => {
      // A call never overtakes an earlier one.
      const here =
        this.callsOut === 0 && terms === null && sender.callHere(call, target, method, args);
      if (!here) {
        stage.outcomes.called(sender.number, sender.turn, call, target, method, args, terms ?? USUAL);
      }
      return here;
    });
  }

  async reminders(): Promise<unknown> {
    const { sender } = this;
    sender.mayAct("this.actjs.reminders");
    const stored = await this.ask("reminders()", 0, call => {
      stage.outcomes.remindersAsked(sender.number, sender.turn, call);
      return false;
    });
    return listed(stored, this.reminderChanges ?? []);
  }

  present(): Promise<unknown> {
    const { sender } = this;
    sender.mayAct("this.actjs.present");
    return this.ask("present()", 0, call => {
      stage.outcomes.presentAsked(sender.number, sender.turn, call);
      return false;
    });
  }

  mint(options: string): Promise<unknown> {
    const { sender } = this;
    sender.mayAct("this.actjs.mintCapability");
    this.requireRoom(options.length);
    this.minted++;
    return this.ask("mintCapability()", 0, call => {
      stage.outcomes.mintAsked(sender.number, sender.turn, call, options);
      return false;
    });
  }

  /**
   * Sends a question that is answered later.
   *
   * @param send returns whether it stays in this isolate
   */
  private ask(
    what: string,
    chars: number,
    send: (call: number) => boolean,
  ): Promise<unknown> {
    const { calls } = this;
    const { outboxMessages } = stage.limits;
    if (calls.size >= outboxMessages) {
      const limit = `a turn may wait for ${outboxMessages} calls at a time`;
      throw this.sender.condemn(new ActjsError("OutboxFull", limit));
    }
    const call = ++this.lastCall;
    const from = new Error();
    const out = !send(call);
    this.callsOut += out ? 1 : 0;
    this.calledChars += chars;
    return new Promise((resolve, reject) =>
      calls.set(call, { what, from, chars, out, resolve, reject }),
    );
  }

  /** Whether it waits for calls, and the server has none of them. */
  get waitsHere(): boolean {
    return this.calls.size > 0 && this.callsOut === 0;
  }

  isWaitingFor(call: number): boolean {
    return this.calls.has(call);
  }

  /** A call that was to be made in this isolate goes to the server after all. */
  goesOut(call: number): void {
    const pending = this.calls.get(call);
    if (pending !== undefined && !pending.out) {
      pending.out = true;
      this.callsOut++;
    }
  }

  /** Takes the answer out of which a call is settled; null when nobody waits for it any more. */
  pending(call: number): PendingCall | null {
    const pending = this.calls.get(call) ?? null;
    this.calls.delete(call);
    if (pending !== null) {
      this.calledChars -= pending.chars;
      this.callsOut -= pending.out ? 1 : 0;
    }
    return pending;
  }

  sendOut(target: Ref, type: string, payload: string): void {
    this.sender.mayAct("this.actjs.tell");
    this.requireRoom(payload.length);
    (this.outbox ??= []).push({ target, type, payload });
  }

  remind(change: ReminderChange): void {
    this.sender.mayAct("this.actjs.scheduleAt");
    this.requireRoom("payload" in change ? change.payload.length : 0);
    (this.reminderChanges ??= []).push(change);
  }

  retag(tag: unknown, given: boolean): void {
    this.sender.mayAct(given ? "this.actjs.tag" : "this.actjs.untag");
    const tags = (this.tagged ??= new Tags());
    if (given) {
      tags.add(tag);
    } else {
      tags.remove(tag);
    }
  }

  tags(): string[] {
    return this.tagged === null ? [] : this.tagged.list;
  }

  /** See {@link Tags.begin}. */
  beginTags(text: string, fresh: boolean): void {
    (this.tagged ??= new Tags()).begin(text, fresh);
  }

  emit(type: string, data: unknown, to: Addressed, names: readonly string[]): void {
    const { sender } = this;
    if (sender.isConstructing) {
      const when = "an actor's object is made whenever it comes into memory";
      throw new TypeError(`this.actjs.emit in a constructor: ${when}; emit in onInit or onActivate`);
    }
    sender.mayAct("this.actjs.emit");
    const text = data === undefined ? "{}" : this.boundedText(data, EMITTED, emitBound());
    this.requireRoom(names.reduce((chars, name) => chars + name.length, type.length + text.length));
    (this.emits ??= []).push({ type, data: text, to, names });
  }

  /** A turn that goes beyond a limit fails, even if its handler catches the error. */
  private requireRoom(payloadChars: number): void {
    const { outboxMessages, changeChars } = stage.limits;
    this.chars += payloadChars;
    const { outbox, reminderChanges, emits, minted } = this;
    const messages = (outbox?.length ?? 0) + (reminderChanges?.length ?? 0) + (emits?.length ?? 0);
    const sent = messages + minted;
    if (this.chars > changeChars || sent >= outboxMessages) {
      const most =
        this.chars > changeChars
          ? `${changeChars} characters of JSON`
          : `${outboxMessages} messages`;
      throw this.sender.condemn(new ActjsError("OutboxFull", `a turn may send ${most}`));
    }
  }

  log(level: string, message: string): void {
    mayBeImpure("this.actjs.log");
    this.loggedChars += message.length + LINE_CHARS;
    if (this.loggedChars > stage.limits.logChars) {
      this.droppedLines++;
      this.droppedChars += message.length;
    } else {
      const { number, turn, env } = this.sender;
      stage.outcomes.log(number, turn, level, hide(message, env));
    }
  }

  /** Says what of the turn was not logged. */
  reportDropped(): void {
    if (this.droppedLines > 0) {
      const lines = `${this.droppedLines} log lines (${this.droppedChars} characters)`;
      const bound = `a turn may log ${stage.limits.logChars} characters`;
      const { number, turn } = this.sender;
      stage.outcomes.log(number, turn, "warn", `${lines} were dropped: ${bound}`);
    }
    this.loggedChars = 0;
    this.droppedLines = 0;
    this.droppedChars = 0;
  }

  /** Characters of the messages that leave with the turn. */
  get sentChars(): number {
    return this.chars;
  }

  /** Ends a turn that did well; returns what leaves with it. */
  commit(): Sent {
    const tags = this.tagged === null ? null : this.tagged.commit();
    const sent = this.end();
    return tags === null ? sent : { ...sent, tags };
  }

  /** Ends the turn, whose tags are settled; returns what else leaves with it. */
  private end(): Sent {
    const { calls, outbox: tells, reminderChanges: reminders, emits } = this;
    this.outbox = null;
    this.reminderChanges = null;
    this.emits = null;
    this.minted = 0;
    this.chars = 0;
    this.reportDropped();
    if (calls.size > 0) {
      this.tellUnawaited();
      this.forgetCalls();
    }
    const none = tells === null && reminders === null && emits === null;
    return none ? NOTHING : { tells, reminders, tags: null, emits };
  }

  /** Ends a turn of which nothing leaves. */
  rollback(): void {
    this.tagged?.rollback();
    this.end();
  }

  private tellUnawaited(): void {
    const { calls, sender } = this;
    let told = `'${sender.what}' ended without waiting for ${calls.size} of its calls`;
    for (const { what, from } of [...calls.values()].slice(0, UNAWAITED_SHOWN)) {
      const line = (from.stack ?? "").split("\n").find(each => each.includes(".ts:"));
      told += `\n${what}, made${line === undefined ? "" : ` ${line.trim()}`}`;
    }
    const text = hide(clip(told, LONGEST_WARNING), sender.env);
    stage.outcomes.log(sender.number, sender.turn, "unawaited", text);
  }

  /** Forgets the turn without a word. */
  forget(): void {
    this.tagged?.rollback();
    this.outbox = null;
    this.reminderChanges = null;
    this.emits = null;
    this.minted = 0;
    this.chars = 0;
    this.loggedChars = 0;
    this.droppedLines = 0;
    this.droppedChars = 0;
    this.forgetCalls();
  }

  /** Nobody waits for the calls of the turn any more. */
  forgetCalls(): void {
    this.calls.clear();
    this.calledChars = 0;
    this.callsOut = 0;
  }
}
