import { ActjsError } from "./errors";
import { resultBound } from "./state";

/** In place of how many values are asked for: all of them, which are then the result. */
export const ALL = -1;

/** What a generator gave. */
export interface Step {
  readonly done?: boolean;
  readonly value: unknown;
}

/** The intrinsic methods of one kind of generators: actor code may have put others over them. */
interface Methods {
  readonly next: () => unknown;
  readonly return: (value?: unknown) => unknown;
}

const { getPrototypeOf } = Object;
const { apply } = Reflect;

const methodsOf = (generator: object): Methods & object =>
  getPrototypeOf(getPrototypeOf(generator)) as Methods & object;

const ASYNC = methodsOf((async function* () {})());
const PLAIN = methodsOf((function* () {})());
const { isPrototypeOf } = Object.prototype;

/**
 * The values that a handler yields: passed on as far as they are asked for, or gathered to be the
 * result.
 */
export class Yielding {
  private yielded = 0;
  private chars = 0;
  private readonly gathered: string[] | null;
  /** Whether it stands still until more is asked for. */
  private waits = false;

  private constructor(
    private readonly source: object,
    private readonly methods: Methods,
    private asked: number,
  ) {
    this.gathered = asked === ALL ? [] : null;
  }

  /** Null when what a handler returned is no generator. */
  static of(returned: unknown, asked: number): Yielding | null {
    if (typeof returned !== "object" || returned === null) {
      return null;
    }
    const methods = [ASYNC, PLAIN].find(each => apply(isPrototypeOf, each, [returned]));
    return methods === undefined ? null : new Yielding(returned, methods, asked);
  }

  /** Goes on to the next value; null when it has to stand still. */
  next(mayGoOn: boolean): Promise<Step> | null {
    this.waits = !mayGoOn || (this.gathered === null && this.yielded >= this.asked);
    if (this.waits) {
      return null;
    }
    // A promise also of a generator that gives its values at once: no value is inside another one.
    return Promise.resolve(apply(this.methods.next, this.source, []) as Step);
  }

  /** Takes a value, and tells whether it is to be passed on now. @throws ActjsError ResultTooLarge */
  take(text: string): boolean {
    this.yielded++;
    if (this.gathered === null) {
      return true;
    }
    this.chars += text.length + 1;
    const { longest } = resultBound();
    if (this.chars > longest) {
      const advice = "read the values one by one";
      throw new ActjsError("ResultTooLarge", `all values: more than ${longest} characters; ${advice}`);
    }
    this.gathered.push(text);
    return false;
  }

  /** What was gathered, as JSON; null when the values were passed on. */
  get all(): string | null {
    return this.gathered === null ? null : `[${this.gathered.join(",")}]`;
  }

  /** `total` values are asked for so far. Tells whether it stood still, and may go on. */
  ask(total: number): boolean {
    this.asked = Math.max(this.asked, total);
    return this.waits;
  }

  /** Nobody reads on: runs what the generator does at its end. */
  leave(): void {
    try {
      const left = apply(this.methods.return, this.source, []);
      if (left instanceof Promise) {
        left.then(undefined, () => undefined);
      }
    } catch {
      // The turn fails already.
    }
  }
}
