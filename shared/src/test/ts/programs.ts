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

/** Whether `around` holds `value`, or is it. */
function holds(around: any, value: unknown): boolean {
  if (around === value) {
    return true;
  }
  return isContainer(around) && Object.values(around).some(inner => holds(inner, value));
}

function isContainer(value: unknown): value is any {
  return typeof value === "object" && value !== null;
}

function sizeOf(value: unknown): number {
  if (!isContainer(value)) {
    return 1;
  }
  return Object.values(value).reduce<number>((sum, inner) => sum + sizeOf(inner), 1);
}

/** One run of a program; `seen` is what the program saw, and `made` the objects that it made. */
export class Program {
  readonly seen: unknown[] = [];
  readonly made: any[] = [];
  private readonly held: any[] = [];

  constructor(
    private readonly chance: Chance,
    private readonly holder: Holder,
  ) {}

  run(steps: number): void {
    for (let i = 0; i < steps; i++) {
      this.step();
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

  /** A value that may go into `around` without making a cycle. */
  private value(around: any): any {
    const { chance, held } = this;
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
    seen.push(JSON.stringify(at), Object.keys(at), holds(this.holder.state, value));
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
      // In the state an undefined member is an absent one; elsewhere it has to be made so.
      at[name] = undefined;
      if (name in at) {
        delete at[name];
      }
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
      seen.push(JSON.stringify(value) ?? "undefined");
      if (isContainer(value)) {
        held.push(value);
      }
    };
    switch (Math.floor(chance() * 16)) {
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
      default:
        at[index] = this.value(at);
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
