import { ActjsError } from "./errors";
import { memberPath } from "./json";
import { type Box, Change, type Container, FRESH, Kind, Part, replaceElements } from "./part";

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
export class Ledger {
  /** The box around the state. */
  readonly top: Part;
  first: Change | null = null;
  last: Change | null = null;
  /** How many changes put objects into the state. */
  placements = 0;
  /** How many changes permuted arrays. */
  scrambles = 0;
  protected root: Part | null = null;
  protected known: Map<object, Part> | null = null;
  /** Grows when pointers may have changed. */
  protected epoch = 0;
  private count = 0;

  constructor(
    box: Box,
    readonly mode: Mode,
  ) {
    this.top = new Part(box as unknown as Container, null, "");
  }

  /** The part whose object or proxy `value` is; {@link FRESH} for what the handler put in. */
  find(value: object): Part | undefined {
    const { root } = this;
    if (root !== null && (root.target === value || root.proxy === value)) {
      return root;
    }
    return this.known === null ? undefined : this.known.get(value);
  }

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

  /** Takes every change back, the last one first. */
  protected undo(): void {
    for (let change = this.last; change !== null; change = change.prev) {
      undoChange(change);
    }
    this.first = null;
    this.last = null;
  }

  /** Announces a change of an array's elements in bulk. */
  noteScramble(part: Part, target: unknown[]): void {
    const change = this.note(Kind.Scramble, part, 0, target.slice(), undefined);
    part.scrambled = true;
    if (change.path !== null) {
      part.scrambledBy = change.number;
    }
    this.scrambles++;
    this.placements++;
    this.epoch++;
  }

  protected note(kind: Kind, part: Part, key: string | number, old: unknown, value: unknown): Change {
    const path = this.mode === Mode.Track ? this.pathOf(part) : null;
    const { last } = this;
    const change = new Change(last, this.count++, this.epoch, kind, part, key, old, value, path);
    if (last === null) {
      this.first = change;
    } else {
      last.next = change;
    }
    this.last = change;
    return change;
  }

  /** The change that gave the member its value, when nothing since has moved it. */
  protected recent(part: Part, key: string | number): Change | null {
    let change: Change | null | undefined = part.lastChange;
    if (change !== null && change.key !== key) {
      change = part.changes === null ? null : part.changes.get(key);
    }
    return change != null && change.epoch === this.epoch && change.kind <= Kind.Add ? change : null;
  }

  protected remember(part: Part, key: string | number, change: Change): void {
    const { lastChange } = part;
    if (lastChange !== null && (part.changes !== null || lastChange.key !== key)) {
      part.changes ??= new Map([[lastChange.key, lastChange]]);
      part.changes.set(key, change);
    }
    part.lastChange = change;
  }

  /** Notes that a value goes out of its slot. */
  protected leave(part: Part, key: string | number, value: unknown): void {
    if (typeof value !== "object" || value === null) {
      return;
    }
    const child = this.find(value);
    if (child === undefined || child.up !== part || !child.home) {
      return;
    }
    if (part.scrambled || child.currentKey() === key) {
      child.up = null;
      this.epoch++;
    }
  }

  private pathOf(part: Part): string | null {
    if (part.pathEpoch !== this.epoch) {
      part.path = this.findPath(part);
      part.pathEpoch = this.epoch;
    }
    return part.path;
  }

  private findPath(part: Part): string | null {
    if (part === this.top) {
      return "";
    }
    if (part.up === null || part.scrambled) {
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

function undoChange(change: Change): void {
  const target = change.part.target as Record<string | number, unknown>;
  switch (change.kind) {
    case Kind.Put:
    case Kind.Remove:
      target[change.key] = change.old;
      break;
    case Kind.Add:
      delete target[change.key];
      break;
    case Kind.Splice: {
      const { length } = change.value as unknown[];
      const old = change.old as unknown[];
      replaceElements(change.part.target as unknown[], change.key as number, length, old);
      break;
    }
    case Kind.Scramble:
      restore(change.part.target as unknown[], change.old as unknown[]);
  }
}

function restore(array: unknown[], elements: readonly unknown[]): void {
  array.length = 0;
  for (let i = 0; i < elements.length; i++) {
    array.push(elements[i]);
  }
}
