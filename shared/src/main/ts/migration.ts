import { type Actor, construct, type Owner } from "./actors";
import { Keeping, type LoadedClass } from "./classes";
import { ActjsError, type Failure, failureOf } from "./errors";
import { parseEvents } from "./events";
import { Instance, type TurnView } from "./instance";
import { textOf } from "./json";
import { Mode } from "./ledger";
import { mayBeImpure, purity } from "./lockdown";
import { stage } from "./stage";
import { ActorState, strict } from "./state";
import { NO_ISSUES } from "./validation";

/** An actor as it is stored, and the classes that it walks through. */
interface Request {
  /** The class that it is stored at, then the others in order; the last is its new one. */
  readonly keys: readonly number[];
  /** What runs of each class but the first. */
  readonly steps: readonly Step[];
  /** Whether the state after each step is wanted. */
  readonly traced: boolean;
  /** A state that the class of the first key made, or null when the turns tell all. */
  readonly base: string | null;
  /** The changes after it, each JSON text. */
  readonly turns: readonly string[];
}

/** What runs of a class. */
interface Step {
  readonly migrate: boolean;
  readonly migrateEvent: boolean;
}

/** What `migrate` and `migrateEvent` may be. */
interface Migrator {
  readonly migrate?: unknown;
  readonly migrateEvent?: unknown;
}

/** While no turn runs there is nobody whose state or messages could be reached. */
const NOBODY: Owner & TurnView = {
  hasTurn: false,
  isRunning: false,
  readState: () => mayBeImpure("this.state"),
  writeState: () => undefined,
  bridge: () => {
    throw new TypeError("this.actjs is there inside a turn only");
  },
};

/**
 * Brings an actor to a later version of its class. State walks through `migrate(state, version)` of
 * every class on the way that is to run it, events through `migrateEvent(event, version)`; a class
 * without one leaves them as they are. All of it is pure, like a reducer.
 *
 * @param json a {@link Request}
 * @returns JSON: `{ before, after, states, issues }`, all of them JSON text, or a {@link Failure} with `at`, the version
 *   whose code failed
 */
export function migrate(json: string, classes: ReadonlyMap<number, LoadedClass>): string {
  const { keys, steps, base, turns, traced } = JSON.parse(json) as Request;
  const chain = keys.map(key => classes.get(key)!);
  let at = chain[0]!;
  try {
    const before = rebuild(at, base, turns);
    let after = at.keeping === Keeping.Events ? base : before;
    let events = turns;
    const states: string[] = [];
    for (let i = 1; i < chain.length; i++) {
      const { version } = chain[i - 1]!;
      at = chain[i]!;
      const step = steps[i - 1]!;
      if (step.migrate && after !== null) {
        after = migrateState(at, after, version);
      }
      if (at.keeping !== Keeping.Events) {
        events = [];
      } else if (step.migrateEvent) {
        events = migrateEvents(at, events, version);
      }
      if (traced) {
        states.push(at.keeping === Keeping.Events ? rebuild(at, after, events) : after!);
      }
    }
    if (at.keeping === Keeping.Events) {
      after = rebuild(at, after, events);
    }
    const issues = traced && after !== null ? at.validation?.stateIssues(after) : NO_ISSUES;
    return JSON.stringify({ before, after, states, issues: issues ?? NO_ISSUES });
  } catch (thrown) {
    const { code, message, stack }: Failure = failureOf(thrown);
    return JSON.stringify({ code, message, stack, at: at.version });
  } finally {
    purity.reducing = false;
  }
}

/** The state, as JSON, that a class makes of stored turns. */
function rebuild(loaded: LoadedClass, base: string | null, turns: readonly string[]): string {
  const mode = loaded.keeping === Keeping.Events ? Mode.Read : Mode.Track;
  const state = new ActorState(mode, loaded.ownSnapshot, null);
  const instance = new Instance(loaded, state, NOBODY, base !== null);
  if (base !== null) {
    state.restore(base);
  }
  for (const change of turns) {
    instance.replay(change);
  }
  instance.begin();
  return state.json();
}

function migrateState(loaded: LoadedClass, state: string, prevVersion: string): string {
  const actor = construct(loaded.type, NOBODY);
  const { migrate: step } = actor as Migrator;
  if (typeof step !== "function") {
    return state;
  }
  const next = purely(actor, step as Migrate, JSON.parse(state), prevVersion);
  if (next === undefined) {
    throw new ActjsError("HandlerError", "migrate returned nothing; it returns the new state");
  }
  const text = strict("state", () => textOf(next, null));
  if (text.length > stage.limits.stateChars) {
    throw new ActjsError(
      "StateTooLarge",
      `the new state has ${text.length} characters; ${stage.limits.stateChars} are the limit`,
    );
  }
  return text;
}

function migrateEvents(
  loaded: LoadedClass,
  turns: readonly string[],
  prevVersion: string,
): readonly string[] {
  const actor = construct(loaded.type, NOBODY);
  const { migrateEvent: step } = actor as Migrator;
  if (typeof step !== "function") {
    return turns;
  }
  return turns.map(change => {
    const events = parseEvents(change).map(event => {
      const next = purely(actor, step as Migrate, event, prevVersion);
      if (next === undefined) {
        throw new ActjsError("HandlerError", "migrateEvent returned nothing; it returns the event");
      }
      return strict("event", () => textOf(next, null));
    });
    return `[${events.join(",")}]`;
  });
}

type Migrate = (this: Actor, value: unknown, prevVersion: string) => unknown;

function purely(actor: Actor, step: Migrate, value: unknown, prevVersion: string): unknown {
  purity.reducing = true;
  try {
    const next = step.call(actor, value, prevVersion);
    if (next instanceof Promise) {
      throw new ActjsError("ImpureReducer", "a migration must not be async");
    }
    return next;
  } finally {
    purity.reducing = false;
  }
}

const { apply } = Reflect;
const { toString: textOfFunction } = Function.prototype;

/**
 * What a class says about migrations, as JSON: `migrate` and `migrateEvent`, the text of each, and
 * `migrateFrom`, as declared; `initial`, the state of a new actor as JSON text. What is absent or
 * cannot be told is null.
 */
export function describeMigration(loaded: LoadedClass): string {
  const { migrateFrom } = loaded.type as { migrateFrom?: unknown };
  try {
    const actor = instanceOf(loaded) as Migrator;
    return JSON.stringify({
      migrate: sourceOf(actor.migrate),
      migrateEvent: loaded.keeping === Keeping.Events ? sourceOf(actor.migrateEvent) : null,
      migrateFrom: migrateFrom === undefined ? null : declared(migrateFrom),
      initial: initialOf(loaded),
    });
  } finally {
    purity.reducing = false;
  }
}

/** An object of the class or, when none can be made, its prototype. */
function instanceOf(loaded: LoadedClass): object {
  try {
    return construct(loaded.type, NOBODY);
  } catch {
    return loaded.type.prototype as object;
  }
}

function sourceOf(method: unknown): string | null {
  return typeof method === "function" ? (apply(textOfFunction, method, []) as string) : null;
}

/** What is no text is no range either. */
function declared(range: unknown): string {
  return typeof range === "string" ? range : `a ${range === null ? "null" : typeof range}`;
}

function initialOf(loaded: LoadedClass): string | null {
  try {
    return rebuild(loaded, null, []);
  } catch {
    return null;
  }
}
