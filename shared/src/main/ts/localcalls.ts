import type { Ref } from "./bridge";
import type { Behalf } from "./caller";
import type { Command } from "./frame";
import type { Host } from "./host";
import type { Outcomes } from "./outcomes";

/** In place of a key: calls leave through the server. */
export const THROUGH_SERVER = -1;

/** Calls in a row, each made by the turn before, that need nothing of the server. */
export const MOST_LOCAL = 16;

/** A turn, by the numbers of its actor and its own. */
export interface Account {
  readonly host: number;
  readonly turn: number;
}

/** Whose handler waits for a call that the kernel runs itself. */
export class Origin {
  /** The account of the turn that calls. */
  readonly account: Account;
  /** On whose behalf the call is made. */
  readonly behalf: Behalf;

  constructor(
    private readonly calls: LocalCalls,
    private readonly caller: Host,
    private readonly call: number,
  ) {
    this.account = caller.account;
    this.behalf = caller.behalf.by({ class: caller.className, id: caller.actorId });
  }

  isWaiting(): boolean {
    return this.caller.isWaitingFor(this.call);
  }

  /** Gives the handler what it waits for; `result`: JSON, null for undefined. */
  answer(result: string | null): void {
    this.calls.add("V", [this.caller.number, this.call], [result], null);
  }

  /** The call goes through the server after all. */
  goesOut(): void {
    this.caller.callGoesOut(this.call);
  }
}

/**
 * Calls between actors of this isolate that need nothing of the server to be made: they and their
 * answers are commands, like the server's. The server is told of each, and decides everything but
 * when the code runs. What cannot run here when its time comes, the server sends.
 */
export class LocalCalls {
  /**
   * The calls of this step, and whether there may be no more (not 0). Others read the one and write
   * the other at any time.
   */
  traffic = new Float64Array(2);
  /** Milliseconds since 1970, of the running step. */
  now = 0;
  /** What the permissions of {@link Host.permit} are compared with; -1 permits nothing. */
  private epoch = THROUGH_SERVER;
  private readonly callable = new Map<string, Host>();
  private commands: Command[] = [];
  private begun = 0;
  /** Actors that have calls behind a turn, see {@link putBehind}. */
  private readonly busy = new Set<Host>();
  private lastTurn = 0;
  /** The last of the kernel's turns that the server has been told of. */
  private toldTurn = 0;

  constructor(private readonly outcomes: Outcomes) {}

  beginStep(epoch: number, now: number): void {
    this.epoch = epoch;
    this.now = now;
    this.traffic.fill(0);
  }

  /** The server has the outcomes so far. */
  told(): void {
    this.toldTurn = this.lastTurn;
  }

  /** Whether the server knows the turn. */
  isTold(turn: number): boolean {
    return turn >= this.toldTurn;
  }

  /** The first that has not been run; undefined when there is none. */
  get first(): Command | undefined {
    return this.commands[this.begun];
  }

  /** Forgets the first one, which is about to be run. */
  pass(): void {
    if (++this.begun === this.commands.length) {
      this.commands = [];
      this.begun = 0;
    }
  }

  add(
    op: string,
    numbers: readonly number[],
    segments: readonly (string | null)[],
    from: Origin | null,
  ): void {
    this.commands.push({ op, numbers, segments, from });
  }

  /** The call is made when the actor's turn has ended, which waits for nothing of the server's. */
  putBehind(host: Host, call: Command): void {
    host.behind.push(call);
    this.busy.add(host);
  }

  /** The actor's turn has ended, and another is to begin. */
  goOnWith(host: Host): void {
    this.add("N", [host.number], [], null);
  }

  /** The first call behind the actor's turn, which is about to begin. */
  takeFirst(host: Host): Command | undefined {
    const first = host.behind.shift();
    if (host.behind.length === 0) {
      this.busy.delete(host);
    }
    return first;
  }

  /** Gives `receiver` the calls behind turns that wait for the server. */
  release(receiver: (call: Command) => void): void {
    for (const host of this.busy) {
      if (host.hasTurn && !host.waitsHere) {
        host.behind.forEach(receiver);
        host.behind = [];
        this.busy.delete(host);
      }
    }
  }

  /** The server permits calls of the host by turns of this key, until the epoch is over. */
  permit(host: Host, key: number, epoch: number): void {
    host.permit(key, epoch);
    this.callable.set(nameOf(host.className, host.actorId), host);
  }

  forget(host: Host): void {
    const name = nameOf(host.className, host.actorId);
    if (this.callable.get(name) === host) {
      this.callable.delete(name);
    }
    // The server knows that they are lost.
    host.behind = [];
    this.busy.delete(host);
  }

  /** The actor, when the caller's turn may call it here and now. */
  hostOf(target: Ref, { key, depth }: Host): Host | null {
    if (key === THROUGH_SERVER || this.epoch === THROUGH_SERVER || depth === MOST_LOCAL) {
      return null;
    }
    const host = this.callable.get(nameOf(target.class, target.id));
    const isIt =
      host !== undefined && host.className === target.class && host.actorId === target.id;
    if (!isIt || !host.isOpenTo(key, this.epoch)) {
      return null;
    }
    // Said before it is asked: whoever forbids calls looks for them after that.
    this.traffic[0]!++;
    return this.traffic[1] === 0 ? host : null;
  }

  /** Makes the call: tells the server, and runs it when its turn comes. */
  make(
    caller: Host,
    call: number,
    callee: Host,
    target: Ref,
    method: string,
    args: string,
  ): void {
    // The server's own are positive.
    const turn = --this.lastTurn;
    const { now } = this;
    const from = new Origin(this, caller, call);
    this.outcomes.calledHere(callee.number, turn, now, caller, call, target, method, args);
    const numbers = [callee.number, turn, now, caller.key, caller.depth + 1];
    this.add("C", numbers, [method, args], from);
  }
}

function nameOf(className: string, id: string): string {
  return `${className}/${id}`;
}
