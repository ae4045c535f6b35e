import { ActjsError } from "./errors";
import type { Host } from "./host";
import { LocalCalls } from "./localcalls";
import { Outcomes } from "./outcomes";

/** Bounds that the server configures. */
export interface Limits {
  /** JSON characters of one actor's state. */
  readonly stateChars: number;
  /** JSON characters of one turn's patch or events. */
  readonly changeChars: number;
  /** Messages that one turn may send. */
  readonly outboxMessages: number;
  /** JSON characters of what a handler returns. */
  readonly resultChars: number;
  /** JSON characters of the arguments of a call to another actor, and of a message's payload. */
  readonly argsChars: number;
  /** JSON characters of what an actor sends to its subscribers at a time. */
  readonly emitChars: number;
  /** Characters that one turn may log. */
  readonly logChars: number;
  /** A step begins no further command after this time. */
  readonly sliceMs: number;
  /** Bytes of the JavaScript heap, with what is counted towards it. */
  readonly heapBytes: number;
  /** Tags that an actor may have. */
  readonly tags: number;
  /** Bytes of UTF-8 of one tag. */
  readonly tagBytes: number;
  /** Whether results and states are held against their types. */
  readonly strictTypes: boolean;
  /** Whether a class without a policy lets in administrators only. */
  readonly denyByDefault: boolean;
}

/**
 * Host and turn of the code that ran last in this entry into V8, then those of its
 * {@link Host.account}, 0 stands for none; then the traffic of {@link LocalCalls}. Others read it
 * while the code runs, and when its process is gone.
 */
let mark = new Float64Array(6);

/** Has the mark kept in memory that others see, too. */
export function markIn(memory: ArrayBuffer): void {
  mark = new Float64Array(memory);
  stage.calls.traffic = mark.subarray(4);
}

let running: Host | null = null;
let lastRun: Host | null = null;

const outcomes = new Outcomes();

/** What the running step is about. It survives when V8 stops the code that runs. */
export const stage = {
  outcomes,
  calls: new LocalCalls(outcomes),
  limits: {
    stateChars: 16 << 20,
    changeChars: 4 << 20,
    outboxMessages: 1_000,
    resultChars: 4 << 20,
    argsChars: 1 << 20,
    emitChars: 64 << 10,
    logChars: 256 << 10,
    sliceMs: 20,
    heapBytes: 512 << 20,
    tags: 64,
    tagBytes: 128,
    strictTypes: false,
  } as Limits,
  /** Whose code runs, or continues in the microtasks after the step. */
  get running(): Host | null {
    return running;
  },
  set running(host: Host | null) {
    running = host;
    if (host !== null) {
      const { number, turn, account } = host;
      mark[0] = number;
      mark[1] = turn;
      mark[2] = account.host;
      mark[3] = account.turn;
    }
  },
  /** Whose code ran last in this entry into V8. */
  get lastRun(): Host | null {
    return lastRun;
  },
  set lastRun(host: Host | null) {
    lastRun = host;
    if (host === null) {
      mark[0] = 0;
      mark[1] = 0;
      mark[2] = 0;
      mark[3] = 0;
    }
  },
  /** Whether code of more than one actor ran in this entry. */
  shared: false,
  /** Whether this entry begins no further command: its microtasks are one actor's. */
  closed: false,
  /** Whether the step begins no further command of its present part. */
  over: false,
  /** Whether the server's commands are through: the kernel's own follow. */
  local: false,
  /** Characters of outcomes for which the server has memory in this step. */
  room: Number.MAX_SAFE_INTEGER,
};

/** Answers of this length need no room: what they add up to is bounded by the turns of a step. */
const SMALL = 16 << 10;

/** Whether the server has memory for an outcome of this length. */
export function hasRoom(chars: number): boolean {
  return chars <= SMALL || stage.outcomes.length + chars <= stage.room;
}

/** @throws ActjsError CapacityExhausted */
export function requireRoom(chars: number): void {
  if (!hasRoom(chars)) {
    throw new ActjsError(
      "CapacityExhausted",
      "the server has no memory left for what this turn answers; try again in a moment",
    );
  }
}
