import { defineMembers, type Members } from "./members";

/**
 * Memory of the C heap that belongs to an object and that V8 does not count: the object holds an
 * ArrayBuffer of as many bytes, which V8 counts towards the heap's limit and frees with the object.
 * Nothing shows it.
 */
class Ballast extends (function (value: object) {
  return value;
} as unknown as new (value: object) => object) {
  readonly #bytes: ArrayBuffer;

  constructor(value: object, bytes: number) {
    super(value);
    this.#bytes = new RealBuffer(bytes);
  }

  static weighs(value: object): boolean {
    return #bytes in value;
  }
}

const RealBuffer = ArrayBuffer;
const { apply, construct, getOwnPropertyDescriptor } = Reflect;
const { defineProperty, getPrototypeOf } = Object;

type Callable = (...values: unknown[]) => unknown;

/** Counts so many bytes towards the heap's limit for as long as the object lives. */
export function weigh<T extends object>(value: T, bytes: number): T {
  if (!Ballast.weighs(value)) {
    void new Ballast(value, bytes);
  }
  return value;
}

/** What an object of each constructor of `Intl` takes outside of V8's heap, measured; bytes. */
const INTL: ReadonlyMap<string, number> = new Map([
  ["Collator", 2 << 10],
  ["DateTimeFormat", 28 << 10],
  ["DisplayNames", 3 << 10],
  ["DurationFormat", 2 << 10],
  ["ListFormat", 1 << 10],
  ["Locale", 1 << 10],
  ["NumberFormat", 2 << 10],
  ["PluralRules", 3 << 10],
  ["RelativeTimeFormat", 9 << 10],
  ["Segmenter", 6 << 10],
]);

/** Of an iterator over the parts of a text. */
const SEGMENTS_BYTES = 6 << 10;

/** Makes objects of `Intl`, which are a few bytes to V8, count as what they take. */
export function weighIntl(intl: Members): void {
  for (const [name, bytes] of INTL) {
    weighConstructor(intl, name, bytes);
  }
  const { Segmenter, Locale } = intl as unknown as typeof Intl;
  const segments = new Segmenter().segment("");
  weighMethod(Segmenter.prototype, "segment", SEGMENTS_BYTES);
  weighMethod(getPrototypeOf(segments) as object, Symbol.iterator, SEGMENTS_BYTES);
  for (const name of ["maximize", "minimize"]) {
    weighMethod(Locale.prototype, name, INTL.get("Locale")!);
  }
}

function weighConstructor(intl: Members, name: string, bytes: number): void {
  const Real = intl[name] as Callable & { prototype: object };
  const guarded = {
    [name]: function (this: unknown, ...values: unknown[]): unknown {
      const made =
        new.target === undefined ? apply(Real, this, values) : construct(Real, values, new.target);
      return weigh(made as object, bytes);
    },
  }[name]!;
  defineMembers(guarded, Real);
  defineProperty(Real.prototype, "constructor", { value: guarded });
  defineProperty(intl, name, { value: guarded });
}

function weighMethod(prototype: object, name: string | symbol, bytes: number): void {
  const real = getOwnPropertyDescriptor(prototype, name)!.value as Callable;
  const { method } = {
    method(this: unknown, ...values: unknown[]): unknown {
      return weigh(apply(real, this, values) as object, bytes);
    },
  };
  defineMembers(method, real);
  defineProperty(prototype, name, { value: method });
}
