import { equal } from './equal';
import { placedAt, TestHarnessAssertionError } from './failure';
import { brief } from './show';

/** What a matcher finds. */
interface Found {
  readonly passed: boolean;
  /** What is expected, behind "expected … ": "to be 3". */
  readonly wish: string;
  /** When given, the two are compared line by line. */
  readonly compared?: readonly [expected: unknown, actual: unknown];
  /** When given, takes the place of the value in the message. */
  readonly subject?: string;
}

type Matcher = (actual: any, ...given: any[]) => Found;

const is = (passed: boolean, wish: string): Found => ({ passed, wish });

function compared(passed: boolean, wish: string, expected: unknown, actual: unknown): Found {
  const plain = [expected, actual].every(it => it === null || typeof it !== 'object');
  return plain ? { passed, wish } : { passed, wish, compared: [expected, actual] };
}

function requireNumber(value: unknown): void {
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new TypeError(`a number is compared with a number, not with ${brief(value)}`);
  }
}

const ordered =
  (sign: string, holds: (one: any, other: any) => boolean): Matcher =>
  (actual, expected) => {
    requireNumber(expected);
    const number = typeof actual === 'number' || typeof actual === 'bigint';
    return is(number && holds(actual, expected), `to be ${sign} ${brief(expected)}`);
  };

function elementsOf(value: any): unknown[] {
  if (value === null || value === undefined || typeof value[Symbol.iterator] !== 'function') {
    throw new TypeError(`${brief(value)} holds no elements`);
  }
  return [...value];
}

function memberAt(value: any, path: string): { there: boolean; value: unknown } {
  let at = value;
  for (const name of path.split('.')) {
    if (at === null || at === undefined || !(name in Object(at))) {
      return { there: false, value: undefined };
    }
    at = at[name];
  }
  return { there: true, value: at };
}

/** Whether an error is what is expected of it. */
export function fits(error: any, expected: unknown): boolean {
  if (expected === undefined) {
    return true;
  }
  const message = String(error?.message ?? error);
  if (typeof expected === 'string') {
    return message.includes(expected);
  }
  if (expected instanceof RegExp) {
    return expected.test(message);
  }
  if (typeof expected === 'function') {
    return error instanceof (expected as any);
  }
  return Object.entries(expected as object).every(([name, wanted]) => {
    const member = error?.[name];
    return wanted instanceof RegExp && typeof member === 'string'
      ? wanted.test(member)
      : equal(member, wanted, { partial: true });
  });
}

function thrown(actual: any): { threw: boolean; error: any } {
  if (typeof actual !== 'function') {
    throw new TypeError('toThrow() is for a function, or behind rejects: expect(() => …).toThrow()');
  }
  try {
    actual();
    return { threw: false, error: undefined };
  } catch (error) {
    return { threw: true, error };
  }
}

function errorFound(threw: boolean, error: any, expected: unknown): Found {
  const like = expected === undefined ? '' : typeof expected === 'function' ? ` ${expected.name}` : ` ${brief(expected)}`;
  const subject = threw ? `what was thrown, ${describeError(error)},` : 'a function that threw nothing';
  const wish = threw ? `to be like${like}` : `to throw${like}`;
  return { passed: threw && fits(error, expected), wish, subject };
}

function describeError(error: any): string {
  if (!(error instanceof Error)) {
    return brief(error);
  }
  const code = (error as { code?: unknown }).code;
  return `${code === undefined || code === error.name ? error.name : `${error.name} ${String(code)}`}: ${error.message}`;
}

const MATCHERS: Record<string, Matcher> = {
  toBe: (actual, expected) => {
    const passed = Object.is(actual, expected);
    const alike = !passed && equal(actual, expected);
    return compared(passed, `to be ${brief(expected)}${alike ? ' itself, not an equal value' : ''}`, expected, actual);
  },
  toEqual: (actual, expected) => compared(equal(actual, expected), `to equal ${brief(expected)}`, expected, actual),
  toStrictEqual: (actual, expected) =>
    compared(equal(actual, expected, { strict: true }), `to equal strictly ${brief(expected)}`, expected, actual),
  toMatchObject: (actual, expected) => {
    const object = actual !== null && typeof actual === 'object';
    return compared(object && equal(actual, expected, { partial: true }), `to match ${brief(expected)}`, expected, actual);
  },
  toContain: (actual, expected) =>
    is(
      typeof actual === 'string' ? actual.includes(expected) : elementsOf(actual).some(each => Object.is(each, expected)),
      `to contain ${brief(expected)}`,
    ),
  toContainEqual: (actual, expected) =>
    is(elementsOf(actual).some(each => equal(each, expected)), `to contain an equal of ${brief(expected)}`),
  toHaveLength: (actual, expected) => is(actual?.length === expected, `to have the length ${brief(expected)}, not ${brief(actual?.length)}`),
  toHaveProperty: (actual, path, ...wanted) => {
    const { there, value } = memberAt(actual, path);
    return wanted.length === 0
      ? is(there, `to have the member ${path}`)
      : compared(there && equal(value, wanted[0]), `to have ${brief(wanted[0])} as ${path}`, wanted[0], value);
  },
  toBeTruthy: actual => is(Boolean(actual), 'to be truthy'),
  toBeFalsy: actual => is(!actual, 'to be falsy'),
  toBeNull: actual => is(actual === null, 'to be null'),
  toBeUndefined: actual => is(actual === undefined, 'to be undefined'),
  toBeDefined: actual => is(actual !== undefined, 'to be defined'),
  toBeNaN: actual => is(Number.isNaN(actual), 'to be NaN'),
  toBeInstanceOf: (actual, type) => is(actual instanceof type, `to be an instance of ${type?.name}`),
  toBeGreaterThan: ordered('greater than', (one, other) => one > other),
  toBeGreaterThanOrEqual: ordered('at least', (one, other) => one >= other),
  toBeLessThan: ordered('less than', (one, other) => one < other),
  toBeLessThanOrEqual: ordered('at most', (one, other) => one <= other),
  toBeCloseTo: (actual, expected, digits = 2) => {
    const near = Object.is(actual, expected) || Math.abs(actual - expected) < 10 ** -digits / 2;
    return is(typeof actual === 'number' && near, `to be close to ${brief(expected)}, to ${digits} decimals`);
  },
  toMatch: (actual, expected) =>
    is(
      typeof actual === 'string' && (typeof expected === 'string' ? actual.includes(expected) : expected.test(actual)),
      `to match ${brief(expected)}`,
    ),
  toThrow: (actual, expected) => {
    const { threw, error } = thrown(actual);
    return errorFound(threw, error, expected);
  },
};

/** Throws unless the matcher finds what it should. */
function judge(found: Found, actual: unknown, negated: boolean, caller: Function): void {
  if (found.passed !== negated) {
    return;
  }
  const subject = found.subject ?? brief(actual);
  const headline = `expected ${subject} ${negated ? 'not ' : ''}${found.wish}`;
  if (found.compared !== undefined && !negated) {
    const [expected, got] = found.compared;
    throw TestHarnessAssertionError.of(headlineOf(found), expected, got).calledFrom(caller);
  }
  throw new TestHarnessAssertionError(headline, undefined, actual).calledFrom(caller);
}

/** The lines that follow show the value: it is not repeated. */
function headlineOf(found: Found): string {
  const verb = /^to (?:be|equal(?: strictly)?|match|have)/.exec(found.wish)?.[0] ?? 'to be';
  const member = / as [^ ]+$/.exec(found.wish)?.[0] ?? '';
  return `expected ${verb} what follows${member} (- expected, + received)`;
}

type Waiting = 'no' | 'resolves' | 'rejects';

function matchers(actual: any, negated: boolean, waiting: Waiting): any {
  const all: Record<string, unknown> = {};
  for (const [name, matcher] of Object.entries(MATCHERS)) {
    const called = (...given: unknown[]): unknown => {
      if (waiting === 'no') {
        return judge(matcher(actual, ...given), actual, negated, called);
      }
      // The error that may follow tells of here, not of the microtask in which it is found.
      const place = new TestHarnessAssertionError('').calledFrom(called);
      return settled(actual, waiting, name, negated, place).then(value => {
        if (value === DONE) {
          return;
        }
        try {
          const found =
            waiting === 'rejects' && name === 'toThrow' ? errorFound(true, value, given[0]) : matcher(value, ...given);
          judge(found, value, negated, called);
        } catch (error) {
          throw placedAt(place, error);
        }
      });
    };
    all[name] = called;
  }
  const more = {
    not: { get: () => matchers(actual, !negated, waiting) },
    resolves: { get: () => matchers(actual, negated, 'resolves') },
    rejects: { get: () => matchers(actual, negated, 'rejects') },
  };
  return Object.defineProperties(all, more);
}

const DONE = Symbol();

async function settled(actual: any, waiting: Waiting, name: string, negated: boolean, place: Error): Promise<unknown> {
  const promise = typeof actual === 'function' ? actual() : actual;
  if (typeof promise?.then !== 'function') {
    throw placedAt(place, new TypeError(`${waiting} is for a promise, not for ${brief(promise)}`));
  }
  let value: unknown;
  try {
    value = await promise;
  } catch (reason) {
    if (waiting === 'rejects') {
      return reason;
    }
    throw placedAt(place, new TestHarnessAssertionError(`expected a promise that resolves; it rejected with ${describeError(reason)}`));
  }
  if (waiting === 'resolves') {
    return value;
  }
  if (name === 'toThrow' && negated) {
    return DONE;
  }
  throw placedAt(place, new TestHarnessAssertionError(`expected a promise that rejects; it resolved to ${brief(value)}`));
}

export function expect(actual: unknown): any {
  return matchers(actual, false, 'no');
}
