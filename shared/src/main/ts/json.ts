import { ActjsError } from "./errors";

/**
 * Strict JSON: what is not JSON is refused with its path, never changed silently. The one exception
 * is `undefined` as a member of an object, which means that the member is absent.
 */

/** Deeper nesting is refused, so that no reader of the JSON has to recurse without bound. */
export const DEEPEST = 500;

/** Thrown by {@link copyOf}: where in the value the fault is, and what it is. */
export class NotJson {
  constructor(
    readonly path: string,
    readonly problem: string,
  ) {}
}

/** Thrown by {@link textOf}: the text would have more characters than it may. */
export class TooLong {
  /** @param chars how many it has, as far as that was counted */
  constructor(readonly chars: number) {}
}

/** What a copy does where it meets a part of an actor's state. */
export interface Parts {
  /** The object to read instead of `value`. */
  rawOf(value: object): object;
  /** Whether what `rawOf(value)` gave may go into the copy as it is, at that depth of the tree. */
  mayMove(value: object, depth: number): boolean;
  /** The names of the members of what `rawOf` gave, in their order. */
  keysOf(value: object): (string | symbol)[];
}

/** A copy that shares no object with its original but those that moved. */
export interface Copy {
  readonly value: unknown;
  /** How many characters its JSON has, about. */
  readonly chars: number;
  /** How deep in its tree it reaches. */
  readonly depth: number;
}

const { getOwnPropertyDescriptor, getOwnPropertySymbols, getPrototypeOf, keys } = Object;
const { ownKeys } = Reflect;
const { isArray } = Array;
const { stringify } = JSON;

// The walk's place: member names from the value down, and the objects around it. Kept outside of
// the recursion because only an error reads them.
const trail: (string | number)[] = [];
const around: object[] = [];
let chars = 0;
let reached = 0;
let most = Infinity;
let parts: Parts | null = null;

/** A copy counts as many characters at most as this, for each that its JSON has. */
const COUNTED_AT_MOST = 4;

/**
 * Copies `value`.
 *
 * @param depth how deep in its tree the copy will stand
 * @throws NotJson
 */
export function copyOf(value: unknown, known: Parts | null, depth: number, longest = Infinity): Copy {
  chars = 0;
  most = longest;
  reached = depth;
  parts = known;
  const start = depth > DEEPEST ? DEEPEST : depth;
  trail.length = start;
  const copied = copy(value, start, start);
  around.length = 0;
  parts = null;
  return { value: copied, chars, depth: reached };
}

/**
 * The JSON text of `value`, which is not `undefined`.
 *
 * @throws NotJson
 * @throws TooLong before more than a few times `longest` characters are made
 */
export function textOf(value: unknown, known: Parts | null, longest = Infinity): string {
  const text = unboundedText(value, known, longest);
  if (text.length > longest) {
    throw new TooLong(text.length);
  }
  return text;
}

function unboundedText(value: unknown, known: Parts | null, longest: number): string {
  switch (typeof value) {
    case "string":
      if (value.length > longest) {
        throw new TooLong(value.length + 2);
      }
      return stringify(value);
    case "boolean":
      return value ? "true" : "false";
    case "number":
      if (value - value === 0) {
        return String(value + 0);
      }
  }
  if (value === null) {
    return "null";
  }
  return stringify(copyOf(value, known, 0, COUNTED_AT_MOST * longest).value);
}

/** The arguments of a call; `{}` when there are none. @throws ActjsError MalformedJson */
export function parseArgs(args: string | null): unknown {
  if (args === null || args === "") {
    return {};
  }
  try {
    return JSON.parse(args);
  } catch {
    throw new ActjsError("MalformedJson", "the arguments are not JSON");
  }
}

/** Whether `value` is a primitive that stands in JSON as it is. */
export function isJsonPrimitive(value: unknown): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return value - value === 0;
    default:
      return value === null;
  }
}

/** Why `value` cannot stand in JSON by its outer form alone, or null. `name`: its member name. */
export function faultOf(value: unknown, name: string): string | null {
  switch (typeof value) {
    case "string":
    case "boolean":
      return null;
    case "number":
      return value - value === 0 ? null : `is ${value}; JSON has no such number`;
    case "undefined":
      return "is undefined; use null, or leave the element out";
    case "bigint":
      return `is a bigint; store String(${name})`;
    case "symbol":
      return "is a symbol; store a string";
    case "function":
      return "is a function; only data can be stored or returned";
  }
  if (value === null || isArray(value)) {
    return null;
  }
  const prototype: unknown = getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? null : instanceFault(value!, name);
}

function instanceFault(value: object, name: string): string {
  if (value instanceof Date) {
    return `is a Date; store ${name}.toISOString()`;
  }
  if (value instanceof Map) {
    return `is a Map; store Object.fromEntries(${name}) or [...${name}]`;
  }
  if (value instanceof Set) {
    return `is a Set; store [...${name}]`;
  }
  if (value instanceof Promise) {
    return "is a Promise; await it";
  }
  return `is an instance of ${className(value)}; store a plain object`;
}

function className(value: object): string {
  try {
    const name: unknown = value.constructor.name;
    return typeof name === "string" && name !== "" ? name : "a class";
  } catch {
    return "a class";
  }
}

function copy(value: unknown, depth: number, start: number): unknown {
  if (typeof value === "object" && value !== null) {
    return copyObject(value, depth, start);
  }
  if (typeof value === "string") {
    chars += value.length + 3;
    if (chars > most) {
      throw tooLong();
    }
    return value;
  }
  if (typeof value === "number" && value - value === 0) {
    chars += 8;
    return value + 0;
  }
  if (typeof value === "boolean" || value === null) {
    chars += 6;
    return value;
  }
  throw notJson(depth, start, faultOf(value, memberName(depth, start)) ?? "is not JSON");
}

function copyObject(given: object, depth: number, start: number): unknown {
  let value = given;
  if (parts !== null) {
    value = parts.rawOf(given);
    if (value !== given && parts.mayMove(given, depth)) {
      return value;
    }
  }
  if (depth >= DEEPEST) {
    const cycle = around.findIndex((object, at) => around.indexOf(object, at + 1) > at);
    throw cycle >= start
      ? notJson(cycle, start, "contains itself")
      : notJson(depth, start, `is nested deeper than ${DEEPEST}`);
  }
  const fault = faultOf(value, memberName(depth, start));
  if (fault !== null) {
    throw notJson(depth, start, fault);
  }
  around[depth] = value;
  reached = depth > reached ? depth : reached;
  chars += 2;
  return isArray(value) ? copyArray(value, depth, start) : copyPlain(value, depth, start);
}

function copyArray(value: readonly unknown[], depth: number, start: number): unknown[] {
  const { length } = value;
  const copied: unknown[] = [];
  for (let i = 0; i < length; i++) {
    trail[depth] = i;
    copied.push(copy(value[i], depth + 1, start));
  }
  if (keys(value).length !== length || getOwnPropertySymbols(value).length !== 0) {
    throw notJson(depth, start, "is an array with named members; store an object");
  }
  return copied;
}

function copyPlain(value: object, depth: number, start: number): object {
  const names = parts === null ? ownKeys(value) : parts.keysOf(value);
  const copied: Record<string, unknown> = {};
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!;
    if (typeof name === "symbol") {
      throw notJson(depth, start, `has the symbol ${String(name)} as a key; use a string`);
    }
    trail[depth] = name;
    const property = getOwnPropertyDescriptor(value, name);
    if (property === undefined || !("value" in property)) {
      throw notJson(depth + 1, start, "is an accessor; store its value");
    }
    if (!property.enumerable || name === "__proto__") {
      const what = name === "__proto__" ? "has a name that no state may use" : "is not enumerable";
      throw notJson(depth + 1, start, what);
    }
    if (property.value !== undefined) {
      chars += name.length + 4;
      copied[name] = copy(property.value, depth + 1, start);
    }
  }
  return copied;
}

function notJson(depth: number, start: number, problem: string): NotJson {
  let path = "";
  // Of a very deep path the beginning says enough.
  const shown = depth - start > 20 ? start + 20 : depth;
  for (let i = start; i < shown; i++) {
    path = memberPath(path, trail[i]!);
  }
  around.length = 0;
  parts = null;
  return new NotJson(shown < depth ? path + "…" : path, problem);
}

function tooLong(): TooLong {
  around.length = 0;
  parts = null;
  return new TooLong(chars);
}

function memberName(depth: number, start: number): string {
  const name = depth > start ? trail[depth - 1] : undefined;
  return typeof name === "string" ? name : "value";
}

/** `path` followed by a member, as a programmer writes it. */
export function memberPath(path: string, member: string | number): string {
  if (typeof member === "number") {
    return `${path}[${member}]`;
  }
  return /^[A-Za-z_$][\w$]*$/.test(member)
    ? `${path}.${member}`
    : `${path}[${stringify(member)}]`;
}
