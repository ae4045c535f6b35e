type Members = Record<string | symbol, unknown>;

const { ownKeys } = Reflect;

/**
 * The order of one object's members while its turn may still be undone. A member that goes keeps
 * its place, as an undefined member of the object; one that comes again stands there too, although
 * it is the last one by rights. So an undo finds each member in its place and costs what the turn
 * changed. {@link settle} gives the object the order that the turn made.
 */
export class MemberOrder {
  private readonly gone = new Set<string>();
  /** The members behind all others, in order; null until one of those that went came again. */
  private behind: Set<string> | null = null;

  isGone(key: string | symbol | number): boolean {
    return this.gone.has(key as string);
  }

  remove(key: string): void {
    this.gone.add(key);
    this.behind?.delete(key);
  }

  /** Notes that a member comes; returns whether its place is kept. */
  add(key: string): boolean {
    const kept = this.gone.delete(key);
    // JavaScript gives indexes their places itself.
    if (!isIndex(key)) {
      if (kept) {
        this.behind ??= new Set();
      }
      this.behind?.add(key);
    }
    return kept;
  }

  keysOf(target: object): (string | symbol)[] {
    const { gone, behind } = this;
    const keys = ownKeys(target).filter(
      key => !gone.has(key as string) && (behind === null || !behind.has(key as string)),
    );
    return behind === null ? keys : [...keys, ...behind];
  }

  settle(target: Members): void {
    for (const key of this.gone) {
      delete target[key];
    }
    if (this.behind !== null) {
      for (const key of this.behind) {
        const value = target[key];
        delete target[key];
        target[key] = value;
      }
    }
    this.forget();
  }

  /** The object is as it seems, for proxies of the turn that somebody has kept. */
  forget(): void {
    this.gone.clear();
    this.behind = null;
  }
}

/** The objects of one actor's state out of which the present turn took members. */
export class Orders {
  private objects: Map<object, MemberOrder> | null = null;

  /** Whether every object is as it seems. */
  get none(): boolean {
    return this.objects === null;
  }

  of(target: object): MemberOrder | null {
    return this.objects === null ? null : (this.objects.get(target) ?? null);
  }

  /** Notes that a member goes; its value is to become `undefined`. */
  remove(target: object, key: string): MemberOrder {
    this.objects ??= new Map();
    let order = this.objects.get(target);
    if (order === undefined) {
      order = new MemberOrder();
      this.objects.set(target, order);
    }
    order.remove(key);
    return order;
  }

  keysOf(target: object): (string | symbol)[] {
    const order = this.of(target);
    return order === null ? ownKeys(target) : order.keysOf(target);
  }

  /** Ends a turn that is stored: no undo can come any more. */
  settle(): void {
    const { objects } = this;
    if (objects !== null) {
      this.objects = null;
      for (const [target, order] of objects) {
        order.settle(target as Members);
      }
    }
  }

  /** Ends a turn that was undone. */
  forget(): void {
    this.objects?.forEach(order => order.forget());
    this.objects = null;
  }
}

const MOST_INDEX = 4_294_967_294;

/** Whether a member name is an array index, which JavaScript puts before all other names. */
export function isIndex(key: string): boolean {
  const index = Number(key);
  return index >= 0 && index <= MOST_INDEX && String(index) === key && Number.isInteger(index);
}
