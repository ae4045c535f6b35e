/** The names of the platform's errors that have a number, which is what old code looks at. */
const CODES: Record<string, number> = {
  InvalidCharacterError: 5,
  TypeMismatchError: 17,
  QuotaExceededError: 22,
  DataCloneError: 25,
};

/** What the functions of the web platform throw: https://webidl.spec.whatwg.org/#idl-DOMException. */
export class DOMException extends Error {
  readonly #name: string;

  constructor(message: unknown = "", name: unknown = "Error") {
    super(String(message));
    this.#name = String(name);
  }

  override get name(): string {
    return this.#name;
  }

  get code(): number {
    return CODES[this.#name] ?? 0;
  }

  get [Symbol.toStringTag](): string {
    return "DOMException";
  }
}
