import type { Part } from "./part";

/** A method that reads an array; `values` are the call's arguments. */
type Reading = (part: Part, target: readonly unknown[], values: readonly unknown[]) => unknown;

type Callback = (...values: unknown[]) => unknown;

/**
 * Calls back for each element up to the length at the start, until `until` says so of what came
 * back; returns the index it stopped at, or -1. The elements are reached without the proxy's traps.
 *
 * @param holes whether a hole is an element, which is undefined
 */
function visit(
  part: Part,
  target: readonly unknown[],
  [callback, thisArg]: readonly unknown[],
  until: (returned: unknown, element: unknown, index: number) => boolean,
  holes = false,
): number {
  if (typeof callback !== "function") {
    throw new TypeError(`${String(callback)} is not a function`);
  }
  const { length } = target;
  for (let i = 0; i < length && i < target.length; i++) {
    const element = part.elementAt(i);
    if (element === undefined && !holes && !(i in target)) {
      continue;
    }
    const returned: unknown = Reflect.apply(callback, thisArg, [element, i, part.proxy]);
    if (until(returned, element, i)) {
      return i;
    }
  }
  return -1;
}

const truthy = (returned: unknown): boolean => Boolean(returned);

const READINGS: ReadonlyMap<string | symbol, Reading> = new Map<string | symbol, Reading>([
  ["findIndex", (part, target, values) => visit(part, target, values, truthy, true)],
  [
    "find",
    (part, target, values) => {
      let found: unknown;
      const matches = (returned: unknown, element: unknown): boolean => {
        found = returned ? element : undefined;
        return Boolean(returned);
      };
      visit(part, target, values, matches, true);
      return found;
    },
  ],
  ["some", (part, target, values) => visit(part, target, values, truthy) !== -1],
  ["every", (part, target, values) => visit(part, target, values, value => !value) === -1],
  [
    "forEach",
    (part, target, values) => {
      visit(part, target, values, () => false);
    },
  ],
  [
    "filter",
    (part, target, values) => {
      const kept: unknown[] = [];
      visit(part, target, values, (returned, element) => {
        if (returned) {
          kept.push(element);
        }
        return false;
      });
      return kept;
    },
  ],
  [
    "map",
    (part, target, values) => {
      const mapped: unknown[] = [];
      const { length } = target;
      visit(part, target, values, (returned, _element, i) => {
        if (i > mapped.length) {
          mapped.length = i;
        }
        mapped.push(returned);
        return false;
      });
      if (mapped.length < length) {
        mapped.length = length;
      }
      return mapped;
    },
  ],
  [
    "reduce",
    (part, target, values) => {
      const [callback] = values;
      let start = 0;
      let folded = values[1];
      if (values.length < 2) {
        const first = visit(part, target, [() => true], truthy);
        if (first === -1) {
          throw new TypeError("Reduce of empty array with no initial value");
        }
        folded = part.elementAt(first);
        start = first + 1;
      }
      visit(part, target, [() => undefined], (_returned, element, i) => {
        if (i >= start) {
          folded = (callback as Callback)(folded, element, i, part.proxy);
        }
        return false;
      });
      return folded;
    },
  ],
  ["values", part => iterate(part)],
  [Symbol.iterator, part => iterate(part)],
]);

/** Gives the elements as the handler sees them, while there are any. */
export function* iterate(part: Part): Generator<unknown> {
  const target = part.target as unknown[];
  for (let i = 0; i < target.length; i++) {
    yield part.elementAt(i);
  }
}

/** The elements as the handler sees them, but for holes. */
export function elementsOf(part: Part): unknown[] {
  const elements: unknown[] = [];
  const target = part.target as unknown[];
  for (let i = 0; i < target.length; i++) {
    const element = part.elementAt(i);
    if (element !== undefined || i in target) {
      elements.push(element);
    }
  }
  return elements;
}

/** The reading of a method, when it has one of its own. */
export function readingOf(key: string | symbol): Reading | undefined {
  return READINGS.get(key);
}
