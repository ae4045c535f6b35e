import type { Membrane } from "./membrane";
import type { Part } from "./part";
import { elementsOf, readingOf } from "./reads";

/** Runs on the real array of a part; `values` are the call's arguments. */
type Mutation = (
  membrane: Membrane,
  part: Part,
  target: unknown[],
  values: readonly unknown[],
) => unknown;

function partOf(membrane: Membrane, proxy: object): Part {
  const part = membrane.partOf(proxy);
  if (part === null) {
    throw new TypeError("this array is not part of the state of this turn");
  }
  return part;
}

/** `position` as array methods read it: negative counts from the end. */
function positionOf(value: unknown, length: number, missing: number): number {
  if (value === undefined) {
    return missing;
  }
  const whole = Math.trunc(Number(value)) || 0;
  return whole < 0 ? Math.max(length + whole, 0) : Math.min(whole, length);
}

function insert(
  membrane: Membrane,
  part: Part,
  target: unknown[],
  at: number,
  removed: number,
  values: readonly unknown[],
): unknown[] {
  const taken: unknown[] = [];
  for (let i = 0; i < values.length; i++) {
    taken.push(membrane.take(values[i]));
  }
  return membrane.splice(part, target, at, removed, taken);
}

/** Permutes the elements; `next` gives them in their new order, as the handler sees them. Holes end up last. */
function rearrange(
  membrane: Membrane,
  part: Part,
  target: unknown[],
  next: readonly unknown[],
): void {
  const raw: unknown[] = [];
  for (let i = 0; i < next.length; i++) {
    raw.push(membrane.take(next[i]));
  }
  membrane.noteScramble(part, target);
  const { length } = target;
  target.length = 0;
  for (let i = 0; i < raw.length; i++) {
    target.push(raw[i]);
  }
  target.length = length;
}

const MUTATIONS: ReadonlyMap<string | symbol, Mutation> = new Map<string, Mutation>([
  [
    "push",
    (membrane, part, target, values) => {
      if (values.length > 0) {
        insert(membrane, part, target, target.length, 0, values);
      }
      return target.length;
    },
  ],
  [
    "pop",
    (membrane, part, target) =>
      target.length === 0
        ? undefined
        : membrane.reachRemoved(part, membrane.splice(part, target, target.length - 1, 1, [])[0]),
  ],
  [
    "shift",
    (membrane, part, target) =>
      target.length === 0
        ? undefined
        : membrane.reachRemoved(part, membrane.splice(part, target, 0, 1, [])[0]),
  ],
  [
    "unshift",
    (membrane, part, target, values) => {
      if (values.length > 0) {
        insert(membrane, part, target, 0, 0, values);
      }
      return target.length;
    },
  ],
  [
    "splice",
    (membrane, part, target, values) => {
      const { length } = target;
      const at = positionOf(values[0], length, 0);
      const most = length - at;
      const wanted = values.length === 0 ? 0 : values.length === 1 ? most : Number(values[1]);
      const removed = Math.min(Math.max(Math.trunc(wanted) || 0, 0), most);
      const inserted = values.slice(2);
      if (removed === 0 && inserted.length === 0) {
        return [];
      }
      const taken = insert(membrane, part, target, at, removed, inserted);
      return taken.map(value => membrane.reachRemoved(part, value));
    },
  ],
  [
    "sort",
    (membrane, part, target, [compare]) => {
      if (compare === undefined) {
        membrane.noteScramble(part, target);
        target.sort();
      } else {
        const sorted = elementsOf(part).sort(compare as (a: unknown, b: unknown) => number);
        rearrange(membrane, part, target, sorted);
      }
      return part.proxy;
    },
  ],
  [
    "reverse",
    (membrane, part, target) => {
      membrane.noteScramble(part, target);
      target.reverse();
      return part.proxy;
    },
  ],
  [
    "fill",
    (membrane, part, target, [value, start, end]) => {
      const from = positionOf(start, target.length, 0);
      const to = positionOf(end, target.length, target.length);
      const raw = membrane.take(value);
      membrane.noteScramble(part, target);
      target.fill(raw, from, to);
      return part.proxy;
    },
  ],
  [
    "copyWithin",
    (membrane, part, target, [to, start, end]) => {
      membrane.noteScramble(part, target);
      target.copyWithin(Number(to), Number(start ?? 0), end === undefined ? end : Number(end));
      return part.proxy;
    },
  ],
]);

const SEARCHES: ReadonlySet<string | symbol> = new Set(["indexOf", "lastIndexOf", "includes"]);

/**
 * The method that a handler gets for a member of an array of the state: mutators change the real
 * array and are noted as what they are; readings reach its elements without the proxy; searches
 * look for the real object; all others are `native`.
 */
export function arrayMethod(membrane: Membrane, key: string | symbol, native: unknown): unknown {
  const mutation = MUTATIONS.get(key);
  if (mutation !== undefined) {
    return function (this: object, ...values: unknown[]): unknown {
      const part = partOf(membrane, this);
      membrane.mayWrite(part, key);
      return mutation(membrane, part, part.target as unknown[], values);
    };
  }
  const reading = readingOf(key);
  if (reading !== undefined) {
    return function (this: object, ...values: unknown[]): unknown {
      const part = partOf(membrane, this);
      return reading(part, part.target as unknown[], values);
    };
  }
  if (SEARCHES.has(key)) {
    return function (this: object, ...values: unknown[]): unknown {
      const [value] = values;
      if (typeof value === "object" && value !== null) {
        values[0] = membrane.partOf(value)?.target ?? value;
      }
      return Reflect.apply(native as () => unknown, partOf(membrane, this).target, values);
    };
  }
  return native;
}
