import { arrayMethod } from "./arrays";
import { type Change, GONE, HOLE, Kind, replaceElements } from "./change";
import { ActjsError } from "./errors";
import { isJsonPrimitive } from "./json";
import { Ledger, Mode } from "./ledger";
import { isIndex, Orders } from "./order";
import { type Box, type Container, FRESH, Part, partBehind } from "./part";
import { settle } from "./settle";

const { isArray } = Array;

/** An array that gets more holes than that at once is recorded as a whole. */
const FEW_HOLES = 64;
/** V8 works through billions of holes without a look at its watchdog. */
const MOST_HOLES = 100_000;

/** Whose turn a membrane belongs to. */
export interface TurnOwner {
  /** @throws ActjsError when the code that runs must not change what this turn changes */
  mayAct(what: string): void;
}

/**
 * The state as one turn sees it: the real objects behind proxies that note every change, so that
 * finishing a turn and undoing it cost what it changed and not what there is.
 *
 * What holds: a change is noted before it happens. No proxy is ever stored. Objects that the
 * handler made stay its own until the end of the turn, when copies take their places
 * ({@link settle}); until then reading them back gives the same objects, and anything may stand in
 * the state: only what is there in the end has to be JSON. After the end every write throws.
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

  /**
   * @param owner whose code may write; null for everybody's
   * @param orders those of all membranes of one turn
   */
  constructor(
    box: Box,
    mode: Mode,
    private readonly owner: TurnOwner | null = null,
    readonly orders: Orders = new Orders(),
  ) {
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
    this.mayWrite(this.top, "value");
    this.put(this.top, "value", value);
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

  /** Ends the turn badly: the state is what it was, once {@link orders} are forgotten. */
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

  /** Deletes a member, if it is there. */
  deleteMember(part: Part, key: string | symbol): true {
    this.mayWrite(part, key);
    if (part.holds(key)) {
      const name = key as string;
      if (isArray(part.target) && isIndex(name)) {
        this.dig(part, part.target, Number(name));
      } else {
        this.remove(part, name);
      }
    }
    return true;
  }

  putMember(part: Part, key: string | symbol, value: unknown): void {
    const { target } = part;
    this.mayWrite(part, key);
    const name = key as string;
    if (!isArray(target)) {
      this.put(part, name, value);
    } else if (name === "length") {
      this.setLength(part, target, value);
    } else if (!isIndex(name)) {
      this.put(part, name, value);
    } else {
      const index = Number(name);
      if (index < target.length) {
        this.put(part, index, value);
      } else {
        this.grow(part, target, index);
        this.splice(part, target, index, 0, [this.take(value)]);
      }
    }
  }

  /** Writes one member, or one element within the length. */
  private put(part: Part, key: string | number, value: unknown): void {
    const target = part.target as Record<string | number, unknown>;
    const there = part.holds(key);
    const raw = this.take(value);
    const old = there ? target[key] : undefined;
    if (there && old === raw) {
      return;
    }
    const recent = this.recent(part, key);
    const change = recent ?? this.notePut(part, key, there, old, raw);
    change.value = raw;
    const named = typeof key === "string" && isArray(target);
    this.place(change, named || !isJsonPrimitive(raw));
    this.leave(part, key, old);
    target[key] = raw;
  }

  private notePut(
    part: Part,
    key: string | number,
    there: boolean,
    old: unknown,
    raw: unknown,
  ): Change {
    if (there) {
      return this.note(Kind.Put, part, key, old, raw);
    }
    if (!isArray(part.target)) {
      const kept = this.orders.of(part.target)?.add(key as string) ?? false;
      return this.note(Kind.Add, part, key, kept ? GONE : undefined, raw);
    }
    if (typeof key === "number") {
      return this.note(Kind.Put, part, key, HOLE, raw);
    }
    return this.noteUnsaid(Kind.Add, part, key, undefined, raw);
  }

  /** Takes a member away. Its place in an object is kept until the turn is stored. */
  remove(part: Part, key: string): void {
    const target = part.target as Record<string, unknown>;
    const old = target[key];
    if (isArray(part.target)) {
      this.noteUnsaid(Kind.Remove, part, key, old, undefined);
      this.leave(part, key, old);
      delete target[key];
      return;
    }
    this.note(Kind.Remove, part, key, old, undefined);
    this.leave(part, key, old);
    target[key] = undefined;
    part.follow(this.orders.remove(target, key));
  }

  /** Deletes an element and leaves a hole. */
  private dig(part: Part, target: unknown[], index: number): void {
    const old = target[index];
    const change = this.recent(part, index) ?? this.note(Kind.Put, part, index, old, HOLE);
    change.value = HOLE;
    this.place(change, true);
    this.leave(part, index, old);
    delete target[index];
  }

  private setLength(part: Part, target: unknown[], value: unknown): void {
    const length = value as number;
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError("Invalid array length");
    }
    this.grow(part, target, length);
    if (length < target.length) {
      this.splice(part, target, length, target.length - length, []);
    }
  }

  /** Makes an array as long as that, with holes. */
  private grow(part: Part, target: unknown[], length: number): void {
    const holes = length - target.length;
    if (holes > MOST_HOLES) {
      throw this.refusal(part, "length", `would leave ${holes} holes; push values`);
    }
    if (holes > FEW_HOLES) {
      this.noteScramble(part, target);
    } else if (holes > 0) {
      const values = new Array<unknown>(holes).fill(HOLE);
      this.place(this.note(Kind.Splice, part, target.length, [], values), true);
    }
    if (holes > 0) {
      target.length = length;
    }
  }

  /** Removes elements and puts others, which {@link take} has seen, in their place. */
  splice(part: Part, target: unknown[], at: number, removed: number, values: unknown[]): unknown[] {
    const rest = target.length - at - removed;
    const taken = removed === 0 ? [] : target.slice(at, at + removed);
    const placed = !values.every(isJsonPrimitive);
    const bulk = removed + values.length > 64 && removed > at + rest;
    if (bulk) {
      this.noteScramble(part, target);
    }
    const change = this.note(Kind.Splice, part, at, taken, values);
    this.place(change, placed);
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

  /** What is stored for a value that a handler gave; the end of the turn finds out what it is. */
  take(value: unknown): unknown {
    switch (typeof value) {
      case "number":
        // There is no -0 in JSON.
        return value + 0;
      case "string":
        this.chars += value.length;
        return value;
      case "object":
        return value === null ? null : this.takeObject(value);
      default:
        return value;
    }
  }

  private takeObject(value: object): object {
    const given = this.partOf(value);
    if (given !== null) {
      this.register(given);
      return given.target;
    }
    if (this.lookUp(value) !== FRESH) {
      (this.known ??= new Map()).set(value, FRESH);
    }
    return value;
  }

  /** @throws ActjsError, TypeError when the turn is over */
  mayWrite(part: Part, key: string | number | symbol): void {
    if (!this.open) {
      throw new TypeError("the state can change inside a turn only, and the turn of this is over");
    }
    if (this.owner !== null) {
      this.owner.mayAct("the state");
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
