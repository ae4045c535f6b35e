import { fileOf, host } from './host';
import { brief } from './show';

// Sources of random inputs. A drawn value knows simpler ones, which shrinking tries in turn.

/** A value, and simpler ones, the simplest first. */
interface Drawn<T> {
  readonly value: T;
  simpler(): Iterable<Drawn<T>>;
}

type Draw<T> = (random: Random) => Drawn<T>;

/** From 0 up to 1; follows from a seed. */
type Random = () => number;

function seeded(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const below = (random: Random, bound: number): number => Math.floor(random() * bound);

const MOST_TRIES = 100;

export class Arbitrary<T> {
  constructor(readonly draw: () => Promise<Draw<T>>) {}

  map<U>(change: (value: T) => U): Arbitrary<U> {
    return new Arbitrary(async () => {
      const draw = await this.draw();
      return random => mapped(draw(random), change);
    });
  }

  filter(accept: (value: T) => boolean): Arbitrary<T> {
    return new Arbitrary(async () => {
      const draw = await this.draw();
      return random => {
        for (let i = 0; i < MOST_TRIES; i++) {
          const drawn = draw(random);
          if (accept(drawn.value)) {
            return filtered(drawn, accept);
          }
        }
        throw new RangeError(`filter(): none of ${MOST_TRIES} values passes`);
      };
    });
  }
}

function mapped<T, U>(drawn: Drawn<T>, change: (value: T) => U): Drawn<U> {
  return {
    value: change(drawn.value),
    *simpler() {
      for (const each of drawn.simpler()) {
        yield mapped(each, change);
      }
    },
  };
}

function filtered<T>(drawn: Drawn<T>, accept: (value: T) => boolean): Drawn<T> {
  return {
    value: drawn.value,
    *simpler() {
      for (const each of drawn.simpler()) {
        if (accept(each.value)) {
          yield filtered(each, accept);
        }
      }
    },
  };
}

const constantly = <T>(value: T): Drawn<T> => ({ value, simpler: () => [] });

/** Towards the number nearest to 0. */
function integerDrawn(value: number, min: number, max: number): Drawn<number> {
  const goal = Math.min(Math.max(0, min), max);
  return {
    value,
    *simpler() {
      for (let left = value - goal; left !== 0; left = Math.trunc(left / 2)) {
        yield integerDrawn(value - left, min, max);
      }
    },
  };
}

function integers(min: number, max: number): Draw<number> {
  if (!Number.isSafeInteger(min) || !Number.isSafeInteger(max) || min > max) {
    throw new RangeError(`integer(min, max): whole numbers in order, not ${brief(min)} and ${brief(max)}`);
  }
  const edges = [min, max, 0, 1].filter(each => each >= min && each <= max);
  return random => {
    const edge = below(random, 8) === 0;
    const value = edge ? edges[below(random, edges.length)]! : min + below(random, max - min + 1);
    return integerDrawn(value, min, max);
  };
}

function numbers(min: number, max: number): Draw<number> {
  const whole = integers(Math.ceil(min), Math.max(Math.ceil(min), Math.floor(max)));
  return random => {
    if (below(random, 2) === 0) {
      return whole(random);
    }
    const value = min + random() * (max - min);
    return {
      value,
      *simpler() {
        const rounded = Math.trunc(value);
        if (rounded >= min && rounded !== value) {
          yield integerDrawn(rounded, min, max);
        }
      },
    };
  };
}

function arrays<T>(items: Draw<T>, minLength: number, maxLength: number): Draw<T[]> {
  return random => {
    const length = minLength + below(random, maxLength - minLength + 1);
    return arrayDrawn(Array.from({ length }, () => items(random)), minLength);
  };
}

function arrayDrawn<T>(all: readonly Drawn<T>[], minLength: number): Drawn<T[]> {
  return {
    value: all.map(each => each.value),
    *simpler() {
      for (let cut = all.length - minLength; cut > 0; cut = Math.trunc(cut / 2)) {
        for (let from = 0; from + cut <= all.length; from += cut) {
          yield arrayDrawn([...all.slice(0, from), ...all.slice(from + cut)], minLength);
        }
      }
      yield* eachSimpler(all, changed => arrayDrawn(changed, minLength));
    },
  };
}

function* eachSimpler<T, R>(all: readonly Drawn<T>[], made: (all: Drawn<T>[]) => R): Iterable<R> {
  for (const [at, each] of all.entries()) {
    for (const simpler of each.simpler()) {
      yield made(all.with(at, simpler));
    }
  }
}

/** Several values at once, of which each gets simpler by itself. */
function tuples(draws: readonly Draw<unknown>[]): Draw<unknown[]> {
  return random => tupleDrawn(draws.map(draw => draw(random)));
}

function tupleDrawn(all: readonly Drawn<unknown>[]): Drawn<unknown[]> {
  return { value: all.map(each => each.value), simpler: () => eachSimpler(all, tupleDrawn) };
}

/** `required`: those of the members that are never left out. */
function objects(members: Readonly<Record<string, Draw<unknown>>>, required: readonly string[]): Draw<any> {
  const names = Object.keys(members);
  return random => {
    const there = names.filter(name => required.includes(name) || below(random, 3) > 0);
    return objectDrawn(there, there.map(name => members[name]!(random)), required);
  };
}

function objectDrawn(names: readonly string[], all: readonly Drawn<unknown>[], required: readonly string[]): Drawn<any> {
  return {
    value: Object.fromEntries(names.map((name, at) => [name, all[at]!.value])),
    *simpler() {
      for (const [at, name] of names.entries()) {
        if (!required.includes(name)) {
          yield objectDrawn(names.toSpliced(at, 1), all.toSpliced(at, 1), required);
        }
      }
      yield* eachSimpler(all, changed => objectDrawn(names, changed, required));
    },
  };
}

const CHARACTERS = [...'abcdefghijklmnopqrstuvwxyzABC0123456789 _-./:"\'<>&', 'ä', 'ß', '漢', '🙂', '\n'];

function strings(maxLength: number): Draw<string> {
  const character = choices(CHARACTERS.map(constantly));
  const all = arrays(character, 0, maxLength);
  return random => mapped(all(random), characters => characters.join(''));
}

/** One of several, the first the simplest. */
function choices<T>(all: readonly Drawn<T>[]): Draw<T> {
  const chosen = (at: number): Drawn<T> => ({
    value: all[at]!.value,
    *simpler() {
      if (at > 0) {
        yield chosen(0);
      }
    },
  });
  return random => chosen(below(random, all.length));
}

const anyOf =
  (draws: readonly Draw<unknown>[]): Draw<unknown> =>
  random =>
    draws[below(random, draws.length)]!(random);

// ------------------------------------------------------------------------------------- by schema

const DEEPEST = 6;
const NUMBERS: [number, number] = [-1000, 1000];

/** What fits a JSON Schema, of the keywords that publishing writes. `definitions`: its `$defs`. */
function fitting(schema: any, definitions: any, depth: number): Draw<any> {
  if (typeof schema === 'boolean' || depth > DEEPEST) {
    return () => constantly(null);
  }
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice('#/$defs/'.length).replaceAll('~1', '/').replaceAll('~0', '~');
    return lazily(() => fitting(definitions[name] ?? true, definitions, depth + 1));
  }
  if ('const' in schema) {
    return () => constantly(schema.const);
  }
  if (schema.enum !== undefined) {
    return choices(schema.enum.map(constantly));
  }
  if (schema.anyOf !== undefined) {
    return anyOf(schema.anyOf.map((each: any) => fitting(each, definitions, depth)));
  }
  if (Array.isArray(schema.type)) {
    return anyOf(schema.type.map((type: string) => ofType({ ...schema, type }, definitions, depth)));
  }
  return ofType(schema, definitions, depth);
}

function lazily<T>(make: () => Draw<T>): Draw<T> {
  let made: Draw<T> | null = null;
  return random => (made ??= make())(random);
}

function ofType(schema: any, definitions: any, depth: number): Draw<any> {
  switch (schema.type) {
    case 'string':
      return strings(20);
    case 'number':
      return numbers(...NUMBERS);
    case 'integer':
      return integers(...NUMBERS);
    case 'boolean':
      return choices([false, true].map(constantly));
    case 'null':
      return () => constantly(null);
    case 'array':
      return arrayFitting(schema, definitions, depth);
    case 'object':
      return objectFitting(schema, definitions, depth);
    default:
      return anyOf([strings(5), integers(...NUMBERS), () => constantly(null)]);
  }
}

function arrayFitting({ items, prefixItems = [], minItems = 0 }: any, definitions: any, depth: number): Draw<any> {
  const first = tuples(prefixItems.map((each: any) => fitting(each, definitions, depth + 1)));
  const open = items !== undefined && items !== false;
  const least = Math.max(0, minItems - prefixItems.length);
  const most = open && depth < DEEPEST ? least + 5 : least;
  const rest = arrays(open ? fitting(items, definitions, depth + 1) : () => constantly(null), least, most);
  const both = tuples([first, rest] as Draw<unknown>[]);
  return random => mapped(both(random), ([one, other]) => [...(one as unknown[]), ...(other as unknown[])]);
}

function objectFitting(schema: any, definitions: any, depth: number): Draw<any> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const members = Object.fromEntries(
    Object.entries(properties)
      // What is deep need not be there.
      .filter(([name]) => depth < DEEPEST || required.includes(name))
      .map(([name, each]) => [name, fitting(each, definitions, depth + 1)]),
  );
  const named = objects(members, required);
  const isMap = typeof additionalProperties === 'object' && Object.keys(properties).length === 0;
  if (!isMap || depth >= DEEPEST) {
    return named;
  }
  const entry = tuples([strings(8), fitting(additionalProperties, definitions, depth + 1)]);
  const entries = arrays(entry, 0, 4);
  return random => mapped(entries(random), all => Object.fromEntries(all as [string, unknown][]));
}

// ---------------------------------------------------------------------------------------- public

const ready = <T>(make: () => Draw<T>): Arbitrary<T> => {
  const draw = make();
  return new Arbitrary(() => Promise.resolve(draw));
};

export const arbitrary = {
  integer: (min = NUMBERS[0], max = NUMBERS[1]) => ready(() => integers(min, max)),
  number: (min = NUMBERS[0], max = NUMBERS[1]) => ready(() => numbers(min, max)),
  boolean: () => ready(() => choices([false, true].map(constantly))),
  string: (maxLength = 20) => ready(() => strings(maxLength)),
  constant: <T>(value: T) => ready(() => () => constantly(value)),
  oneOf: <T>(...values: T[]) => {
    if (values.length === 0) {
      throw new RangeError('oneOf(value, …): there is at least one');
    }
    return ready(() => choices(values.map(constantly)));
  },
  array: <T>(items: Arbitrary<T>, maxLength = 10) =>
    new Arbitrary(async () => arrays(await items.draw(), 0, maxLength)),
  object: (members: Record<string, Arbitrary<unknown>>) =>
    new Arbitrary(async () => {
      const draws = await Promise.all(Object.values(members).map(each => each.draw()));
      const names = Object.keys(members);
      return objects(Object.fromEntries(names.map((name, at) => [name, draws[at]!])), names);
    }),
  of: (ctor: unknown, handler: string) =>
    new Arbitrary(async () => {
      const { args, definitions } = await host.request('schema', { file: fileOf(ctor), handler });
      return fitting(args, definitions, 0);
    }),
};

// ------------------------------------------------------------------------------------- the check

const RUNS = 100;
const MOST_RUNS = 100_000;
const MOST_SHRINKS = 500;

/** A number made of a text. */
function hashOf(text: string): number {
  let hash = 0;
  for (const character of text) {
    hash = (Math.imul(hash, 31) + character.codePointAt(0)!) | 0;
  }
  return Math.abs(hash);
}

/** Runs the body with many inputs. What it throws for one is thrown for the simplest like it. */
export async function check(
  name: string,
  inputs: readonly Arbitrary<unknown>[],
  body: (...inputs: unknown[]) => Promise<void>,
  { runs = RUNS, seed = hashOf(name) }: { runs?: number; seed?: number },
): Promise<void> {
  if (!Number.isInteger(runs) || runs < 1 || runs > MOST_RUNS || !Number.isSafeInteger(seed)) {
    throw new RangeError(`runs is from 1 to ${MOST_RUNS} and seed an integer, not ${brief(runs)} and ${brief(seed)}`);
  }
  const random = seeded(seed);
  const draw = tuples(await Promise.all(inputs.map(input => input.draw())));
  for (let run = 1; run <= runs; run++) {
    const drawn = draw(random);
    const failure = await failureOf(body, drawn);
    if (failure !== null) {
      const { simplest, last, shrinks } = await shrunk(body, drawn, failure.thrown);
      throw explained(last, `with ${simplest.value.map(brief).join(', ')}`, `run ${run} of seed ${seed}, made simpler ${shrinks} times`);
    }
  }
}

async function failureOf(body: (...inputs: unknown[]) => Promise<void>, drawn: Drawn<unknown[]>): Promise<{ thrown: unknown } | null> {
  try {
    await body(...structuredClone(drawn.value));
    return null;
  } catch (thrown) {
    return { thrown };
  }
}

async function shrunk(
  body: (...inputs: unknown[]) => Promise<void>,
  drawn: Drawn<unknown[]>,
  thrown: unknown,
): Promise<{ simplest: Drawn<unknown[]>; last: unknown; shrinks: number }> {
  let simplest = drawn;
  let last = thrown;
  let shrinks = 0;
  let left = MOST_SHRINKS;
  for (let better = true; better && left > 0; ) {
    better = false;
    for (const candidate of simplest.simpler()) {
      if (left-- === 0) {
        break;
      }
      const failure = await failureOf(body, candidate);
      if (failure !== null) {
        simplest = candidate;
        last = failure.thrown;
        shrinks++;
        better = true;
        break;
      }
    }
  }
  return { simplest, last, shrinks };
}

function explained(thrown: unknown, inputs: string, where: string): unknown {
  const error = thrown instanceof Error ? thrown : new Error(`threw ${brief(thrown)}`);
  Object.assign(error, { property: `${inputs} (${where})` });
  return error;
}
