import { type Change, GONE, HOLE, Kind, shifted } from "./change";
import { copyOf, faultOf, isJsonPrimitive, NotJson, type Parts } from "./json";
import type { Membrane } from "./membrane";
import { FRESH, type Part } from "./part";

/**
 * Makes the state a tree of its own at the end of a turn. Whatever the handler put into it is
 * either moved (an object of the state that was taken out, and stands nowhere else) or replaced by
 * a strict copy, so that no object stands twice in the state and none that the handler made stands
 * in it. Costs what was put in.
 *
 * @throws ActjsError StateNotSerializable
 */
export function settle(membrane: Membrane): void {
  const settling = new Settling(membrane);
  // The last change of a slot is the one whose value is there.
  for (let change = membrane.last; change !== null; change = change.prev) {
    if (change.part.scrambled && typeof change.key === "number") {
      settling.settleAll(change.part);
    } else if (change.placed) {
      settling.settleChange(change);
    }
  }
  settling.report();
}

const { hasOwn } = Object;
const { isArray } = Array;
const NAMED = "is a named member of an array; use an object";

class Settling implements Parts {
  private readonly done = new Set<Part>();
  private readonly faults: { part: Part; key: string | number; fault: NotJson }[] = [];
  /** The part into which a value is being put. */
  private into: Part;

  constructor(private readonly membrane: Membrane) {
    this.into = membrane.top;
  }

  rawOf(value: object): object {
    const part = this.membrane.partOf(value);
    return part === null ? value : part.target;
  }

  keysOf(value: object): (string | symbol)[] {
    return this.membrane.orders.keysOf(value);
  }

  mayMove(proxy: object, depth: number): boolean {
    return this.move(this.membrane.partOf(proxy)!, depth);
  }

  settleChange(change: Change): void {
    const { part } = change;
    if (change.kind !== Kind.Splice) {
      const slot = this.slotOf(change, change.key);
      change.value = this.settleSlot(part, slot, change.value);
      return;
    }
    const values = change.value as unknown[];
    // From the end, because the fault that is found last is reported.
    for (let i = values.length - 1; i >= 0; i--) {
      if (!isJsonPrimitive(values[i])) {
        const slot = this.slotOf(change, (change.key as number) + i);
        values[i] = this.settleSlot(part, slot, values[i]);
      }
    }
  }

  /** Settles every element of an array whose elements were permuted. */
  settleAll(part: Part): void {
    if (this.done.has(part)) {
      return;
    }
    this.done.add(part);
    const target = part.target as unknown[];
    const seen = new Set<unknown>();
    for (let i = 0; i < target.length; i++) {
      const value = target[i];
      if (typeof value === "object" && value !== null) {
        const known = this.membrane.lookUp(value);
        const stays = known === undefined || (known.up === part && known.home);
        if (!stays || seen.has(value)) {
          this.settleSlot(part, i, value);
        }
        seen.add(value);
      } else if (value === undefined && !hasOwn(target, i)) {
        // There may be billions of them.
        this.fail(part, i, HOLE);
        return;
      } else if (!isJsonPrimitive(value)) {
        this.fail(part, i, value);
      }
    }
  }

  /** @throws ActjsError for the first value in the state that is not JSON */
  report(): void {
    for (const { part, key, fault } of this.faults.reverse()) {
      if (this.membrane.isAttached(part)) {
        throw this.membrane.refusal(part, key, fault.problem, fault.path);
      }
    }
  }

  /** Where the member is now that the change put at `key`; -1 when it was removed. */
  private slotOf(change: Change, key: string | number): string | number {
    const { shifts } = change.part.inside;
    return shifts === null || change.seen >= shifts.length
      ? key
      : shifted(shifts, change.seen, key as number);
  }

  /** Settles a value in its slot and returns what stands there, or GONE. */
  private settleSlot(part: Part, slot: string | number, value: unknown): unknown {
    const target = part.target as Record<string | number, unknown>;
    if (slot === -1 || !stands(part, slot, value)) {
      return GONE;
    }
    if (isArray(target) && typeof slot === "string") {
      this.faults.push({ part, key: slot, fault: new NotJson("", NAMED) });
      return GONE;
    }
    if (typeof value !== "object" || value === null) {
      if (value === undefined && !isArray(target) && part !== this.membrane.top) {
        this.membrane.remove(part, slot as string);
      } else {
        this.fail(part, slot, value);
      }
      return GONE;
    }
    const known = this.membrane.lookUp(value);
    const depth = part.depth + 1;
    this.into = part;
    if (known !== undefined && known !== FRESH && this.move(known, depth)) {
      return value;
    }
    try {
      const copy = copyOf(value, this, depth);
      this.membrane.chars += copy.chars;
      this.membrane.depth = Math.max(this.membrane.depth, copy.depth);
      target[slot] = copy.value;
      return copy.value;
    } catch (fault) {
      if (!(fault instanceof NotJson)) {
        throw fault;
      }
      if (fault.path === "" && faultOf(value, nameOf(slot)) !== null) {
        this.fail(part, slot, value);
      } else {
        this.faults.push({ part, key: slot, fault });
      }
      return GONE;
    }
  }

  private fail(part: Part, key: string | number, value: unknown): void {
    const problem =
      value === HOLE
        ? "is a hole; use splice to take elements out"
        : value === undefined && part === this.membrane.top
          ? "is undefined; use null"
          : faultOf(value, nameOf(key));
    this.faults.push({ part, key, fault: new NotJson("", problem ?? "is not JSON") });
  }

  /** Moves a part that stands nowhere to where a value is being put, unless it would be twice. */
  private move(part: Part, depth: number): boolean {
    if (part.inside.torn || this.isAttached(part) || isInside(this.into, part)) {
      return false;
    }
    for (let around = part.up; around !== null; around = around.up) {
      around.inside.torn = true;
    }
    this.membrane.deepened += Math.max(0, depth - part.depth);
    part.up = this.into;
    part.home = false;
    return true;
  }

  /** Whether a part may stand in the state; a bulk change may have taken it away all the same. */
  private isAttached(part: Part): boolean {
    let at: Part | null = part;
    while (at !== null && at !== this.membrane.top) {
      at = at.up;
    }
    return at !== null;
  }
}

/** What advice calls a member. */
function nameOf(slot: string | number): string {
  return typeof slot === "number" ? "value" : slot;
}

/** Whether what was put into a slot is there. */
function stands(part: Part, slot: string | number, value: unknown): boolean {
  const target = part.target as Record<string | number, unknown>;
  if (value === HOLE) {
    return (slot as number) < (part.target as unknown[]).length && !hasOwn(target, slot);
  }
  return Object.is(target[slot], value) && part.holds(slot);
}

function isInside(part: Part, around: Part): boolean {
  for (let at: Part | null = part; at !== null; at = at.up) {
    if (at === around) {
      return true;
    }
  }
  return false;
}
