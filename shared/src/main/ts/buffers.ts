import { weigh } from "./ballast";
import { defineMembers, type Members } from "./members";
import { TYPED_ARRAYS } from "./views";

// V8 counts the bytes of ArrayBuffers towards the heap's limit and stops the code that exceeds it
// (see the flags in V8.java, and HeapGuard). What that leaves to do is here: one request must not
// exceed the limit by itself, because a built-in would fill it before V8 stops anything; every
// built-in that allocates must be one that V8 can stop when another built-in calls it in a loop; and
// resizable buffers must count for the mappings that they take, of which a process has few.

/** What a mapping counts for, bytes: a heap of 512 MiB has 8 192 resizable buffers at most. */
const MAPPING_BYTES = 64 << 10;

const RealBuffer = ArrayBuffer;
const { apply, construct } = Reflect;
const { defineProperty, getOwnPropertyDescriptor, getPrototypeOf } = Object;
const { isArray } = Array;
const { isView } = ArrayBuffer;

type Callable = (this: unknown, ...values: unknown[]) => unknown;
type Constructor = new (...values: unknown[]) => object;

/** Bytes that one buffer may have. */
let most = Number.MAX_SAFE_INTEGER;

/** Sets what one buffer may have: the whole heap. */
export function limitBuffers(bytes: number): void {
  most = bytes;
}

/** Lets the heap's limit end the code. */
function exceed(): never {
  for (;;) {
    void new RealBuffer(most + 1);
  }
}

/** A length as the constructors read it, if it is within the limit. */
function lengthOf(value: unknown, bytesEach: number): number {
  const length = +(value as number);
  if (length * bytesEach > most && length <= Number.MAX_SAFE_INTEGER) {
    exceed();
  }
  return length;
}

function getter(prototype: object, name: string | symbol): Callable {
  return getOwnPropertyDescriptor(prototype, name)!.get!;
}

const byteLengthOf = getter(RealBuffer.prototype, "byteLength");
const isResizable = getter(RealBuffer.prototype, "resizable");
const AnyView = getPrototypeOf(Uint8Array) as Constructor;
const viewLengthOf = getter(AnyView.prototype as object, "length");
const viewTypeOf = getter(AnyView.prototype as object, Symbol.toStringTag);

function isObject(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

/** Whether it is one, whatever its prototype is. */
function isBuffer(value: object): boolean {
  try {
    apply(byteLengthOf, value, []);
    return true;
  } catch {
    return false;
  }
}

/** To be called before actor code runs, and before the built-ins are frozen. */
export function guardBuffers(world: Members): void {
  guardBuffer(world);
  for (const name of TYPED_ARRAYS) {
    guardView(world, name);
  }
  for (const name of ["transfer", "transferToFixedLength"]) {
    guardTransfer(name);
  }
  makeStoppable(RealBuffer.prototype, ["resize"]);
  makeStoppable(AnyView.prototype as object, ["toReversed", "toSorted", "with"]);
  makeStoppable(world["Uint8Array"] as object, ["fromBase64", "fromHex"]);
}

function standIn(world: Members, name: string, guard: object): void {
  const real = world[name] as { prototype: object };
  defineMembers(guard, real);
  defineProperty(real.prototype, "constructor", { value: guard });
  defineProperty(world, name, { value: guard });
}

function guardBuffer(world: Members): void {
  const guarded = function (this: unknown, length?: unknown, options?: unknown): object {
    const target = new.target as unknown as Constructor | undefined;
    if (target === undefined) {
      return (RealBuffer as unknown as () => object)();
    }
    const bytes = lengthOf(length, 1);
    const wanted =
      isObject(options) && !(bytes <= -1 || bytes > Number.MAX_SAFE_INTEGER)
        ? (options as { maxByteLength?: unknown }).maxByteLength
        : undefined;
    if (wanted === undefined) {
      return construct(RealBuffer, [bytes], target);
    }
    const maxByteLength = lengthOf(wanted, 1);
    return weigh(construct(RealBuffer, [bytes, { maxByteLength }], target), MAPPING_BYTES);
  };
  standIn(world, "ArrayBuffer", guarded);
}

function guardTransfer(name: string): void {
  const { prototype } = RealBuffer;
  const real = getOwnPropertyDescriptor(prototype, name)!.value as Callable;
  const { method } = {
    method(this: unknown, length?: unknown): object {
      const lengths = length === undefined ? [] : [lengthOf(length, 1)];
      const made = apply(real, this, lengths) as object;
      return apply(isResizable, made, []) ? weigh(made, MAPPING_BYTES) : made;
    },
  };
  defineMembers(method, real);
  defineProperty(prototype, name, { value: method });
}

/** V8 stops a loop at the entry of a function of JavaScript, but not of a built-in. */
function makeStoppable(holder: object, names: readonly string[]): void {
  for (const name of names) {
    const real = getOwnPropertyDescriptor(holder, name)!.value as Callable;
    const { method } = {
      method(this: unknown, ...values: unknown[]): unknown {
        return apply(real, this, values);
      },
    };
    defineMembers(method, real);
    defineProperty(holder, name, { value: method });
  }
}

function guardView(world: Members, name: string): void {
  const Real = world[name] as Constructor & { BYTES_PER_ELEMENT: number };
  const bytesEach = Real.BYTES_PER_ELEMENT;
  const guarded = {
    [name]: function (this: unknown, first?: unknown, second?: unknown, third?: unknown): object {
      const target = new.target as unknown as Constructor | undefined;
      if (target === (guarded as unknown) && typeof first === "number") {
        if (first * bytesEach <= most) {
          return new Real(first);
        }
      }
      if (target === undefined) {
        return (Real as unknown as () => object)();
      }
      if (!isObject(first)) {
        return construct(Real, [lengthOf(first, bytesEach)], target);
      }
      if (!isView(first) && !isArray(first) && isBuffer(first)) {
        return construct(Real, [first, second, third], target);
      }
      const copy = copyOf(first, Real, bytesEach) as Uint8Array;
      // No code of the actor's runs between the look at the length and the copy.
      return target === (guarded as unknown) ? copy : construct(Real, [copy.buffer], target);
    },
  }[name]!;
  standIn(world, name, guarded);
}

/** A new view with the elements of another, of an iterable or of an array-like. */
function copyOf(source: object, Real: Constructor, bytesEach: number): object {
  if (isView(source) && apply(viewTypeOf, source, []) !== undefined) {
    lengthOf(apply(viewLengthOf, source, []), bytesEach);
    return new Real(source);
  }
  const iterate = (source as Members)[Symbol.iterator];
  if (iterate === undefined || iterate === null) {
    return copyOfArrayLike(source as Members, Real, bytesEach);
  }
  if (typeof iterate !== "function") {
    return new Real({ [Symbol.iterator]: iterate });
  }
  if (isArray(source)) {
    lengthOf(source.length, bytesEach);
  }
  // A list of our own: what the source answers when it is asked again is nobody's worry.
  const list =
    iterate === arrayValues && isArray(source)
      ? [...(source as unknown[])]
      : [...{ [Symbol.iterator]: () => apply(iterate, source, []) as Iterator<unknown> }];
  lengthOf(list.length, bytesEach);
  return new Real(list);
}

const arrayValues: unknown = Array.prototype.values;

function copyOfArrayLike(source: Members, Real: Constructor, bytesEach: number): object {
  const wanted = lengthOf(source["length"], bytesEach);
  const length = wanted >= 1 ? Math.trunc(wanted) : 0;
  const copy = new Real(length) as Record<number, unknown>;
  for (let at = 0; at < length; at++) {
    copy[at] = source[at];
  }
  return copy;
}
