/** An object or array of the state. */
export type Container = Record<string, unknown> | unknown[];

/** Holds the state's root, so that the root is a member like every other. */
export interface Box {
  value: unknown;
}

/**
 * A container of the state that a handler has reached, and where it stands. A container that was
 * there when the turn began is at *home* until it is taken out; changes inside it are operations of
 * their own. Wherever else it is put, the operation that puts it there carries its final value.
 */
export class Part {
  readonly target: Container;
  proxy: object;
  /** The container around it; null when it is not in the state. */
  up: Part | null;
  /** How deep in the state it stood when it was reached; the root is at 0. */
  depth: number;
  /** Its member name in `up`; an index is as of `seen`. */
  private key: string | number;
  /** How many shifts of `up` the index has followed. */
  private seen: number;
  /** Whether it is still in the slot in which the turn found it. */
  home = true;
  /** Whether something inside has moved elsewhere, so that this may not be put anywhere as it is. */
  torn = false;
  /** Whether its elements were permuted: then one operation carries the whole array. */
  scrambled = false;
  /** Number of the change whose operation carries the whole array. */
  scrambledBy = -1;
  /** Shifts of elements, three numbers each: index, how many were removed, how many inserted. */
  shifts: number[] | null = null;
  /** The last change of a single member, and, from the second name on, the last of each name. */
  lastChange: Change | null = null;
  changes: Map<string | number, Change> | null = null;
  /** The pointer to it, as of `pathEpoch`; null when operations inside it must not be recorded. */
  path: string | null = null;
  pathEpoch = -1;

  constructor(target: Container, up: Part | null, key: string | number) {
    this.target = target;
    this.proxy = target;
    this.up = up;
    this.depth = up === null ? -1 : up.depth + 1;
    this.key = key;
    this.seen = up === null || up.shifts === null ? 0 : up.shifts.length;
  }

  /** Its member name in `up` now. */
  currentKey(): string | number {
    const shifts = this.up === null ? null : this.up.shifts;
    if (shifts !== null && this.seen < shifts.length) {
      this.key = shifted(shifts, this.seen, this.key as number);
      this.seen = shifts.length;
    }
    return this.key;
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

/** Marks an object that the handler made and put into the state in this turn. */
export const FRESH = new Part([], null, "");

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

/** One step of a turn: what undoes it, and what it adds to the patch. */
export class Change {
  next: Change | null = null;
  /** How many shifts of the part the keys of the value have followed. */
  seen: number;
  /** Whether `value` is, or holds, an object. */
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
    this.seen = part.shifts === null ? 0 : part.shifts.length;
  }
}

/** Stands in {@link Change.value} for what is no longer where it was put. */
export const GONE = Symbol("gone");

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
