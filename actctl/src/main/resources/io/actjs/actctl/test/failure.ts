import { diff } from './show';

/** What a failed assertion or expectation throws. */
export class TestHarnessAssertionError extends Error {
  override readonly name = 'TestHarnessAssertionError' as const;
  readonly expected: unknown;
  readonly actual: unknown;
  /** Lines as {@link diff} makes them; empty when the message says it all. */
  readonly diff: readonly string[];

  constructor(headline: string, expected?: unknown, actual?: unknown, lines: readonly string[] = []) {
    super(lines.length === 0 ? headline : `${headline}\n${lines.join('\n')}`);
    this.expected = expected;
    this.actual = actual;
    this.diff = lines;
  }

  /** Of two values that are to be equal. */
  static of(headline: string, expected: unknown, actual: unknown): TestHarnessAssertionError {
    return new TestHarnessAssertionError(headline, expected, actual, diff(expected, actual));
  }

  /** The same error, told to be of the code that called a function. */
  calledFrom(caller: Function): this {
    Error.captureStackTrace(this, caller);
    return this;
  }
}

/** The error, told to be of another place: it is found only after something was awaited. */
export function placedAt<T>(place: Error, error: T): T {
  if (error instanceof Error) {
    const frames = (place.stack ?? '').split('\n').filter(line => /^\s+at /.test(line));
    error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  }
  return error;
}
