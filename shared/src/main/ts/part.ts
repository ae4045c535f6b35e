import { shifted } from "./change";
import { Inside } from "./inside";
import type { Membrane } from "./membrane";
import type { MemberOrder } from "./order";

/** An object or array of the state. */
export type Container = Record<string, unknown> | unknown[];

/** Holds the state's root, so that the root is a member like every other. */
export interface Box {
  value: unknown;
}

const { isArray } = Array;
const { getPrototypeOf } = Object;

/** The part whose proxy was asked for its prototype last. */
let asked: Part | null = null;

/**
 * A container of the state that a handler has reached: where it stands, and the traps of its proxy.
 *
 * A container that was there when the turn began is at *home* until it is taken out; changes inside
 * it are operations of their own. Wherever else it is put, the operation that puts it there carries
 * its final value.
 */
export class Part implements ProxyHandler<Container> {
  proxy: object;
  /** How deep in the state it stood when it was reached; the root is at 0. */
  depth: number;
  /** Whether it is still in the slot in which the turn found it. */
  home = true;
  /** See {@link inside}; null until there is something to know. */
  known: Inside | null = null;
  /** Tells which members are there, once some have gone; see {@link follow}. */
  private order: MemberOrder | null = null;
  declare has?: ProxyHandler<Container>["has"];
  declare ownKeys?: ProxyHandler<Container>["ownKeys"];
  /** How many shifts of `up` the index has followed. */
  private seen: number;

  constructor(
    readonly membrane: Membrane,
    readonly target: Container,
    /** The container around it; null when it is not in the state. */
    public up: Part | null,
    /** Its member name in `up`; an index is as of `seen`. */
    private key: string | number,
  ) {
    this.proxy = target;
    this.depth = up === null ? -1 : up.depth + 1;
    this.seen = up === null ? 0 : up.shiftCount;
    if (membrane.inherits) {
      this.inherit();
    }
  }

  /** Finds out what an earlier membrane of the turn took out of the object. */
  private inherit(): void {
    const order = this.membrane.orders.of(this.target);
    if (order !== null) {
      this.follow(order);
    }
  }

  /** Shows the members as `order` has them. Most objects never need these traps, and are faster. */
  follow(order: MemberOrder): void {
    if (this.order !== order) {
      this.order = order;
      this.has = (target, key) =>
        order.isGone(key) ? Reflect.has(getPrototypeOf(target) ?? {}, key) : key in target;
      this.ownKeys = target => order.keysOf(target);
    }
  }

  /** Whether a member is there, as the handler sees it. */
  holds(key: string | symbol | number): boolean {
    return Object.hasOwn(this.target, key) && (this.order === null || !this.order.isGone(key));
  }

  get inside(): Inside {
    return (this.known ??= new Inside());
  }

  /** Whether the elements were permuted. */
  get scrambled(): boolean {
    return this.known !== null && this.known.scrambled;
  }

  get shiftCount(): number {
    return this.known === null || this.known.shifts === null ? 0 : this.known.shifts.length;
  }

  /** Its member name in `up` now. */
  currentKey(): string | number {
    const { up } = this;
    if (up !== null && this.seen < up.shiftCount) {
      const shifts = up.inside.shifts!;
      this.key = shifted(shifts, this.seen, this.key as number);
      this.seen = shifts.length;
    }
    return this.key;
  }

  /** Whether it stands where it is said to; a bulk change takes elements away without a word. */
  isThere(): boolean {
    const { up, target } = this;
    if (up === null || !this.home) {
      return up !== null;
    }
    if (up.scrambled) {
      return (up.target as unknown[]).includes(target);
    }
    const key = this.currentKey();
    return key !== -1 && (up.target as Record<string | number, unknown>)[key] === target;
  }

  /** The part of `value`, which is the member `key`, when it is at home there. */
  kidAt(key: string | number, value: object): Part | null {
    if (isArray(this.target) && (this.known === null || this.known.indexed)) {
      const kid = this.known?.kids?.[key as number];
      return kid !== undefined && kid.target === value ? kid : null;
    }
    const kid = this.membrane.lookUp(value);
    return kid !== undefined &&
      kid.up === this &&
      kid.home &&
      (this.scrambled || kid.currentKey() === key)
      ? kid
      : null;
  }

  /** Takes a kid out of its home. */
  release(kid: Part, key: string | number): void {
    this.known?.remove(kid, key as number);
    kid.up = null;
    this.membrane.register(kid);
  }

  get(target: Container, key: string | symbol): unknown {
    const value = (target as Record<string | symbol, unknown>)[key];
    if (typeof value !== "object" || value === null) {
      if (typeof value === "function") {
        return isArray(target) && !Object.hasOwn(target, key)
          ? this.membrane.methodOf(key, value)
          : value;
      }
      return value === undefined && this.order !== null && this.order.isGone(key)
        ? Reflect.get(getPrototypeOf(target) ?? {}, key)
        : value;
    }
    if (this.known !== null && this.known.kids !== null) {
      const kid = this.known.kids[key as unknown as number];
      if (kid !== undefined && kid.target === value) {
        return kid.proxy;
      }
    }
    return this.reach(target, key, value as Container);
  }

  /** What a handler gets for an element. */
  elementAt(index: number): unknown {
    const value = (this.target as unknown[])[index];
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const kid = this.known?.kids?.[index];
    return kid !== undefined && kid.target === value
      ? kid.proxy
      : this.reach(this.target, index, value as Container);
  }

  set(target: Container, key: string | symbol, value: unknown, receiver: unknown): boolean {
    if (receiver !== this.proxy) {
      return Reflect.set(target, key, value, receiver);
    }
    this.membrane.putMember(this, key, value);
    return true;
  }

  deleteProperty(target: Container, key: string | symbol): boolean {
    return (key !== "length" || !isArray(target)) && this.membrane.deleteMember(this, key);
  }

  defineProperty(_target: Container, key: string | symbol, as: PropertyDescriptor): boolean {
    const there = this.holds(key);
    const plain = [as.writable, as.enumerable, as.configurable].every(
      flag => flag === true || (flag === undefined && there),
    );
    if (!plain || as.get !== undefined || as.set !== undefined) {
      this.membrane.mayWrite(this, key);
      throw this.membrane.refusal(this, key, "is not a plain member; assign a value");
    }
    if ("value" in as || !there) {
      this.membrane.putMember(this, key, as.value);
    }
    return true;
  }

  getOwnPropertyDescriptor(
    target: Container,
    key: string | symbol,
  ): PropertyDescriptor | undefined {
    const property = Reflect.getOwnPropertyDescriptor(target, key);
    if (this.order !== null && this.order.isGone(key)) {
      return undefined;
    }
    if (property !== undefined && typeof property.value === "object") {
      property.value = this.get(target, key);
    }
    return property;
  }

  getPrototypeOf(target: Container): object | null {
    asked = this;
    return getPrototypeOf(target) as object | null;
  }

  /** @throws ActjsError */
  preventExtensions(): never {
    const how = "cannot be frozen, sealed or closed: it stays the state; freeze a copy instead";
    throw this.membrane.refusalOf(this, `${how} (with Immer: setAutoFreeze(false))`);
  }

  /** @throws ActjsError */
  setPrototypeOf(target: Container, prototype: object | null): boolean {
    if (prototype !== getPrototypeOf(target)) {
      throw this.membrane.refusalOf(this, "cannot get another prototype; store plain objects");
    }
    return true;
  }

  private reach(target: Container, key: string | number | symbol, value: Container): object {
    const known = this.membrane.lookUp(value);
    if (known !== undefined) {
      return known === FRESH ? value : known.proxy;
    }
    if (typeof key === "symbol") {
      return value;
    }
    if (!isArray(target)) {
      return this.membrane.reach(value, this, key).proxy;
    }
    const index = Number(key);
    const { inside } = this;
    if (!inside.indexed) {
      return this.membrane.reach(value, this, index).proxy;
    }
    const kid = new Part(this.membrane, value, this, index);
    kid.proxy = new Proxy(value, kid);
    inside.add(kid, index);
    return kid.proxy;
  }
}

/** The part behind a proxy; null for everything else. Asks the object, so that no map is needed. */
export function partBehind(value: object): Part | null {
  asked = null;
  getPrototypeOf(value);
  const part = asked as Part | null;
  asked = null;
  return part !== null && part.proxy === value ? part : null;
}

/** Marks an object that the handler made and put into the state in this turn. */
export const FRESH = new Part({ inherits: false } as unknown as Membrane, [], null, "");
