import type { Part } from "./part";

export const enum Kind {
  /** A member or element got another value. */
  Put,
  /** A member came. */
  Add,
  /** A member went. */
  Remove,
  /** Elements went and came. */
  Splice,
  /** Elements were permuted or replaced in bulk. */
  Scramble,
}

/**
 * Stands in {@link Change.value} for what is no longer where it was put, and in {@link Change.old}
 * for a member that had gone and whose place is kept.
 */
export const GONE = Symbol("gone");

/** Stands in a change for no element at all. */
export const HOLE = Symbol("hole");

/** One step of a turn: what undoes it, and what it adds to the patch. */
export class Change {
  next: Change | null = null;
  /** How many shifts of the part the keys of the value have followed. */
  seen: number;
  /** Whether `value` is, or holds, what is not a primitive of JSON. */
  placed = false;

  constructor(
    readonly prev: Change | null,
    readonly number: number,
    readonly epoch: number,
    readonly kind: Kind,
    readonly part: Part,
    /** Member name, or index of the first element concerned. */
    readonly key: string | number,
    /** What was there: a value, the removed elements, or all elements. */
    readonly old: unknown,
    /** What came: a value, or the inserted elements. */
    public value: unknown,
    /** The pointer to the part, or null when the patch says nothing of this change. */
    public path: string | null,
  ) {
    this.seen = part.shiftCount;
  }

  undo(): void {
    const target = this.part.target as Record<string | number, unknown>;
    switch (this.kind) {
      case Kind.Put:
      case Kind.Remove:
        if (this.old === HOLE) {
          delete target[this.key];
        } else {
          target[this.key] = this.old;
        }
        break;
      case Kind.Add:
        if (this.old === GONE) {
          target[this.key] = undefined;
        } else {
          delete target[this.key];
        }
        break;
      case Kind.Splice: {
        const { length } = this.value as unknown[];
        const old = this.old as unknown[];
        replaceElements(this.part.target as unknown[], this.key as number, length, old);
        break;
      }
      case Kind.Scramble: {
        const array = this.part.target as unknown[];
        array.length = 0;
        replaceElements(array, 0, 0, this.old as unknown[]);
      }
    }
  }
}

/** The changes of one container. */
export class History {
  /** The last change of a single member, and, from the second name on, the last of each name. */
  private last: Change | null = null;
  private each: Map<string | number, Change> | null = null;

  lastOf(key: string | number): Change | null {
    const { last, each } = this;
    if (last === null || last.key === key) {
      return last;
    }
    return each === null ? null : (each.get(key) ?? null);
  }

  add(change: Change): void {
    const { last } = this;
    if (last !== null && (this.each !== null || last.key !== change.key)) {
      this.each ??= new Map([[last.key, last]]);
      this.each.set(change.key, change);
    }
    this.last = change;
  }
}

/** Where the element at `index` went in the shifts from `since` on; -1 when it was removed. */
export function shifted(shifts: readonly number[], since: number, index: number): number {
  let at = index;
  for (let i = since; i < shifts.length; i += 3) {
    const start = shifts[i]!;
    const end = start + shifts[i + 1]!;
    if (at >= end) {
      at += shifts[i + 2]! - shifts[i + 1]!;
    } else if (at >= start) {
      return -1;
    }
  }
  return at;
}

/** Replaces elements in place, however many there are. */
export function replaceElements(
  array: unknown[],
  at: number,
  removed: number,
  inserted: readonly unknown[],
): void {
  if (inserted.length < 10_000) {
    array.splice(at, removed, ...inserted);
    return;
  }
  const tail = array.slice(at + removed);
  array.length = at;
  for (let i = 0; i < inserted.length; i++) {
    array.push(inserted[i]);
  }
  for (let i = 0; i < tail.length; i++) {
    array.push(tail[i]);
  }
}
