import { History } from "./change";
import type { Part } from "./part";

/**
 * What a turn learnt of a container's inside; most containers that are read need none of it.
 *
 * Reached elements at home are found through `kids`, everything else through the membrane's map:
 * iterating over a large array costs little more than its proxies.
 */
export class Inside {
  /** Whether something inside has moved elsewhere, so that it may not be put anywhere as it is. */
  torn = false;
  /** Whether the elements were permuted: then one operation carries the whole array. */
  scrambled = false;
  /** Number of the change whose operation carries the whole array. */
  scrambledBy = -1;
  /** Shifts of elements, three numbers each: index, how many were removed, how many inserted. */
  shifts: number[] | null = null;
  /** The pointer to the container, as of `epoch`; null when nothing inside is to be recorded. */
  path: string | null = null;
  epoch = -1;
  /** Reached elements at home, by index; of an array whose elements kept their order. */
  kids: (Part | undefined)[] | null = null;
  /** How many there are; -1 when they are in the membrane's map instead. */
  private kidCount = 0;
  readonly history = new History();

  /** Whether kids are found by index. */
  get indexed(): boolean {
    return this.kidCount >= 0;
  }

  add(kid: Part, index: number): void {
    (this.kids ??= [])[index] = kid;
    this.kidCount++;
  }

  remove(kid: Part, index: number): void {
    if (this.kids !== null && this.kids[index] === kid) {
      this.kids[index] = undefined;
      this.kidCount--;
    }
  }

  /** Keeps kids at their indexes when elements go, which were released, and others come. */
  shift(at: number, removed: number, inserted: number): void {
    const { kids } = this;
    if (kids === null || kids.length <= at || removed === inserted) {
      return;
    }
    // A sparse array is slow to shift.
    if (this.kidCount * 4 < kids.length) {
      this.scatter();
    } else {
      kids.splice(at, removed, ...new Array<undefined>(inserted));
    }
  }

  /** Gives the kids to the membrane's map, now and in future. */
  scatter(): void {
    this.kids?.forEach(kid => kid?.membrane.register(kid));
    this.kids = null;
    this.kidCount = -1;
  }
}
