import { kit } from "./actors";
import { describe } from "./bridge";
import { formatted } from "./console";
import { ActjsError, type Refusal } from "./errors";
import { defineGlobals } from "./globals";
import { drawFrom } from "./lockdown";
import { random } from "./random";

// What runs programs of authors that are no actors: tests, and snippets. The program asks its host
// for things and gets promises; the host takes the requests as text when the program has run, and
// answers them when it likes. Nothing of the host is called from here.

/** What `actjs/host` is for the harness of a program. */
const host = {
  /** Asks for something. The promise rejects with an ActorError that tells where it was asked for. */
  request(name: string, value?: unknown): Promise<unknown> {
    const { stack } = new Error();
    return new Promise((resolve, reject) => {
      pending.set(enqueue(name, value), { resolve, reject, stack: stack ?? "" });
    });
  },
  /** Tells something, and gets no answer. */
  notify(name: string, value?: unknown): void {
    enqueue(name, value);
  },
  /** Has the host call a function by this name. */
  serve(name: string, called: (value: unknown) => void): void {
    served.set(name, called);
  },
  /** Promises that were rejected since this was asked last, and that nobody has handled: reasons. */
  unhandled(): unknown[] {
    const reasons = [...rejections.values()];
    rejections.clear();
    return reasons;
  },
  /** The modules that the host gives beside `actjs`: what they export, by specifier. */
  modules: new Map<string, Record<string, unknown>>(),
};

interface Pending {
  resolve(value: unknown): void;
  reject(error: unknown): void;
  readonly stack: string;
}

type Factory = (
  exports: Record<string, unknown>,
  require: (specifier: string) => unknown,
  third: unknown,
) => unknown;

const pending = new Map<number, Pending>();
const served = new Map<string, (value: unknown) => void>();
const factories = new Map<string, Factory>();
const rejections = new Map<unknown, unknown>();
const MOST_REJECTIONS = 100;

let queue: { id: number; name: string; value: string }[] = [];
let lastId = 0;

/** Returns the number of the request. @throws TypeError for what is no JSON */
function enqueue(name: string, value: unknown): number {
  queue.push({ id: lastId + 1, name, value: JSON.stringify(value) ?? "null" });
  return ++lastId;
}

/** Gives programs the globals that actors have, timers, and chance that follows from the seed. */
export function configure(seed: string): void {
  random.seed(seed);
  drawFrom(fraction, Date.now);
  Object.defineProperty(Math, "random", { value: fraction, writable: true, configurable: true });
  Object.assign(Error, { stackTraceLimit: 30 });
  defineGlobals(() => {});
  define({ console: consoleOf(), setTimeout, clearTimeout });
}

/** From 0 up to 1, as `Math.random()` gives it. */
function fraction(): number {
  const words = new Uint32Array(2);
  random.fill(new Uint8Array(words.buffer));
  return ((words[0]! >>> 5) * 0x4000000 + (words[1]! >>> 6)) / 0x20000000000000;
}

function define(globals: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(globals)) {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  }
}

function consoleOf(): object {
  const write =
    (level: string) =>
    (...values: unknown[]): void => {
      void enqueue("console", { level, text: formatted(values).map(describe).join(" ") });
    };
  return {
    debug: write("info"),
    log: write("info"),
    info: write("info"),
    dir: write("info"),
    trace: write("info"),
    warn: write("warn"),
    error: write("error"),
    assert: (truth: unknown, ...values: unknown[]): void => {
      if (!truth) {
        write("error")("Assertion failed:", ...values);
      }
    },
  };
}

// https://html.spec.whatwg.org/#timers, of which the host says when they are due.

interface Timer {
  readonly id: number;
  readonly at: number;
  run(): void;
}

let timers: Timer[] = [];
let lastTimer = 0;

function setTimeout(called: unknown, ms: unknown = 0, ...values: unknown[]): number {
  if (typeof called !== "function") {
    throw new TypeError("setTimeout(callback, ms): callback is a function");
  }
  const id = ++lastTimer;
  const at = Date.now() + Math.max(0, Number(ms) || 0);
  timers.push({ id, at, run: () => void (called as (...given: unknown[]) => unknown)(...values) });
  timers.sort((one, other) => one.at - other.at || one.id - other.id);
  return id;
}

function clearTimeout(id: unknown): void {
  timers = timers.filter(timer => timer.id !== id);
}

/** Milliseconds until a timer is due; -1 when there is none. */
export function untilTimer(): number {
  const [first] = timers;
  return first === undefined ? -1 : Math.max(0, first.at - Date.now());
}

/** Runs a timer that is due. */
export function runTimer(): void {
  if (untilTimer() === 0) {
    timers.shift()!.run();
  }
}

/** Forgets all timers: they belong to what has ended. */
export function clearTimers(): void {
  timers = [];
}

/** Has `specifier` name a module, which is evaluated when it is first required. */
export function provide(specifier: string, factory: Factory): void {
  factories.set(specifier, factory);
}

/** Evaluates a program. Returns null, or what it threw, as JSON. */
export function run(factory: Factory): string | null {
  const module = { exports: {} };
  try {
    factory(module.exports, required, module);
    return null;
  } catch (thrown) {
    return failureText(thrown);
  }
}

function failureText(thrown: unknown): string {
  if (thrown instanceof Error) {
    const message = `${String(thrown.name)}: ${String(thrown.message)}`;
    return JSON.stringify({ message, stack: String(thrown.stack) });
  }
  return JSON.stringify({ message: `threw ${describe(thrown)}`, stack: "" });
}

function required(specifier: string): unknown {
  if (specifier === "actjs" || specifier === "@jplevyak/actjs") {
    return kit;
  }
  if (specifier === "actjs/host") {
    return host;
  }
  const loaded = host.modules.get(specifier);
  if (loaded !== undefined) {
    return loaded;
  }
  const factory = factories.get(specifier);
  if (factory === undefined) {
    throw new TypeError(`there is no module '${specifier}' here`);
  }
  const exports: Record<string, unknown> = {};
  host.modules.set(specifier, exports);
  const returned = factory(exports, required, kit);
  // The source of a class may be the body of a function: it returns the class, or what it exports.
  if (typeof returned === "function") {
    Object.assign(exports, { [returned.name]: returned, default: returned });
  } else if (typeof returned === "object") {
    Object.assign(exports, returned);
  }
  return exports;
}

/** Calls a function that the program serves. */
export function call(name: string, json: string): void {
  served.get(name)?.(JSON.parse(json));
}

/** Answers a request with a result, JSON; null for undefined. */
export function answer(id: number, json: string | null): void {
  const asked = pending.get(id);
  pending.delete(id);
  asked?.resolve(json === null ? undefined : JSON.parse(json));
}

/** Answers a request with an error. */
export function refuse(id: number, code: string, message: string, json: string): void {
  const asked = pending.get(id);
  pending.delete(id);
  if (asked !== undefined) {
    const error = new ActjsError(code, message, JSON.parse(json) as Refusal);
    const frames = asked.stack.indexOf("\n");
    const stack = `${code}: ${message}${frames < 0 ? "" : asked.stack.slice(frames)}`;
    Object.defineProperty(error, "stack", { value: stack, writable: true, configurable: true });
    asked.reject(error);
  }
}

/** Returns and forgets what was asked and told so far: a JSON array of {id, name, value}. */
export function take(): string {
  const taken = queue;
  queue = [];
  return taken.length === 0 ? "" : JSON.stringify(taken);
}

/** Forgets all requests: who made them has ended. */
export function abandon(): void {
  pending.clear();
  rejections.clear();
  timers = [];
}

/** V8 calls this when a promise is rejected that nobody handles, and when somebody does, later. */
export function rejectionChanged(handled: boolean, promise: unknown, reason: unknown): void {
  if (handled) {
    rejections.delete(promise);
  } else if (rejections.size < MOST_REJECTIONS) {
    rejections.set(promise, reason);
  }
}
