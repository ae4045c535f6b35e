import { DOMException } from "./fault";
import { TYPED_ARRAYS } from "./views";

// https://html.spec.whatwg.org/#structuredserializeinternal. A part of the state is cloned as the
// plain object that it stands for.

const { hasOwn, keys } = Object;
const ERRORS: Record<string, ErrorConstructor> = {
  EvalError,
  RangeError,
  ReferenceError,
  SyntaxError,
  TypeError,
  URIError,
};

function uncloneable(what: string): DOMException {
  return new DOMException(`structuredClone: ${what} cannot be cloned`, "DataCloneError");
}

/** The brand of a built-in, which no object can forge; "" for one that has none. */
function brandOf(value: object): string {
  for (const [brand, test] of BRANDS) {
    try {
      test.call(value);
      return brand;
    } catch {
      // Of another brand.
    }
  }
  return "";
}

type Test = (this: unknown) => unknown;

function getter(prototype: object, name: string | symbol): Test {
  return Object.getOwnPropertyDescriptor(prototype, name)!.get!;
}

const BRANDS: readonly (readonly [string, Test])[] = [
  ["Boolean", Boolean.prototype.valueOf],
  ["Number", Number.prototype.valueOf],
  ["String", String.prototype.valueOf],
  ["BigInt", BigInt.prototype.valueOf],
  ["Symbol", Symbol.prototype.valueOf],
  ["Date", Date.prototype.getTime],
  ["Map", getter(Map.prototype, "size")],
  ["Set", getter(Set.prototype, "size")],
  ["ArrayBuffer", getter(ArrayBuffer.prototype, "byteLength")],
  [
    "RegExp",
    function (this: unknown) {
      // The getter of the prototype itself gives a value, too.
      if (this === RegExp.prototype) {
        throw new TypeError();
      }
      return regExpSource.call(this);
    },
  ],
  [
    "WeakMap",
    function (this: unknown) {
      WeakMap.prototype.has.call(this, WEAK_KEY);
    },
  ],
  [
    "WeakSet",
    function (this: unknown) {
      WeakSet.prototype.has.call(this, WEAK_KEY);
    },
  ],
];
const regExpSource = getter(RegExp.prototype, "source");
const WEAK_KEY = {};

class Cloning {
  private readonly seen = new Map<object, unknown>();

  constructor(transferred: ReadonlyMap<object, unknown>) {
    transferred.forEach((to, from) => this.seen.set(from, to));
  }

  clone(value: unknown): unknown {
    switch (typeof value) {
      case "symbol":
        throw uncloneable(String(value));
      case "function":
        throw uncloneable(`the function ${value.name}`);
      case "object":
        return value === null ? null : this.cloneObject(value);
      default:
        return value;
    }
  }

  private cloneObject(value: object): unknown {
    if (this.seen.has(value)) {
      return this.seen.get(value);
    }
    if (Array.isArray(value)) {
      const copy = new Array<unknown>(value.length);
      this.seen.set(value, copy);
      return this.members(value, copy);
    }
    if (ArrayBuffer.isView(value)) {
      return this.view(value);
    }
    const brand = brandOf(value);
    if (brand !== "") {
      return this.builtIn(brand, value);
    }
    if (Error.isError(value)) {
      return this.error(value);
    }
    if (value instanceof Promise || value instanceof DOMException) {
      throw uncloneable(Object.prototype.toString.call(value));
    }
    const copy = {};
    this.seen.set(value, copy);
    return this.members(value, copy);
  }

  private members<T extends object>(from: object, to: T): T {
    for (const key of keys(from)) {
      if (hasOwn(from, key)) {
        const value = this.clone((from as Record<string, unknown>)[key]);
        Object.defineProperty(to, key, {
          value,
          writable: true,
          enumerable: true,
          configurable: true,
        });
      }
    }
    return to;
  }

  private keep<T>(from: object, to: T): T {
    this.seen.set(from, to);
    return to;
  }

  private builtIn(brand: string, value: object): unknown {
    switch (brand) {
      case "Boolean":
      case "Number":
      case "String":
      case "BigInt":
        return this.keep(value, Object(value.valueOf()));
      case "Date":
        return this.keep(value, new Date(Date.prototype.getTime.call(value)));
      case "RegExp": {
        const { source, flags } = value as RegExp;
        return this.keep(value, new RegExp(source, flags));
      }
      case "ArrayBuffer":
        return this.keep(value, copyOf(value as ArrayBuffer));
      case "Map": {
        const copy = this.keep(value, new Map<unknown, unknown>());
        for (const [key, member] of [...(value as Map<unknown, unknown>)]) {
          copy.set(this.clone(key), this.clone(member));
        }
        return copy;
      }
      case "Set": {
        const copy = this.keep(value, new Set<unknown>());
        for (const member of [...(value as Set<unknown>)]) {
          copy.add(this.clone(member));
        }
        return copy;
      }
      default:
        throw uncloneable(`a ${brand}`);
    }
  }

  private view(value: ArrayBufferView): unknown {
    const buffer = this.cloneObject(value.buffer) as ArrayBuffer;
    const type = value instanceof DataView ? "DataView" : (value as Uint8Array)[Symbol.toStringTag];
    const View = VIEWS.get(type)!;
    const { byteOffset } = value;
    const length = value instanceof DataView ? value.byteLength : (value as Uint8Array).length;
    return this.keep(value, new View(buffer, byteOffset, length));
  }

  private error(value: Error): unknown {
    const name = String(value.name);
    const Type = hasOwn(ERRORS, name) ? ERRORS[name]! : Error;
    const copy = new Type(hasOwn(value, "message") ? String(value.message) : undefined);
    this.seen.set(value, copy);
    Object.defineProperty(copy, "stack", {
      value: value.stack,
      writable: true,
      enumerable: false,
      configurable: true,
    });
    if (hasOwn(value, "cause")) {
      const cause = this.clone(value.cause);
      Object.defineProperty(copy, "cause", {
        value: cause,
        writable: true,
        enumerable: false,
        configurable: true,
      });
    }
    return copy;
  }
}

type ViewConstructor = new (buffer: ArrayBuffer, offset: number, length: number) => object;

const VIEWS: ReadonlyMap<string, ViewConstructor> = new Map(
  ["DataView", ...TYPED_ARRAYS].map(
    name => [name, (globalThis as unknown as Record<string, ViewConstructor>)[name]!] as const,
  ),
);

function copyOf(buffer: ArrayBuffer): ArrayBuffer {
  if (buffer.detached) {
    throw uncloneable("an ArrayBuffer that was transferred");
  }
  if (!buffer.resizable) {
    return buffer.slice(0);
  }
  const { byteLength, maxByteLength } = buffer;
  const copy = new ArrayBuffer(byteLength, { maxByteLength });
  new Uint8Array(copy).set(new Uint8Array(buffer));
  return copy;
}

/** `structuredClone`. Only an ArrayBuffer can be transferred. */
export function structuredClone(value: unknown, options?: { transfer?: Iterable<object> }): unknown {
  if (arguments.length === 0) {
    throw new TypeError("structuredClone(value) needs a value");
  }
  const transfer = options?.transfer === undefined ? [] : [...options.transfer];
  const placed = new Map<object, unknown>();
  for (const each of transfer) {
    if (!(each instanceof ArrayBuffer) || each.detached || placed.has(each)) {
      throw new DOMException("structuredClone: only an ArrayBuffer moves, once", "DataCloneError");
    }
    placed.set(each, null);
  }
  // A clone that fails moves nothing: what moves is known to the clone before, and moved after it.
  for (const each of placed.keys()) {
    placed.set(each, copyOf(each as ArrayBuffer));
  }
  const copy = new Cloning(placed).clone(value);
  for (const each of placed.keys()) {
    (each as ArrayBuffer).transfer();
  }
  return copy;
}
