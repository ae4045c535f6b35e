/**
 * The errors that the kernel raises into actor code, or answers a turn with. `code` is the name of
 * a problem code of the server.
 */
export class ActjsError extends Error {
  override readonly name: string;
  /** Of an abort: what the author's code gave besides the reason. */
  declare readonly reasonCode?: string;
  declare readonly data?: unknown;
  /** Of arguments that do not fit: where and why. */
  declare readonly issues?: unknown;
  /** Of a denial: what the policy says. */
  declare readonly reason?: unknown;
  /** Actor code gets hold of errors and can change what is not private. */
  readonly #code: string;
  readonly #refusal: Refusal | null;

  constructor(code: string, message: string, refusal: Refusal | null = null) {
    super(message);
    this.name = code;
    this.#code = code;
    this.#refusal = refusal;
    const { reasonCode, data, issues, reason } = refusal ?? NO_REFUSAL;
    if (reasonCode !== null) {
      this.reasonCode = reasonCode;
    }
    if (data !== null) {
      this.data = JSON.parse(data) as unknown;
    }
    if (issues !== null) {
      this.issues = JSON.parse(issues) as unknown;
    }
    if (reason !== null) {
      this.reason = JSON.parse(reason) as unknown;
    }
  }

  get code(): string {
    return this.#code;
  }

  /** Whether a value is one of the kernel's errors; nothing else can pass for one. */
  static is(value: unknown): value is ActjsError {
    return typeof value === "object" && value !== null && #code in value;
  }

  /** The code that the kernel gave it. @throws TypeError when it is none of the kernel's */
  static codeOf(error: ActjsError): string {
    return error.#code;
  }

  static refusalOf(error: ActjsError): Refusal {
    return error.#refusal ?? NO_REFUSAL;
  }
}

// An error must not be the way to make others: their codes are the server's to choose.
Object.defineProperty(ActjsError.prototype, "constructor", { value: Error });

/** What an error tells its caller besides the message. */
export interface Refusal {
  /** Of an abort: the author's own code. */
  readonly reasonCode: string | null;
  /** Of an abort: JSON text. */
  readonly data: string | null;
  /** Of a value that does not fit its type: JSON text of an array. */
  readonly issues: string | null;
  /** Of a denial: JSON text of why. */
  readonly reason: string | null;
}

export const NO_REFUSAL: Refusal = { reasonCode: null, data: null, issues: null, reason: null };

/** What a failed turn is answered with. */
export interface Failure {
  readonly code: string;
  readonly message: string;
  readonly stack: string;
  readonly refusal: Refusal;
}

/** A failure of the server's own making. */
export function failed(code: string, message: string, stack = ""): Failure {
  return { code, message, stack, refusal: NO_REFUSAL };
}

const LONGEST_MESSAGE = 4_000;
const LONGEST_STACK = 16_000;

/** `text` as the frame may carry it: bounded, and without halves of surrogate pairs. */
export function clip(text: string, longest: number): string {
  // What actor code has put in the place of a text may be anything.
  const whole = String(text);
  const bounded = whole.length <= longest ? whole : whole.slice(0, longest) + "…";
  return bounded.toWellFormed();
}

/** Describes anything that was thrown. Actor code may have made it: nothing about it is trusted. */
export function failureOf(thrown: unknown): Failure {
  try {
    if (ActjsError.is(thrown)) {
      return {
        code: ActjsError.codeOf(thrown),
        message: clip(thrown.message, LONGEST_MESSAGE),
        stack: stackOf(thrown),
        refusal: ActjsError.refusalOf(thrown),
      };
    }
    if (thrown instanceof Error) {
      const name = String(thrown.name);
      const given = String(thrown.message);
      const text = name === "Error" ? given : given === "" ? name : `${name}: ${given}`;
      const message = clip(text === "" ? "Error" : text, LONGEST_MESSAGE);
      return failed("HandlerError", message, stackOf(thrown));
    }
    const text = typeof thrown === "object" && thrown !== null ? JSON.stringify(thrown) : thrown;
    return failed("HandlerError", clip(String(text), LONGEST_MESSAGE));
  } catch {
    return failed("HandlerError", "an error that cannot be described");
  }
}

function stackOf(error: Error): string {
  const stack: unknown = error.stack;
  return typeof stack === "string" ? clip(stack, LONGEST_STACK) : "";
}
