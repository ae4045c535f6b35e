import { ActjsError, type Failure, failureOf } from "./errors";

/** What condemns a turn: it fails with that, whatever its handler catches and does afterwards. */
export class Verdict {
  private error: ActjsError | null = null;
  /** As it was told: the handler may change the error that it catches. */
  private failure: Failure | null = null;
  /** In how many milliseconds the turn's message comes again; 0 when the turn has not said so. */
  putOffMs = 0;

  /** Condemns the turn, unless it is; returns what it fails with. */
  condemn(error: ActjsError): ActjsError {
    this.failure ??= failureOf(error);
    return (this.error ??= error);
  }

  /** @throws ActjsError when the turn is condemned */
  require(): void {
    if (this.error !== null) {
      throw this.error;
    }
  }

  /** Condemns the turn, unless it is, and lets its message come again in `ms`; returns the error. */
  putOff(ms: number): ActjsError {
    if (this.error === null) {
      this.putOffMs = ms;
    }
    return this.condemn(new ActjsError("HandlerError", `this turn is put off for ${ms} ms`));
  }

  /** What a turn that threw is answered with. */
  over(thrown: Failure): Failure {
    return this.failure ?? thrown;
  }

  /** Whether the handler itself ended the turn. */
  get isAbort(): boolean {
    return this.failure !== null && this.failure.code === "ActorAbort";
  }

  clear(): void {
    this.error = null;
    this.failure = null;
    this.putOffMs = 0;
  }
}
