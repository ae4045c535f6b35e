import { Change, Kind } from "./change";
import { ActjsError } from "./errors";
import { memberPath } from "./json";
import type { Orders } from "./order";
import type { Part } from "./part";

/** What becomes of changes. */
export const enum Mode {
  /** They become operations. */
  Track,
  /** They make no operations: a reducer makes the state anew from its events. */
  Fold,
  /** They are refused. */
  Read,
}

/**
 * What one turn did to the state, in order. Every change is noted before it happens, together with
 * what undoes it and, while the place still has a pointer of its own, with that pointer.
 */
export abstract class Ledger {
  /** The box around the state. */
  abstract readonly top: Part;
  abstract readonly orders: Orders;
  first: Change | null = null;
  last: Change | null = null;
  /** How many changes put in what the end of the turn has to look at: all but JSON's primitives. */
  placements = 0;
  /** How many changes permuted arrays. */
  scrambles = 0;
  /** Grows when pointers may have changed. */
  protected epoch = 0;
  private count = 0;

  constructor(readonly mode: Mode) {}

  /** How a programmer names a member of the state: `state.items[3].when`. */
  labelOf(part: Part, key: string | number | symbol): string {
    const names: (string | number)[] = [];
    if (part !== this.top) {
      const isIndex = Array.isArray(part.target) && /^\d+$/.test(String(key));
      names.push(isIndex ? Number(key) : typeof key === "symbol" ? key.toString() : key);
    }
    for (let at: Part | null = part; at !== null && at.up !== null && at.up !== this.top; ) {
      names.push(at.currentKey());
      at = at.up;
    }
    return names.reverse().reduce<string>(memberPath, "state");
  }

  /** `inside`: the path from the member to the fault. */
  refusal(part: Part, key: string | number | symbol, problem: string, inside = ""): ActjsError {
    const label = this.labelOf(part, key) + inside;
    return new ActjsError("StateNotSerializable", `${label} ${problem}`);
  }

  refusalOf(part: Part, problem: string): ActjsError {
    const label = part.up === null ? "state" : this.labelOf(part.up, part.currentKey());
    return new ActjsError("StateNotSerializable", `${label} ${problem}`);
  }

  /** Whether a part stands in the state of a turn that has ended. */
  isAttached(part: Part): boolean {
    let at: Part | null = part;
    while (at !== null && at !== this.top && at.isThere()) {
      at = at.up;
    }
    return at === this.top;
  }

  /** Says whether a change put in what the end of the turn has to look at. */
  protected place(change: Change, placed: boolean): void {
    change.placed = placed;
    this.placements += placed ? 1 : 0;
  }

  /** Announces a change of an array's elements in bulk. */
  noteScramble(part: Part, target: unknown[]): void {
    const change = this.note(Kind.Scramble, part, 0, target.slice(), undefined);
    const { inside } = part;
    inside.scatter();
    inside.scrambled = true;
    if (change.path !== null) {
      inside.scrambledBy = change.number;
    }
    this.scrambles++;
    this.placements++;
    this.epoch++;
  }

  /** Takes every change back, the last one first. */
  protected undo(): void {
    for (let change = this.last; change !== null; change = change.prev) {
      change.undo();
    }
  }

  protected note(
    kind: Kind,
    part: Part,
    key: string | number,
    old: unknown,
    value: unknown,
  ): Change {
    const path = this.mode === Mode.Track ? this.pathOf(part) : null;
    const { last } = this;
    const change = new Change(last, this.count++, this.epoch, kind, part, key, old, value, path);
    if (last === null) {
      this.first = change;
    } else {
      last.next = change;
    }
    this.last = change;
    if (kind <= Kind.Remove) {
      part.inside.history.add(change);
    }
    return change;
  }

  /** Notes a change of a named member of an array, of which no patch can say anything. */
  protected noteUnsaid(
    kind: Kind,
    part: Part,
    key: string,
    old: unknown,
    value: unknown,
  ): Change {
    const change = this.note(kind, part, key, old, value);
    change.path = null;
    return change;
  }

  /** The change that gave the member its value, when nothing since has moved it. */
  protected recent(part: Part, key: string | number): Change | null {
    const change = part.known === null ? null : part.known.history.lastOf(key);
    return change !== null && change.epoch === this.epoch && change.kind <= Kind.Add
      ? change
      : null;
  }

  /** Notes that a value goes out of its slot. */
  protected leave(part: Part, key: string | number, value: unknown): void {
    if (typeof value === "object" && value !== null) {
      const kid = part.kidAt(key, value);
      if (kid !== null) {
        part.release(kid, key);
        this.epoch++;
      }
    }
  }

  private pathOf(part: Part): string | null {
    const { inside } = part;
    if (inside.epoch !== this.epoch) {
      inside.path = this.findPath(part);
      inside.epoch = this.epoch;
    }
    return inside.path;
  }

  private findPath(part: Part): string | null {
    if (part === this.top) {
      return "";
    }
    if (part.up === null || !part.home || part.scrambled) {
      return null;
    }
    if (part.up === this.top) {
      return "";
    }
    const path = this.pathOf(part.up);
    return path === null ? null : `${path}/${escapeKey(part.currentKey())}`;
  }
}

/** A member name as a JSON pointer has it. */
export function escapeKey(key: string | number): string | number {
  if (typeof key === "number" || !(key.includes("~") || key.includes("/"))) {
    return key;
  }
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
