import { type Change, GONE, HOLE, Kind, replaceElements } from "./change";
import { isJsonPrimitive } from "./json";
import { Ledger } from "./ledger";
import { isIndex } from "./order";
import type { Part } from "./part";

const { isArray } = Array;

/** An array that gets more holes than that at once is recorded as a whole. */
const FEW_HOLES = 64;
/** V8 works through billions of holes without a look at its watchdog. */
const MOST_HOLES = 100_000;

/** What handlers do to members and elements, noted before it happens. */
export abstract class Writing extends Ledger {
  /** Characters of copied values and stored strings. */
  chars = 0;

  /** @throws ActjsError, TypeError when the handler may not write that */
  abstract mayWrite(part: Part, key: string | number | symbol): void;

  /** What is stored for an object that a handler gave. */
  protected abstract takeObject(value: object): object;

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
  protected put(part: Part, key: string | number, value: unknown): void {
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
    let placed = false;
    for (let i = 0; i < values.length; i++) {
      placed ||= !isJsonPrimitive(values[i]);
    }
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
}
