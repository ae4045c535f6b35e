import { Actor, declaredBy, EventSourced, kit, Replica } from "./actors";
import { type ClassEnv, declarationOf, envOf } from "./env";
import { ActjsError, failureOf, NO_REFUSAL } from "./errors";
import { isAsync, isGenerator } from "./functions";
import { personalOf } from "./personal";
import { decides, type Policy, policyOf } from "./policy";
import { isRoute, requireRoute, serving } from "./rawroutes";
import { rulesOf, type TurnRules, type UseLimits, useLimitsOf } from "./rules";
import { type Validation, validationOf } from "./validation";
import { type View, viewOf } from "./viewing";

/** How a class keeps its state. */
export const enum Keeping {
  State,
  Events,
  Replica,
}

type Handler = (this: Actor, args: unknown) => unknown;

/** A class that actors can be made of. */
export interface LoadedClass {
  readonly name: string;
  readonly version: string;
  readonly type: new () => Actor;
  readonly keeping: Keeping;
  readonly durability: "STRICT" | "RELAXED" | "NONE";
  readonly rules: TurnRules;
  readonly limits: UseLimits;
  readonly handlers: ReadonlyMap<string, Handler>;
  /** Names of handlers that actors alone may call. */
  readonly internal: ReadonlySet<string>;
  /** Who may do what; null when the server's default decides. */
  readonly policy: Policy | null;
  /** What is shown of the state to whom; null when all of it is. */
  readonly view: View | null;
  /** Where personal members of the state are: JSON pointers. */
  readonly personal: readonly string[];
  /** Names of handlers that may go on after they return; more are found when they run. */
  readonly waiting: Set<string>;
  /** Whether a lifecycle method may. */
  readonly hooksWait: boolean;
  /** Those of the hooks for subscribers that it has. */
  readonly subscriberHooks: readonly string[];
  /** Whether `snapshot()` is the class's own. */
  readonly ownSnapshot: boolean;
  /** The values from outside that it declares. */
  readonly env: ClassEnv;
  /** What holds arguments against their types; null when nothing does. */
  readonly validation: Validation | null;
}

type Factory = (
  exports: Record<string, unknown>,
  require: (specifier: string) => unknown,
  actjs: typeof kit,
) => unknown;

const HOOKS = ["onInit", "onActivate", "onDeactivate"] as const;
/** Those that a class need not have. */
const SUBSCRIBER_HOOKS = ["onSubscribe", "onUnsubscribe"] as const;
const KEEPING_NAMES = ["STATE", "EVENTS", "REPLICA"] as const;

/** Evaluates a class. @throws ActjsError ClassInvalid */
export function loadClass(
  name: string,
  version: string,
  factory: Factory,
  schemas: string,
): LoadedClass {
  const exports: Record<string, unknown> = {};
  let returned: unknown;
  try {
    returned = factory(exports, importKit, kit);
  } catch (thrown) {
    const { message } = failureOf(thrown);
    throw invalid(`the source of ${name} throws when it is evaluated: ${message}`);
  }
  const type = findClass(name, exports, returned);
  const keeping = keepingOf(type);
  const handlers = handlersOf(name, type, keeping === Keeping.Events);
  const ownSnapshot = (type.prototype as Actor).snapshot !== Actor.prototype.snapshot;
  if (ownSnapshot && keeping === Keeping.Events) {
    throw invalid(`${name} is EventSourced, its state is what reduce() makes: remove snapshot()`);
  }
  return {
    name,
    version,
    type,
    keeping,
    durability: durabilityOf(name, type, keeping),
    rules: rulesOf(name, type),
    limits: useLimitsOf(name, type),
    handlers,
    internal: internalOf(type, handlers),
    policy: policyOf(name, type, exports),
    view: viewOf(name, type, handlers),
    personal: personalOf(name, type, keeping !== Keeping.Replica),
    waiting: new Set([...handlers].filter(([, method]) => isAsync(method)).map(([key]) => key)),
    hooksWait: [...HOOKS, ...SUBSCRIBER_HOOKS].some(hook => isAsync(methodOf(type, hook))),
    subscriberHooks: SUBSCRIBER_HOOKS.filter(hook => methodOf(type, hook) !== undefined),
    ownSnapshot,
    env: envOf(name, type),
    validation: validationOf(name, type, schemas),
  };
}

function methodOf(type: new () => Actor, name: string): unknown {
  return (type.prototype as unknown as Record<string, unknown>)[name];
}

/** Of the names that the class has a method for. */
export function subscriberHook(loaded: LoadedClass, name: string): Handler {
  const method = methodOf(loaded.type, name);
  if (typeof method !== "function") {
    throw invalid(`${loaded.name}: ${name} is not a function`);
  }
  return method as Handler;
}

/** @throws ActjsError UnknownMethod */
export function handlerOf(loaded: LoadedClass, method: string): Handler {
  const handler = loaded.handlers.get(method);
  if (handler === undefined) {
    const names = [...loaded.handlers.keys()].sort();
    const known = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
    const wanted = method.slice(0, 100).toWellFormed();
    throw new ActjsError("UnknownMethod", `${loaded.name} has no handler '${wanted}'; ${known}`);
  }
  return handler;
}

/** The nearest class that declares a handler says whether it is internal. */
function internalOf(type: object, handlers: ReadonlyMap<string, Handler>): Set<string> {
  const internal = new Set<string>();
  const seen = new Set<string>();
  for (let at = type; at !== Actor; at = Object.getPrototypeOf(at) as object) {
    for (const declared of declaredBy(at)) {
      if (!seen.has(declared.name) && declared.internal && handlers.has(declared.name)) {
        internal.add(declared.name);
      }
      seen.add(declared.name);
    }
  }
  return internal;
}

/** For a caller from outside. */
export function internalOnly(className: string, method: string): ActjsError {
  const why = `the handler '${method}' is internal: actors alone may call it, not clients`;
  const refusal = { ...NO_REFUSAL, reason: JSON.stringify(why) };
  return new ActjsError("PolicyDenied", `${className}: ${why}`, refusal);
}

/** What the host learns of a class, as JSON. */
export function shapeOf(loaded: LoadedClass): string {
  return JSON.stringify({
    kind: KEEPING_NAMES[loaded.keeping],
    durability: loaded.durability,
    ...loaded.rules,
    ...loaded.limits,
    handlers: [...loaded.handlers.keys()].sort(),
    subscriberHooks: loaded.subscriberHooks,
    decides: decides(loaded) || loaded.view !== null,
    view: loaded.view !== null,
    personal: loaded.personal,
    env: declarationOf(loaded.env),
  });
}

function invalid(message: string): ActjsError {
  return new ActjsError("ClassInvalid", message);
}

/** What `require` is for classes. */
export function importKit(specifier: string): unknown {
  if (specifier !== "actjs" && specifier !== "@jplevyak/actjs") {
    throw invalid(`a class may import from 'actjs' only, not from '${specifier}'`);
  }
  return kit;
}

function isActorClass(value: unknown): value is new () => Actor {
  return typeof value === "function" && value.prototype instanceof Actor;
}

function findClass(
  name: string,
  exports: Record<string, unknown>,
  returned: unknown,
): new () => Actor {
  const kinds = "Actor, EventSourced or Replica";
  if (returned !== undefined) {
    if (!isActorClass(returned)) {
      const what = typeof returned === "function" ? "a class that extends none" : typeof returned;
      throw invalid(`the source of ${name} returns ${what}; return a class that extends ${kinds}`);
    }
    return returned;
  }
  const names = Object.keys(exports);
  const found = new Set(names.map(member => exports[member]).filter(isActorClass));
  const [type] = found;
  if (type === undefined) {
    const what = names.length === 0 ? "nothing" : names.join(", ");
    throw invalid(`the source of ${name} exports ${what}; export one class that extends ${kinds}`);
  }
  if (found.size > 1) {
    const classes = names.filter(member => isActorClass(exports[member])).join(" and ");
    throw invalid(`the source of ${name} exports ${classes}; publish each class on its own`);
  }
  return type;
}

function keepingOf(type: new () => Actor): Keeping {
  if (type.prototype instanceof EventSourced) {
    return Keeping.Events;
  }
  return type.prototype instanceof Replica ? Keeping.Replica : Keeping.State;
}

function durabilityOf(
  name: string,
  type: new () => Actor,
  keeping: Keeping,
): "STRICT" | "RELAXED" | "NONE" {
  const { durability } = type as { durability?: unknown };
  if (keeping === Keeping.Replica) {
    if (durability !== undefined) {
      throw invalid(`${name} is a Replica, which is never stored: remove static durability`);
    }
    return "NONE";
  }
  if (durability === undefined || durability === "strict") {
    return "STRICT";
  }
  if (durability !== "relaxed") {
    throw invalid(`${name}: static durability is 'strict' or 'relaxed', not ${String(durability)}`);
  }
  return "RELAXED";
}

/** The handlers of a class and of those that it extends; a name is the nearest class's. */
function handlersOf(
  name: string,
  type: new () => Actor,
  raises: boolean,
): Map<string, Handler> {
  const lineage: object[] = [];
  for (let at: object = type; at !== Actor; at = Object.getPrototypeOf(at) as object) {
    lineage.unshift(at);
  }
  const handlers = new Map<string, Handler>();
  const methods = type.prototype as unknown as Record<string | symbol, unknown>;
  for (const ancestor of lineage) {
    for (const declared of declaredBy(ancestor)) {
      handlers.set(declared.name, asHandler(name, declared.name, methods[declared.method], raises));
    }
    const listed: unknown = Object.getOwnPropertyDescriptor(ancestor, "_handlers")?.value;
    if (typeof listed === "object" && listed !== null) {
      for (const [key, value] of Object.entries(listed)) {
        handlers.set(key, asHandler(name, key, value, raises));
      }
    }
    if (handlers.size > MOST_HANDLERS) {
      throw invalid(`${name} has more than ${MOST_HANDLERS} handlers`);
    }
  }
  return handlers;
}

const LONGEST_NAME = 255;
const MOST_HANDLERS = 1_000;

function asHandler(className: string, name: string, value: unknown, raises: boolean): Handler {
  if (name === "" || name.length > LONGEST_NAME || !name.isWellFormed()) {
    throw invalid(`${className}: a handler's name has 1 to ${LONGEST_NAME} characters`);
  }
  if (typeof value !== "function") {
    throw invalid(`${className}: the handler '${name}' is not a function`);
  }
  const handler = value as Handler;
  if (!isRoute(name)) {
    return handler;
  }
  requireRoute(className, name);
  if (isGenerator(handler)) {
    throw invalid(`${className}: '${name}' answers a request at once: it cannot be a generator`);
  }
  return serving(handler, raises, isAsync(handler));
}
