/** Random programs over a state: the same seed makes the same program on every kind of state. */

/** Something with a state: an actor's view of it, or a plain object. */
export interface Holder {
  state: any;
}

/** A generator of numbers in [0, 1). */
export type Chance = () => number;

export function chanceOf(seed: number): Chance {
  let at = seed >>> 0;
  return () => {
    at = (at + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(at ^ (at >>> 15), at | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const NAMES = ["a", "b", "c", "list", "x/y", "t~e", "0", "10", "9", "-1", "4294967295", "\ud800"];

export function randomJson(chance: Chance, depth: number): any {
  const kind = chance();
  if (depth <= 0 || kind < 0.3) {
    return randomPrimitive(chance);
  }
  const size = Math.floor(chance() * 5);
  if (kind < 0.65) {
    return Array.from({ length: size }, () => randomJson(chance, depth - 1));
  }
  const made: Record<string, unknown> = {};
  for (let i = 0; i < size; i++) {
    made[pick(chance, NAMES)] = randomJson(chance, depth - 1);
  }
  return made;
}

function randomPrimitive(chance: Chance): unknown {
  return pick(chance, [null, true, false, 0, -0, 1, 2.5, 1e300, "", "text", '"\\\u2028', "\ud800"]);
}

function pick<T>(chance: Chance, from: readonly T[]): T {
  return from[Math.floor(chance() * from.length)]!;
}

/** What may stand in the state within a turn, but not in the end. */
const WILD: readonly (() => unknown)[] = [
  () => undefined,
  () => NaN,
  () => -Infinity,
  () => 1n,
  () => new Date(0),
  () => new Map([[1, 2]]),
  () => Math.abs,
  () => Symbol.iterator,
];

/** Whether `around` holds `value`, or is it. */
function holds(around: any, value: unknown, seen = new Set<unknown>()): boolean {
  if (around === value) {
    return true;
  }
  if (!isContainer(around) || seen.has(around)) {
    return false;
  }
  seen.add(around);
  return Object.values(around).some(inner => holds(inner, value, seen));
}

/** A plain object or an array. */
function isContainer(value: unknown): value is any {
  return typeof value === "object" && value !== null && isPlain(value);
}

function isPlain(value: object): boolean {
  return !(value instanceof Date) && !(value instanceof Map);
}

function sizeOf(value: unknown, around: unknown[] = []): number {
  if (!isContainer(value) || around.includes(value)) {
    return 1;
  }
  const within = [...around, value];
  return Object.values(value).reduce<number>((sum, inner) => sum + sizeOf(inner, within), 1);
}

/** JSON text, or what keeps it from being made. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? "undefined";
  } catch (error) {
    return (error as Error).name;
  }
}

/** One run of a program; `seen` is what the program saw, and `made` the objects that it made. */
export class Program {
  readonly seen: unknown[] = [];
  readonly made: any[] = [];
  private readonly held: any[] = [];
  /** How often it writes what is not JSON. */
  private readonly wildness: number;

  constructor(
    private readonly chance: Chance,
    private readonly holder: Holder,
  ) {
    this.wildness = chance() < 0.5 ? 0 : 0.15;
  }

  run(steps: number): void {
    for (let i = 0; i < steps; i++) {
      this.step();
    }
    if (this.chance() < 0.7) {
      tidy(this.holder, "state", 0);
    }
  }

  private step(): void {
    const { chance } = this;
    const at = this.container();
    if (!isContainer(at) || chance() < 0.03) {
      this.replaceRoot();
    } else if (chance() < 0.15) {
      this.look(at);
    } else if (Array.isArray(at)) {
      this.changeArray(at);
    } else {
      this.changeObject(at);
    }
  }

  /** A container of the state, or one that the program holds. */
  private container(): any {
    const { chance, held } = this;
    if (held.length > 0 && chance() < 0.3) {
      return pick(chance, held);
    }
    let at = this.holder.state;
    for (;;) {
      const inner = isContainer(at) ? Object.values(at).filter(isContainer) : [];
      if (inner.length === 0 || chance() < 0.3) {
        break;
      }
      at = pick(chance, inner);
    }
    if (isContainer(at) && chance() < 0.4) {
      held.push(at);
    }
    return at;
  }

  /** A value that may go into `around`, seldom making a cycle. */
  private value(around: any): any {
    const { chance, held } = this;
    if (chance() < this.wildness) {
      return held.length > 0 && chance() < 0.1 ? pick(chance, held) : pick(chance, WILD)();
    }
    if (chance() < 0.4) {
      return randomPrimitive(chance);
    }
    if (held.length > 0 && chance() < 0.5) {
      const value = pick(chance, held);
      if (!holds(value, around) && sizeOf(value) < 60) {
        return value;
      }
    }
    const made = randomJson(chance, 2);
    if (isContainer(made)) {
      this.made.push(made);
      held.push(made);
      if (!Array.isArray(made) && held.length > 1 && chance() < 0.3) {
        const inner = pick(chance, held);
        if (!holds(inner, around) && !holds(inner, made) && sizeOf(inner) < 60) {
          made.inner = inner;
        }
      }
    }
    return made;
  }

  private replaceRoot(): void {
    const { chance, holder } = this;
    const { state } = holder;
    const how = chance();
    if (how < 0.3 && isContainer(state) && !Array.isArray(state)) {
      holder.state = { ...state, spread: this.value(state) };
    } else if (how < 0.5 && Array.isArray(state)) {
      holder.state = [...state, this.value(state)];
    } else {
      holder.state = this.value({});
    }
  }

  private look(at: any): void {
    const { chance, held, seen } = this;
    const value = held.length === 0 ? at : pick(chance, held);
    seen.push(textOf(at), Object.keys(at), holds(this.holder.state, value));
    if (Array.isArray(at)) {
      seen.push(at.includes(value), at.indexOf(value), at.lastIndexOf(at[0]), at.length);
      seen.push(at.concat([1]).length, at.slice(1).map(inner => typeof inner), [...at].length);
    }
  }

  private changeObject(at: any): void {
    const { chance } = this;
    const name = pick(chance, NAMES);
    const how = chance();
    if (how < 0.45) {
      at[name] = this.value(at);
    } else if (how < 0.6) {
      this.seen.push(delete at[name]);
    } else if (how < 0.65) {
      at[name] = undefined;
    } else if (how < 0.75) {
      Object.assign(at, { a: this.value(at), n: (at.n ?? 0) + 1 });
    } else if (how < 0.85) {
      const other = pick(chance, NAMES);
      const moved = at[name];
      if (moved !== undefined) {
        delete at[name];
        at[other] = moved;
      }
    } else if (Array.isArray(at.list)) {
      const { list } = at;
      at.list = chance() < 0.5 ? list.filter((_: unknown, i: number) => i % 2 === 0) : [...list];
    } else {
      at.list = [this.value(at)];
    }
  }

  private changeArray(at: any[]): void {
    const { chance, held, seen } = this;
    const { length } = at;
    const index = Math.floor(chance() * (length + 1));
    const count = Math.floor(chance() * 3);
    const keep = (value: unknown): void => {
      seen.push(textOf(value));
      if (isContainer(value)) {
        held.push(value);
      }
    };
    switch (Math.floor(chance() * 22)) {
      case 0:
      case 1:
        seen.push(at.push(...this.values(at, count)));
        break;
      case 2:
        keep(at.pop());
        break;
      case 3:
        keep(at.shift());
        break;
      case 4:
        seen.push(at.unshift(...this.values(at, count)));
        break;
      case 5:
        at.splice(index, count, ...this.values(at, Math.floor(chance() * 3))).forEach(keep);
        break;
      case 6:
        at.sort((a, b) => sizeOf(a) - sizeOf(b));
        break;
      case 7:
        seen.push(at.reverse() === at);
        break;
      case 8:
        at.fill(this.value(at), index - 1, index + 1);
        break;
      case 9:
        at.copyWithin(index, -1);
        break;
      case 10:
        at.length = Math.floor(chance() * length);
        break;
      case 11:
        this.swap(at);
        break;
      case 12: {
        const [moved] = at.splice(index, 1);
        if (moved !== undefined) {
          at.splice(Math.floor(chance() * at.length), 0, moved);
        }
        break;
      }
      case 13:
        at.forEach((value, i) => {
          if (isContainer(value) && !Array.isArray(value)) {
            value.n = i;
          }
        });
        break;
      case 14:
        this.generic(at, index, count);
        break;
      case 15:
        if (this.wildness > 0) {
          seen.push(delete at[index]);
        }
        break;
      case 16:
        if (this.wildness > 0) {
          at.length = length + Math.floor(chance() * (chance() < 0.1 ? 100 : 3));
        }
        break;
      case 17:
        if (this.wildness > 0) {
          at[index + count] = this.value(at);
        }
        break;
      case 18:
        seen.push(at.map(value => typeof value).length, at.filter(() => true).length);
        break;
      default:
        at[index] = this.value(at);
    }
  }

  /** Methods as libraries call them. */
  private generic(at: any[], index: number, count: number): void {
    const { prototype } = Array;
    const { chance, seen } = this;
    switch (Math.floor(chance() * 8)) {
      case 0:
        prototype.splice.call(at, index, count, ...this.values(at, Math.floor(chance() * 3)));
        break;
      case 1:
        seen.push(textOf(prototype.shift.call(at)));
        break;
      case 2:
        seen.push(textOf(prototype.pop.call(at)));
        break;
      case 3:
        seen.push(prototype.unshift.call(at, ...this.values(at, count)));
        break;
      case 4:
        prototype.reverse.call(at);
        break;
      case 5:
        prototype.sort.call(at, (a, b) => sizeOf(a) - sizeOf(b));
        break;
      case 6:
        prototype.copyWithin.call(at, index, 1);
        break;
      default:
        for (let i = at.length - 1; i >= 0; i--) {
          if (!isContainer(at[i])) {
            prototype.splice.call(at, i, 1);
          }
        }
    }
  }

  private values(around: unknown, count: number): unknown[] {
    return Array.from({ length: count }, () => this.value(around));
  }

  private swap(at: any[]): void {
    const { chance } = this;
    if (at.length > 1) {
      const i = Math.floor(chance() * at.length);
      const j = Math.floor(chance() * at.length);
      const [a, b] = [at[i], at[j]];
      [at[i], at[j]] = [b, a];
      for (const value of [a, b]) {
        if (isContainer(value) && !Array.isArray(value)) {
          value.swapped = (value.swapped ?? 0) + 1;
        }
      }
    }
  }
}

/** Replaces what is not JSON, as a program does before it ends. */
function tidy(holder: any, key: string | number, depth: number): void {
  const value = holder[key];
  if (!isContainer(value)) {
    const type = typeof value;
    const fits = type === "string" || type === "boolean" || value === null;
    if (!fits && !(type === "number" && Number.isFinite(value))) {
      holder[key] = String(type);
    }
  } else if (depth > 12) {
    holder[key] = "deep";
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      tidy(value, i, depth + 1);
    }
  } else {
    Object.keys(value).forEach(name => tidy(value, name, depth + 1));
  }
}

/** Whether a state is JSON; an undefined member counts as absent. */
export function isJson(value: any, around: unknown[] = []): boolean {
  if (isContainer(value)) {
    if (around.includes(value)) {
      return false;
    }
    const within = [...around, value];
    if (Array.isArray(value)) {
      return (
        Object.keys(value).length === value.length && value.every(inner => isJson(inner, within))
      );
    }
    return Object.values(value).every(inner => inner === undefined || isJson(inner, within));
  }
  const type = typeof value;
  return (
    value === null ||
    type === "string" ||
    type === "boolean" ||
    (type === "number" && Number.isFinite(value))
  );
}
