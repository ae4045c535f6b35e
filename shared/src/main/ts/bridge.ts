import type { Behalf } from "./caller";
import { ActjsError, clip, failureOf, NO_REFUSAL, type Refusal } from "./errors";
import { handleOf } from "./handle";
import { NotJson, textOf } from "./json";
import { idChance } from "./lockdown";

/** What the bridge needs of the actor that it belongs to. */
export interface Turns {
  readonly className: string;
  readonly version: string;
  readonly actorId: string;
  /** Milliseconds since 1970 at which the turn began. @throws TypeError outside a turn */
  turnStart(what: string): number;
  /** Whether the class has a handler of that name. */
  handles(type: string): boolean;
  remind(change: ReminderChange): void;
  /** Gives the actor a tag, or takes it from it. */
  retag(tag: unknown, given: boolean): void;
  /** The tags that the actor has, with what the running turn did to them. */
  tags(): string[];
  /** Makes the turn fail, whatever its handler catches; returns the error to throw. */
  condemn(error: ActjsError): ActjsError;
  /** Makes the turn end without a trace, and its message come again; returns the error to throw. */
  putOff(ms: number): ActjsError;
  /** The stored reminders, with what the running turn did to them. */
  reminders(): Promise<unknown>;
  /** Who subscribes to the actor. */
  present(): Promise<unknown>;
  /** Whether clients may call the handler of that name. */
  offers(method: string): boolean;
  /** A capability for the actor; `options`: JSON. */
  mint(options: string): Promise<unknown>;
  /** `terms`: null for the usual ones. */
  callOut(target: Ref, method: string, args: string, terms: Terms | null): Promise<unknown>;
  sendOut(target: Ref, type: string, payload: string): void;
  /** `data`: undefined for none. `names`: whom it is for, unless it is for all. */
  emit(type: string, data: unknown, to: Addressed, names: readonly string[]): void;
  /** Who asks for what the turn does. */
  behalf(what: string): Behalf;
  /** The values from outside that the class declares. */
  env(): object;
  log(level: string, message: string): void;
  /** JSON text of a value that may hold parts of the state. */
  textOf(value: unknown, label: string): string;
}

/** What a turn does to its actor's reminders. `at` is milliseconds since 1970. */
export type ReminderChange =
  | {
      readonly id: string;
      readonly at: number;
      /** Milliseconds between two occurrences; 0 for a single one. */
      readonly every: number;
      readonly type: string;
      readonly payload: string;
    }
  | { readonly cancelled: string };

/** What the names in an emitted message are; the server knows them by these numbers. */
export const enum Addressed {
  All,
  Who,
  Principal,
}

/** On which terms a call is made. */
export interface Terms {
  /** Names the call across its repetitions. */
  readonly key: string | null;
  /** How long the caller waits, milliseconds; 0 for as long as it may. */
  readonly deadlineMs: number;
  /** The turn that has to be the callee's last; negative for any. */
  readonly ifSeq: number;
}

export interface Ref {
  readonly class: string;
  readonly id: string;
}

const LONGEST_LOG = 8_000;
const LONGEST_NAME = 255;
const LONGEST_WAIT_MS = 3_600_000;
const MOST_TURNS = Number.MAX_SAFE_INTEGER;
/** Of what an abort tells besides its reason. */
const LONGEST_DATA = 64 << 10;
const CLASS_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;
const CONTROL_CHARACTER = /[\u0000-\u001f\u007f-\u009f]/;

/** `this.actjs`. */
export class Bridge {
  readonly self: { readonly class: string; readonly id: string; readonly version: string };
  readonly log: Log;
  readonly #turns: Turns;

  constructor(turns: Turns) {
    this.#turns = turns;
    const { className, actorId, version } = turns;
    this.self = Object.freeze({ class: className, id: actorId, version });
    this.log = new Log(turns);
    Object.freeze(this);
  }

  get caller(): object {
    return this.#turns.behalf("this.actjs.caller").caller;
  }

  get request(): object {
    return this.#turns.behalf("this.actjs.request").view;
  }

  get env(): object {
    return this.#turns.env();
  }

  call(target: unknown, method: unknown, args?: unknown, options?: unknown): Promise<unknown> {
    const turns = this.#turns;
    turns.turnStart("this.actjs.call");
    const ref = checkedRef(target, "call");
    const name = checkedName(method, "call", "method");
    const terms = checkedTerms(options);
    return turns.callOut(ref, name, args === undefined ? "{}" : turns.textOf(args, "args"), terms);
  }

  tell(target: unknown, type: unknown, payload?: unknown): void {
    const turns = this.#turns;
    turns.turnStart("this.actjs.tell");
    const ref = checkedRef(target, "tell");
    const name = checkedName(type, "tell", "type");
    turns.sendOut(ref, name, payload === undefined ? "{}" : turns.textOf(payload, "payload"));
  }

  actor(className: unknown, id: unknown): object {
    return handleOf(this, checkedAddress(className, id, "actor", ""));
  }

  emit(type: unknown, data?: unknown, options?: unknown): void {
    const turns = this.#turns;
    turns.turnStart("this.actjs.emit");
    const name = checkedName(type, "emit", "type");
    const { to, names } = checkedRecipients(options);
    turns.emit(name, data, to, names);
  }

  scheduleAt(when: unknown, type: unknown, payload?: unknown): string {
    const now = this.#turns.turnStart("this.actjs.scheduleAt");
    const at = checkedTime(when, now);
    return this.#schedule("scheduleAt", now, at, 0, type, payload);
  }

  scheduleEvery(everyMs: unknown, type: unknown, payload?: unknown): string {
    const now = this.#turns.turnStart("this.actjs.scheduleEvery");
    const every = checkedPeriod(everyMs);
    return this.#schedule("scheduleEvery", now, now + every, every, type, payload);
  }

  cancel(id: unknown): void {
    this.#turns.turnStart("this.actjs.cancel");
    this.#turns.remind({ cancelled: checkedName(id, "cancel", "id") });
  }

  reminders(): Promise<unknown> {
    this.#turns.turnStart("this.actjs.reminders");
    return this.#turns.reminders();
  }

  tag(...tags: unknown[]): void {
    this.#turns.turnStart("this.actjs.tag");
    tags.forEach(tag => this.#turns.retag(tag, true));
  }

  untag(...tags: unknown[]): void {
    this.#turns.turnStart("this.actjs.untag");
    tags.forEach(tag => this.#turns.retag(tag, false));
  }

  tags(): string[] {
    this.#turns.turnStart("this.actjs.tags");
    return this.#turns.tags();
  }

  present(): Promise<unknown> {
    this.#turns.turnStart("this.actjs.present");
    return this.#turns.present();
  }

  mintCapability(options: unknown): Promise<unknown> {
    const turns = this.#turns;
    turns.turnStart("this.actjs.mintCapability");
    return turns.mint(JSON.stringify(checkedTermsOfCapability(turns, options)));
  }

  #schedule(
    verb: string,
    now: number,
    at: number,
    every: number,
    type: unknown,
    payload: unknown,
  ): string {
    const turns = this.#turns;
    const name = checkedName(type, verb, "type");
    if (!turns.handles(name)) {
      throw new ActjsError(
        "UnknownMethod",
        `${verb}: ${turns.className} has no handler '${clip(name, 100)}' for the reminder`,
      );
    }
    const text = payload === undefined ? "{}" : turns.textOf(payload, "payload");
    const id = uuidOf(now);
    turns.remind({ id, at, every, type: name, payload: text });
    return id;
  }

  now(): number {
    return this.#turns.turnStart("this.actjs.now");
  }

  abort(reason?: unknown, more?: unknown): never {
    const turns = this.#turns;
    turns.turnStart("this.actjs.abort");
    let error: ActjsError;
    try {
      const message = reason === undefined ? "the actor refused" : clip(String(reason), 4_000);
      error = new ActjsError("ActorAbort", message, checkedRefusal(turns, more));
    } catch (thrown) {
      // What cannot be told must not keep the turn going.
      const fault = thrown instanceof ActjsError ? thrown : null;
      error = fault ?? new ActjsError("HandlerError", `abort: ${failureOf(thrown).message}`);
    }
    throw turns.condemn(error);
  }

  defer(ms: unknown): never {
    const turns = this.#turns;
    turns.turnStart("this.actjs.defer");
    const fits = typeof ms === "number" && ms >= 1 && ms <= FURTHEST_MS;
    if (!fits || !Number.isInteger(ms)) {
      throw badTime("defer: whole milliseconds from 1 to 100 years");
    }
    throw turns.putOff(ms);
  }
}

/** `this.actjs.log`. */
export class Log {
  readonly #turns: Turns;

  constructor(turns: Turns) {
    this.#turns = turns;
    Object.freeze(this);
  }

  info(...values: unknown[]): void {
    this.#write("info", values);
  }

  warn(...values: unknown[]): void {
    this.#write("warn", values);
  }

  error(...values: unknown[]): void {
    this.#write("error", values);
  }

  #write(level: string, values: readonly unknown[]): void {
    const text = values.map(describe).join(" ");
    this.#turns.log(level, clip(text, LONGEST_LOG));
  }
}

/** A value as the log shows it: JSON, where it is JSON. */
export function describe(value: unknown): string {
  if (value instanceof Error || typeof value !== "object" || value === null) {
    return String(value);
  }
  try {
    return textOf(value, null);
  } catch (fault) {
    if (fault instanceof NotJson) {
      return Object.prototype.toString.call(value);
    }
    throw fault;
  }
}

/** @throws ActjsError, TypeError when it cannot be told */
function checkedRefusal(turns: Turns, more: unknown): Refusal | null {
  if (more === undefined || more === null) {
    return null;
  }
  if (typeof more !== "object") {
    throw new TypeError(`abort(reason, { code, data }): not ${typeof more}`);
  }
  const { code, data } = more as { code?: unknown; data?: unknown };
  const text = data === undefined ? null : turns.textOf(data, "data");
  if (text !== null && text.length > LONGEST_DATA) {
    const limit = `${LONGEST_DATA} are the limit`;
    throw new ActjsError("PayloadTooLarge", `abort: data has ${text.length} characters; ${limit}`);
  }
  return {
    ...NO_REFUSAL,
    reasonCode: code === undefined ? null : checkedName(code, "abort", "code"),
    data: text,
  };
}

function checkedRef(target: unknown, verb: string): Ref {
  const ref = target as Partial<Record<"class" | "id", unknown>> | null;
  if (typeof ref !== "object" || ref === null) {
    throw new TypeError(`${verb}(ref, …): ref is { class, id }, not ${String(target)}`);
  }
  return checkedAddress(ref.class, ref.id, verb, "ref.");
}

/** The address, by the rules of the server's `ActorRef`: what passes here is one there. */
function checkedAddress(className: unknown, id: unknown, verb: string, of: string): Ref {
  const name = checkedName(className, verb, `${of}class`);
  if (!CLASS_NAME.test(name)) {
    throw invalid(`${verb}: "${clip(name, 60)}" is not a class name`);
  }
  const checkedId = checkedName(id, verb, `${of}id`);
  if (CONTROL_CHARACTER.test(checkedId)) {
    throw invalid(`${verb}: ${of}id has a control character in it`);
  }
  return { class: name, id: checkedId };
}

/** Handlers of one capability, and what it may grant besides. */
const MOST_METHODS = 100;
const GRANTS = ["read", "subscribe", "create", "destroy"];

interface CapabilityTerms {
  readonly methods: readonly string[];
  readonly grants: readonly string[];
  readonly audience?: string;
  readonly ttlMs: number;
}

/** @throws ActjsError, TypeError when no capability can have these terms */
function checkedTermsOfCapability(turns: Turns, options: unknown): CapabilityTerms {
  if (typeof options !== "object" || options === null) {
    throw new TypeError(`mintCapability({ methods, ttlMs }): not ${String(options)}`);
  }
  const { methods, grants, audience, ttlMs } = options as Record<string, unknown>;
  const named = checkedList(methods, "methods", MOST_METHODS);
  const granted = checkedList(grants, "grants", GRANTS.length);
  if (named.length === 0 && granted.length === 0) {
    throw invalid("mintCapability: name a method, or something to grant");
  }
  for (const name of named) {
    if (!turns.offers(name)) {
      const why = `${turns.className} has no handler '${clip(name, 100)}' for clients`;
      throw new ActjsError("UnknownMethod", `mintCapability: ${why}`);
    }
  }
  for (const name of granted) {
    if (!GRANTS.includes(name)) {
      throw invalid(`mintCapability: '${clip(name, 100)}' cannot be granted; ${GRANTS.join(", ")} can`);
    }
  }
  if (typeof ttlMs !== "number" || !Number.isSafeInteger(ttlMs) || ttlMs < 1) {
    throw invalid("mintCapability: ttlMs is how long it lasts, whole milliseconds from 1");
  }
  if (audience === undefined || audience === null) {
    return { methods: named, grants: granted, ttlMs };
  }
  const checked = checkedName(audience, "mintCapability", "audience");
  return { methods: named, grants: granted, audience: checked, ttlMs };
}

function checkedList(value: unknown, what: string, most: number): readonly string[] {
  if (value === undefined || value === null) {
    return [];
  }
  if (!Array.isArray(value) || value.length > most) {
    throw invalid(`mintCapability: ${what} is an array of ${most} names at most`);
  }
  return value.map((name: unknown) => checkedName(name, "mintCapability", what));
}

function checkedTerms(options: unknown): Terms | null {
  if (options === undefined || options === null) {
    return null;
  }
  if (typeof options !== "object") {
    throw new TypeError(`call(…, { key, deadlineMs, ifSeq }): not ${typeof options}`);
  }
  const { key, deadlineMs, ifSeq } = options as Record<string, unknown>;
  return {
    key: key === undefined || key === null ? null : checkedName(key, "call", "key"),
    deadlineMs: deadlineMs === undefined ? 0 : checkedWhole(deadlineMs, "deadlineMs", 1, LONGEST_WAIT_MS),
    ifSeq:
      ifSeq === undefined || ifSeq === null
        ? -1
        : checkedWhole(typeof ifSeq === "string" ? Number(ifSeq) : ifSeq, "ifSeq", 0, MOST_TURNS),
  };
}

interface Recipients {
  readonly to: Addressed;
  readonly names: readonly string[];
}

const EVERYBODY: Recipients = { to: Addressed.All, names: [] };
/** Subscribers that one message names. */
const MOST_RECIPIENTS = 1_000;

function checkedRecipients(options: unknown): Recipients {
  if (options === undefined || options === null) {
    return EVERYBODY;
  }
  if (typeof options !== "object") {
    throw new TypeError(`emit(type, data, { to }): not ${typeof options}`);
  }
  const { to } = options as { to?: unknown };
  if (to === undefined || to === null) {
    return EVERYBODY;
  }
  if (typeof to === "string" || Array.isArray(to)) {
    return { to: Addressed.Who, names: checkedNames(to, "to") };
  }
  const principal = typeof to === "object" ? (to as { principal?: unknown }).principal : undefined;
  if (principal === undefined) {
    throw new TypeError("emit: to is a subscriber's id, several, or { principal }");
  }
  return { to: Addressed.Principal, names: checkedNames(principal, "to.principal") };
}

function checkedNames(value: unknown, what: string): readonly string[] {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (names.length > MOST_RECIPIENTS) {
    throw invalid(`emit: ${what} names ${names.length} subscribers; ${MOST_RECIPIENTS} are the limit`);
  }
  return names.map(name => checkedName(name, "emit", what));
}

function checkedWhole(value: unknown, what: string, least: number, most: number): number {
  const fits = typeof value === "number" && Number.isInteger(value);
  if (!fits || value < least || value > most) {
    throw invalid(`call: ${what} must be a whole number from ${least} to ${most}`);
  }
  return value;
}

function checkedName(value: unknown, verb: string, what: string): string {
  if (typeof value !== "string") {
    throw new TypeError(`${verb}: ${what} must be a string, not ${typeof value}`);
  }
  if (value === "" || value.length > LONGEST_NAME) {
    throw invalid(`${verb}: ${what} must have 1 to ${LONGEST_NAME} characters`);
  }
  if (!value.isWellFormed()) {
    throw invalid(`${verb}: ${what} has half of a surrogate pair in it`);
  }
  return value;
}

const YEAR_MS = 365 * 86_400_000;
const FURTHEST_MS = 100 * YEAR_MS;
const SHORTEST_PERIOD_MS = 1_000;

function checkedTime(when: unknown, now: number): number {
  const at = when instanceof Date ? when.getTime() : when;
  if (typeof at !== "number" || !(at - at === 0)) {
    throw badTime("scheduleAt: when is a Date, or milliseconds since 1970");
  }
  const whole = Math.ceil(at);
  if (whole < now) {
    throw badTime(`scheduleAt: when is ${now - whole} ms in the past; this.actjs.now() is at once`);
  }
  if (whole > now + FURTHEST_MS) {
    throw badTime("scheduleAt: when is more than 100 years away");
  }
  return whole;
}

function checkedPeriod(everyMs: unknown): number {
  const fits =
    typeof everyMs === "number" && everyMs >= SHORTEST_PERIOD_MS && everyMs <= FURTHEST_MS;
  if (!fits || !Number.isInteger(everyMs)) {
    throw badTime(`scheduleEvery: whole milliseconds from ${SHORTEST_PERIOD_MS} to 100 years`);
  }
  return everyMs;
}

function badTime(message: string): ActjsError {
  return new ActjsError("ReminderInvalid", message);
}

/** A UUIDv7: ids of later turns sort behind those of earlier ones. */
function uuidOf(now: number): string {
  const time = now.toString(16).padStart(12, "0");
  const random = (digits: number) =>
    Math.floor(idChance() * 16 ** digits)
      .toString(16)
      .padStart(digits, "0");
  const variant = (8 + Math.floor(idChance() * 4)).toString(16) + random(3);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random(3)}-${variant}-${random(12)}`;
}

function invalid(message: string): ActjsError {
  return new ActjsError("SchemaInvalid", message);
}
