import { arrayMethod } from "./arrays";
import { Kind, replaceElements } from "./change";
import { ActjsError } from "./errors";
import { faultOf } from "./json";
import { Ledger, Mode } from "./ledger";
import { type Box, type Container, FRESH, Part, partBehind } from "./part";
import { settle } from "./settle";

const { isArray } = Array;
const { hasOwn } = Object;

/**
 * The state as one turn sees it: the real objects behind proxies that note every change, so that
 * finishing a turn and undoing it cost what it changed and not what there is.
 *
 * What holds: a change is noted before it happens. No proxy is ever stored. Objects that the
 * handler made stay its own until the end of the turn, when copies take their places
 * ({@link settle}); until then reading them back gives the same objects. After the end every write
 * throws.
 */
export class Membrane extends Ledger {
  readonly top: Part;
  /** Characters of copied values and stored strings. */
  chars = 0;
  /** How deep the copies reach. */
  depth = 0;
  /** By how much parts that moved stand deeper than before, in sum. */
  deepened = 0;
  private open = true;
  private root: Part | null = null;
  /** Parts by their objects, but for elements at home; and what the handler put in. */
  private known: Map<object, Part> | null = null;
  private methods: Record<string | symbol, unknown> | null = null;

  constructor(box: Box, mode: Mode) {
    super(mode);
    this.top = new Part(this, box as unknown as Container, null, "");
  }

  /** The state: a proxy, or a value that is not an object. */
  read(): unknown {
    const value = (this.top.target as unknown as Box).value;
    const { root } = this;
    if (root !== null && root.target === value) {
      return root.proxy;
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const known = this.lookUp(value);
    if (known === undefined) {
      this.root = this.reach(value as Container, this.top, "value");
      return this.root.proxy;
    }
    return known === FRESH ? value : known.proxy;
  }

  /** Replaces the whole state. */
  write(value: unknown): void {
    this.put(this.top, "value", value === undefined ? null : value);
  }

  /** Ends the turn well: what was stored becomes the state's own. @throws ActjsError */
  finish(): void {
    this.open = false;
    if (this.placements > 0) {
      settle(this);
    }
  }

  /** Forgets the changes, so that a proxy which the handler keeps does not keep them too. */
  forget(): void {
    this.first = null;
    this.last = null;
  }

  /** Ends the turn badly: the state is what it was. */
  rollback(): void {
    this.open = false;
    this.undo();
    this.forget();
  }

  /** The part of an object of the state, or {@link FRESH}; elements at home are found otherwise. */
  lookUp(value: object): Part | undefined {
    return this.known === null ? undefined : this.known.get(value);
  }

  register(part: Part): void {
    (this.known ??= new Map()).set(part.target, part);
  }

  /** Makes the part of an object that no part has. */
  reach(value: Container, up: Part | null, key: string | number): Part {
    const part = new Part(this, value, up, key);
    part.proxy = new Proxy(value, part);
    this.register(part);
    return part;
  }

  /** What a handler gets for a value that was just taken out of `from`. */
  reachRemoved(from: Part, value: unknown): unknown {
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const known = this.lookUp(value);
    if (known === FRESH) {
      return value;
    }
    const part = known ?? this.reach(value as Container, null, "");
    if (part.depth < 0) {
      part.depth = from.depth + 1;
    }
    return part.proxy;
  }

  /** The part behind a proxy of this turn. */
  partOf(value: object): Part | null {
    const part = partBehind(value);
    return part !== null && part.membrane === this ? part : null;
  }

  /** The method that a handler gets for a method of arrays. */
  methodOf(key: string | symbol, native: unknown): unknown {
    this.methods ??= { __proto__: null } as unknown as Record<string, unknown>;
    return (this.methods[key] ??= arrayMethod(this, key, native));
  }

  deleteMember(part: Part, key: string | symbol): void {
    this.mayWrite(part, key);
    if (hasOwn(part.target, key)) {
      if (isArray(part.target)) {
        throw this.refusal(part, key, "would be a hole; use splice");
      }
      this.remove(part, key as string);
    }
  }

  putMember(part: Part, key: string | symbol, value: unknown): void {
    const { target } = part;
    this.mayWrite(part, key);
    if (!isArray(target)) {
      this.put(part, key as string, value);
      return;
    }
    const index = Number(key);
    if (key === "length") {
      this.setLength(part, target, value);
    } else if (!(index >= 0) || String(index) !== key || !Number.isSafeInteger(index)) {
      throw this.refusal(part, key, "is a named member of an array; use an object");
    } else if (index > target.length) {
      throw this.refusal(part, index, `would leave holes; the array has ${target.length} elements`);
    } else if (index === target.length) {
      this.splice(part, target, index, 0, [this.take(part, index, value)]);
    } else if (value === undefined) {
      throw this.refusal(part, index, "would be undefined; use null or splice");
    } else {
      this.put(part, index, value);
    }
  }

  /** Writes one member, or one element that exists. */
  private put(part: Part, key: string | number, value: unknown): void {
    this.mayWrite(part, key);
    const target = part.target as Record<string | number, unknown>;
    const there = hasOwn(target, key);
    if (value === undefined) {
      if (there) {
        this.remove(part, key as string);
      }
      return;
    }
    const raw = this.take(part, key, value);
    const old = there ? target[key] : undefined;
    if (there && old === raw) {
      return;
    }
    const isObject = typeof raw === "object" && raw !== null;
    let change = this.recent(part, key);
    if (change === null) {
      change = this.note(there ? Kind.Put : Kind.Add, part, key, old, raw);
    } else {
      change.value = raw;
    }
    change.placed = isObject;
    this.placements += isObject ? 1 : 0;
    this.leave(part, key, old);
    target[key] = raw;
  }

  private remove(part: Part, key: string): void {
    const target = part.target as Record<string, unknown>;
    const old = target[key];
    this.note(Kind.Remove, part, key, old, undefined);
    this.leave(part, key, old);
    delete target[key];
  }

  private setLength(part: Part, target: unknown[], value: unknown): void {
    const length = value as number;
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError("Invalid array length");
    }
    if (length > target.length) {
      throw this.refusal(part, "length", "would leave holes; push values");
    }
    if (length < target.length) {
      this.splice(part, target, length, target.length - length, []);
    }
  }

  /** Removes elements and puts others, which {@link take} has seen, in their place. */
  splice(part: Part, target: unknown[], at: number, removed: number, values: unknown[]): unknown[] {
    const rest = target.length - at - removed;
    const taken = removed === 0 ? [] : target.slice(at, at + removed);
    const placed = values.some(value => typeof value === "object" && value !== null);
    const bulk = removed + values.length > 64 && removed > at + rest;
    if (bulk) {
      this.noteScramble(part, target);
    }
    const change = this.note(Kind.Splice, part, at, taken, values);
    change.placed = placed;
    this.placements += placed ? 1 : 0;
    for (let i = 0; i < removed; i++) {
      this.leave(part, at + i, taken[i]);
    }
    if (removed > 0 || rest > 0) {
      const { inside } = part;
      change.seen = (inside.shifts ??= []).push(at, removed, values.length);
      inside.shift(at, removed, values.length);
      this.epoch++;
    }
    if (values.length === 1 && removed === 0 && rest === 0) {
      target.push(values[0]);
    } else if (values.length === 0 && removed === 1 && at === 0) {
      target.shift();
    } else {
      replaceElements(target, at, removed, values);
    }
    return taken;
  }

  /** What is stored for a value that a handler gave. @throws ActjsError when it cannot be JSON */
  take(part: Part, key: string | number, value: unknown): unknown {
    const isObject = typeof value === "object" && value !== null;
    const given = isObject ? this.partOf(value) : null;
    if (given !== null) {
      this.register(given);
      return given.target;
    }
    if (isObject && this.lookUp(value) === FRESH) {
      return value;
    }
    const fault = faultOf(value, typeof key === "number" ? "value" : key);
    if (fault !== null) {
      throw this.refusal(part, key, fault);
    }
    switch (typeof value) {
      case "number":
        // There is no -0 in JSON.
        return value + 0;
      case "string":
        this.chars += value.length;
        return value;
      case "object":
        if (isObject) {
          (this.known ??= new Map()).set(value, FRESH);
        }
    }
    return value;
  }

  /** @throws ActjsError, TypeError when the turn is over */
  mayWrite(part: Part, key: string | number | symbol): void {
    if (!this.open) {
      throw new TypeError("the state can change inside a turn only, and the turn of this is over");
    }
    if (this.mode === Mode.Read) {
      const where = this.labelOf(part, key);
      throw new ActjsError("StateReadOnly", `${where} is read-only here; return an event instead`);
    }
    if (typeof key === "symbol" || key === "__proto__") {
      throw this.refusal(part, key, "has a name that no state may use");
    }
  }
}
