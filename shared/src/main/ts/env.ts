import { ActjsError, clip, type Failure } from "./errors";
import { mayBeImpure } from "./lockdown";

/** A type as `static env` writes it, such as `number?`. */
interface EnvType {
  readonly kind: "string" | "number" | "boolean" | "secret";
  readonly optional: boolean;
}

/** What `this.actjs.env` is in one turn, and what must not be told of it. */
export interface EnvView {
  readonly values: object;
  /** Secrets as a text may have them, each with what stands in its place. */
  readonly hidden: readonly (readonly [text: string, name: string])[];
}

type Values = Record<string, string | number | boolean>;

const KINDS = ["string", "number", "boolean", "secret"];
const NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const MOST_NAMES = 100;
/** Secrets of before that are hidden still: a field of an object may have kept one. */
const MOST_HIDDEN = 32;
/** So many characters of a secret at the end of a text that was cut are hidden. */
const SHORTEST_PART = 4;
const NOTHING: readonly [] = [];

const { create, freeze, hasOwn } = Object;

/** The values from outside that a class declares, as the server gave them last. */
export class ClassEnv {
  /** It is the same for all of a turn: whoever begins one keeps it. */
  view: EnvView;

  constructor(
    private readonly className: string,
    readonly types: ReadonlyMap<string, EnvType>,
  ) {
    this.view = { values: this.shown(create(null) as Values, "default"), hidden: NOTHING };
  }

  /** `json`: texts by name, of those that are set and fit. */
  set(environment: string, json: string): void {
    const texts = JSON.parse(json) as Record<string, string>;
    const values = create(null) as Values;
    const hidden: (readonly [string, string])[] = [];
    for (const [name, { kind }] of this.types) {
      if (hasOwn(texts, name)) {
        const text = texts[name]!;
        values[name] = kind === "number" ? Number(text) : kind === "boolean" ? text === "true" : text;
        if (kind === "secret") {
          hidden.push(...formsOf(text, name));
        }
      }
    }
    const before = this.view.hidden.filter(([text]) => !hidden.some(([other]) => other === text));
    // The longest first: one may be a part of another.
    const all = [...hidden, ...before.slice(0, MOST_HIDDEN)].sort((a, b) => b[0].length - a[0].length);
    this.view = { values: this.shown(values, environment), hidden: all };
  }

  /** The values, which nobody can change, and which say what a name is that they do not have. */
  private shown(values: Values, environment: string): object {
    freeze(values);
    const look = () => mayBeImpure("this.actjs.env");
    return new Proxy(values, {
      get: (_, name) => {
        look();
        if (typeof name === "symbol" || hasOwn(values, name)) {
          return typeof name === "symbol" ? undefined : values[name];
        }
        return this.absent(name, environment);
      },
      has: (_, name) => {
        look();
        return hasOwn(values, name);
      },
      ownKeys: () => {
        look();
        return Reflect.ownKeys(values);
      },
      getOwnPropertyDescriptor: (_, name) => {
        look();
        return Reflect.getOwnPropertyDescriptor(values, name);
      },
    });
  }

  /** @throws unless the value is one that may be missing */
  private absent(name: string, environment: string): undefined {
    const type = this.types.get(name);
    if (type === undefined) {
      // What asks for these wants to know whether it has a promise, or something with a form of its own.
      if (name === "then" || name === "toJSON") {
        return undefined;
      }
      const near = nearest(name, [...this.types.keys()]);
      const hint = near === null ? "" : `; did you mean '${near}'?`;
      const declare = `declare it in static env of ${this.className}`;
      throw new TypeError(`this.actjs.env has no '${clip(name, 100)}'${hint || `: ${declare}`}`);
    }
    if (type.optional) {
      return undefined;
    }
    const secret = type.kind === "secret" ? " --secret" : "";
    const how = `actctl env set ${name}${secret} --env ${environment}`;
    const lack = `${name} is not set in the environment ${environment}, or is no ${type.kind}`;
    throw new ActjsError("HandlerError", `${this.className}: ${lack}: set it with "${how}"`);
  }
}

/** As it is, and as JSON writes it. */
function formsOf(text: string, name: string): (readonly [string, string])[] {
  const quoted = JSON.stringify(text).slice(1, -1);
  const place = `[${name}]`;
  return quoted === text ? [[text, place]] : [[text, place], [quoted, place]];
}

/** A text without secrets. */
export function hide(text: string, { hidden }: EnvView): string {
  let shown = text;
  for (const [secret, place] of hidden) {
    if (shown.includes(secret)) {
      shown = shown.split(secret).join(place);
    }
  }
  return hidden.length > 0 && shown.endsWith("…") ? withoutPart(shown, hidden) : shown;
}

/** A text that was cut may end with the beginning of a secret. */
function withoutPart(text: string, hidden: EnvView["hidden"]): string {
  const kept = text.slice(0, -1);
  for (const [secret, place] of hidden) {
    for (let length = Math.min(secret.length - 1, kept.length); length >= SHORTEST_PART; length--) {
      if (kept.endsWith(secret.slice(0, length))) {
        return `${kept.slice(0, -length)}${place}…`;
      }
    }
  }
  return text;
}

/** A failure that tells no secret. */
export function discreet(failure: Failure, view: EnvView): Failure {
  if (view.hidden.length === 0) {
    return failure;
  }
  const { code, message, stack, refusal } = failure;
  const shown = (text: string | null) => (text === null ? null : hide(text, view));
  return {
    code,
    message: hide(message, view),
    stack: hide(stack, view),
    refusal: {
      reasonCode: shown(refusal.reasonCode),
      data: shown(refusal.data),
      issues: shown(refusal.issues),
      reason: shown(refusal.reason),
    },
  };
}

/** Reads `static env`. @throws ActjsError ClassInvalid */
export function envOf(className: string, type: object): ClassEnv {
  const { env } = type as { env?: unknown };
  const types = new Map<string, EnvType>();
  if (env === undefined) {
    return new ClassEnv(className, types);
  }
  if (typeof env !== "object" || env === null || Array.isArray(env)) {
    throw invalid(className, "static env is an object such as { REGION: 'string', STRIPE_KEY: 'secret' }");
  }
  const entries = Object.entries(env as Record<string, unknown>);
  if (entries.length > MOST_NAMES) {
    throw invalid(className, `static env declares ${entries.length} values; ${MOST_NAMES} are the limit`);
  }
  for (const [name, written] of entries) {
    if (!NAME.test(name)) {
      const rule = "letters, digits and _, the first no digit, at most 128";
      throw invalid(className, `static env: '${clip(name, 100)}' is not a name of a value: ${rule}`);
    }
    types.set(name, typeOf(className, name, written));
  }
  return new ClassEnv(className, types);
}

/** What is declared, as the server keeps it. */
export function declarationOf({ types }: ClassEnv): Record<string, string> {
  return Object.fromEntries(
    [...types].map(([name, { kind, optional }]) => [name, optional ? `${kind}?` : kind]),
  );
}

function typeOf(className: string, name: string, written: unknown): EnvType {
  const text = typeof written === "string" ? written : "";
  const kind = text.endsWith("?") ? text.slice(0, -1) : text;
  if (!KINDS.includes(kind)) {
    const near = kind === "" ? null : nearest(kind, KINDS);
    const hint = near === null ? "" : `; did you mean '${near}'?`;
    const shown = typeof written === "string" ? `'${clip(written, 60)}'` : typeof written;
    const all = `${KINDS.map(each => `'${each}'`).join(", ")}, each with a ? behind it when it may be missing`;
    throw invalid(className, `static env: ${name} is ${shown}${hint || `; types are ${all}`}`);
  }
  return { kind: kind as EnvType["kind"], optional: text.endsWith("?") };
}

function invalid(className: string, message: string): ActjsError {
  return new ActjsError("ClassInvalid", `${className}: ${message}`);
}

/** The name that was probably meant; null when none is near. */
function nearest(name: string, known: readonly string[]): string | null {
  const wanted = name.slice(0, 128).toLowerCase();
  let best: string | null = null;
  let least = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const each of known) {
    const steps = distance(wanted, each.toLowerCase());
    if (steps < least) {
      least = steps;
      best = each;
    }
  }
  return best;
}

/** How many characters must be changed, inserted, removed or exchanged with the next. */
function distance(one: string, other: string): number {
  let last: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, i) => i);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        next[j] = Math.min(next[j]!, last[j - 2]! + 1);
      }
    }
    last = row;
    row = next;
  }
  return row[other.length]!;
}
