import type { Host } from "./host";
import { Outcomes } from "./outcomes";

/** Bounds that the server configures. */
export interface Limits {
  /** JSON characters of one actor's state. */
  readonly stateChars: number;
  /** JSON characters of one turn's patch or events. */
  readonly changeChars: number;
  /** Messages that one turn may send. */
  readonly outboxMessages: number;
  /** A step begins no further command after this time. */
  readonly sliceMs: number;
}

/** What the running step is about. It survives when V8 stops the code that runs. */
export const stage = {
  outcomes: new Outcomes(),
  limits: {
    stateChars: 16 << 20,
    changeChars: 4 << 20,
    outboxMessages: 1_000,
    sliceMs: 20,
  } as Limits,
  /** Whose code runs, or continues in the microtasks after the step. */
  running: null as Host | null,
  /** Whose code ran last in this step. */
  lastRun: null as Host | null,
  /** Whether code of more than one actor ran in this step. */
  shared: false,
  /** Whether the step begins no further command. */
  closed: false,
};
