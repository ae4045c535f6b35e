import { weighIntl } from "./ballast";
import { guardBuffers } from "./buffers";
import { ActjsError } from "./errors";
import type { Members } from "./members";

/**
 * Whether a reducer, a migration or a policy runs, in which anything but its arguments is out of
 * reach; and whether it is a policy.
 */
export const purity: { reducing: boolean; deciding: boolean; place: "" | "view" | "viewer" } = {
  reducing: false,
  deciding: false,
  place: "",
};

/** The real clock, for the kernel. */
export const clock = Date.now;

/** The source of chance, for `Math.random()`; the real one, unless it is seeded. */
let chance = Math.random;

/** The source of the ids that the kernel makes. */
export let idChance = Math.random;

/**
 * Has chance and the present time come from elsewhere, so that all that follows can be repeated.
 * `ids`: where the kernel's own ids come from, when that is not the same.
 */
export function drawFrom(next: () => number, now: () => number, ids = next): void {
  chance = next;
  present = now;
  idChance = ids;
}

/** The present time for actor code: the real one, unless it comes from elsewhere. */
let present = clock;

/** @throws ActjsError ImpureReducer, inside a reducer */
export function mayBeImpure(what: string): void {
  if (purity.reducing) {
    const where = purity.place !== "" ? `${purity.place}(); it depends on what it is given alone` : purity.deciding
      ? "a policy; it decides by its arguments alone"
      : "reduce, initialState or migrate; put what they need into the event";
    throw new ActjsError("ImpureReducer", `${what} inside ${where}`);
  }
}

type Callable = (...values: unknown[]) => unknown;

const { defineProperty, freeze, getOwnPropertyDescriptor } = Object;
const { apply, construct, ownKeys } = Reflect;

/** Globals that actor code does not get: shared memory, native code, and the collector's clock. */
const REMOVED = [
  "WebAssembly",
  "SharedArrayBuffer",
  "Atomics",
  "FinalizationRegistry",
  "WeakRef",
  "eval",
];

/** What of functions in general is for code that looks at its callers. */
const REMOVED_OF_FUNCTIONS = ["arguments", "caller"];

/** All that the constructor of regular expressions may keep; the rest tells of the last match. */
const KEPT_OF_REGEXP = new Set<string | symbol>([
  "length",
  "name",
  "prototype",
  "escape",
  Symbol.species,
]);

/** Prototypes whose members an object may shadow by plain assignment, although they are frozen. */
const SHADOWABLE: object[] = [
  Object.prototype,
  Function.prototype,
  Error.prototype,
  TypeError.prototype,
  RangeError.prototype,
  SyntaxError.prototype,
  ReferenceError.prototype,
  EvalError.prototype,
  URIError.prototype,
  AggregateError.prototype,
  Promise.prototype,
];

/**
 * Makes the world of actor code: no class can change what another one sees, and none reaches a
 * source of chance or time from inside a reducer. Runs once, before any class is loaded.
 *
 * @param shared objects of the kernel that actor code can get hold of
 */
export function lockDown(shared: readonly object[]): void {
  const world = globalThis as unknown as Members;
  for (const name of REMOVED) {
    delete world[name];
  }
  delete (Object.prototype as unknown as Members)["__proto__"];
  for (const name of REMOVED_OF_FUNCTIONS) {
    delete (Function.prototype as unknown as Members)[name];
  }
  for (const name of ownKeys(RegExp)) {
    if (!KEPT_OF_REGEXP.has(name)) {
      delete (RegExp as unknown as Members)[name];
    }
  }
  guardBuffers(world);
  guardDate(world);
  defineProperty(Math, "random", { value: () => chance() });
  guardMember(Math, "random", "Math.random()");
  guardTemporal(world);
  const intl = world["Intl"];
  if (intl !== undefined) {
    // Of V8's own, and in no standard.
    delete (intl as Members)["v8BreakIterator"];
    guardFormat(intl as Members);
    weighIntl(intl as Members);
  }
  for (const prototype of SHADOWABLE) {
    makeShadowable(prototype as Members);
  }
  for (const root of [world, ...hiddenIntrinsics(), ...shared]) {
    freezeAll(root, frozen);
  }
}

/** What is frozen, with all that can be reached from it. */
const frozen = new Set<object>();

/** Freezes what actor code can reach from an object that was made after the lockdown. */
export function protect(root: object): void {
  freezeAll(root, frozen);
}

function guardDate(world: Members): void {
  const RealDate = Date;
  const guarded = function Date(this: unknown, ...values: unknown[]): unknown {
    if (new.target === undefined) {
      mayBeImpure("Date()");
      return new RealDate(present()).toString();
    }
    if (values.length === 0) {
      mayBeImpure("new Date()");
      return construct(RealDate, [present()], new.target);
    }
    return construct(RealDate, values, new.target);
  };
  const now = function now(): number {
    mayBeImpure("Date.now()");
    return present();
  };
  const members = {
    length: 7,
    prototype: RealDate.prototype,
    now,
    parse: RealDate.parse,
    UTC: RealDate.UTC,
  };
  for (const [name, value] of Object.entries(members)) {
    defineProperty(guarded, name, { value, writable: false, enumerable: false });
  }
  defineProperty(RealDate.prototype, "constructor", { value: guarded });
  defineProperty(world, "Date", { value: guarded });
}

function guardMember(holder: object, name: string, what: string): void {
  const real = (holder as Members)[name] as Callable;
  const guarded = {
    [name](this: unknown, ...values: unknown[]): unknown {
      mayBeImpure(what);
      return apply(real, this, values);
    },
  }[name];
  defineProperty(holder, name, { value: guarded });
}

function guardTemporal(world: Members): void {
  const temporal = world["Temporal"] as Members | undefined;
  const now = temporal?.["Now"] as Members | undefined;
  if (now !== undefined) {
    for (const name of ownKeys(now)) {
      if (typeof name === "string" && typeof now[name] === "function") {
        guardMember(now, name, `Temporal.Now.${name}()`);
      }
    }
  }
}

/** Formatting no date at all means the present one. */
function guardFormat(intl: Members): void {
  const { prototype } = intl["DateTimeFormat"] as { prototype: Members };
  const format = getOwnPropertyDescriptor(prototype, "format")!;
  const real = format.get!;
  const guarded = new WeakMap<object, Callable>();
  defineProperty(prototype, "format", {
    ...format,
    get(this: object): unknown {
      const bound = apply(real, this, []) as Callable;
      let guard = guarded.get(this);
      if (guard === undefined) {
        guard = (date: unknown) => {
          if (date === undefined) {
            mayBeImpure("Intl.DateTimeFormat.format()");
          }
          return bound(date);
        };
        guarded.set(this, guard);
      }
      return guard;
    },
  });
  const parts = prototype["formatToParts"] as Callable;
  defineProperty(prototype, "formatToParts", {
    value(this: unknown, date: unknown): unknown {
      if (date === undefined) {
        mayBeImpure("Intl.DateTimeFormat.formatToParts()");
      }
      return apply(parts, this, [date]);
    },
  });
}

/** Assignment to an object whose prototype has a read-only member of the name throws; not here. */
function makeShadowable(prototype: Members): void {
  for (const name of ownKeys(prototype)) {
    const property = getOwnPropertyDescriptor(prototype, name)!;
    if ("value" in property && property.configurable) {
      const { value } = property;
      defineProperty(prototype, name, {
        enumerable: property.enumerable ?? false,
        configurable: false,
        get: () => value as unknown,
        set(this: object, next: unknown): void {
          if (this === prototype) {
            throw new TypeError(`${String(name)} of a built-in cannot be changed`);
          }
          defineProperty(this, name, {
            value: next,
            writable: true,
            enumerable: true,
            configurable: true,
          });
        },
      });
    }
  }
}

/** Built-ins that have no global name. */
function hiddenIntrinsics(): object[] {
  const roots: object[] = [
    function* () {},
    async function () {},
    async function* () {},
    [][Symbol.iterator](),
    new Map()[Symbol.iterator](),
    new Set()[Symbol.iterator](),
    ""[Symbol.iterator](),
    "".matchAll(/x/g),
    (function* () {})(),
    Iterator.from({ next: () => ({ done: true, value: undefined }) }),
    [].values().map(each => each),
    new Intl.Segmenter().segment(""),
    new Intl.Segmenter().segment("")[Symbol.iterator](),
    (async function* () {})(),
  ];
  return roots.map(root => Object.getPrototypeOf(root) as object);
}

function freezeAll(root: object, seen: Set<object>): void {
  const open: unknown[] = [root];
  while (open.length > 0) {
    const value = open.pop();
    if ((typeof value !== "object" && typeof value !== "function") || value === null) {
      continue;
    }
    if (seen.has(value)) {
      continue;
    }
    seen.add(value);
    for (const name of ownKeys(value)) {
      const property = getOwnPropertyDescriptor(value, name)!;
      open.push(property.value, property.get, property.set);
    }
    open.push(Object.getPrototypeOf(value));
    if (value === globalThis) {
      continue;
    }
    freeze(value);
  }
  if (root === globalThis) {
    closeGlobal();
  }
}

/** No new global, and no global with another value. */
function closeGlobal(): void {
  for (const name of ownKeys(globalThis)) {
    const property = getOwnPropertyDescriptor(globalThis, name)!;
    if (property.configurable) {
      const fixed = "value" in property ? { writable: false } : {};
      defineProperty(globalThis, name, { ...fixed, configurable: false });
    }
  }
  Object.preventExtensions(globalThis);
}
