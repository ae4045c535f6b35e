import { ActjsError, clip } from "./errors";
import { NotJson, textOf } from "./json";

/** What the bridge needs of the actor that it belongs to. */
export interface Turns {
  readonly className: string;
  readonly version: string;
  readonly actorId: string;
  /** Milliseconds since 1970 at which the turn began. @throws TypeError outside a turn */
  turnStart(what: string): number;
  callOut(target: Ref, method: string, args: string): Promise<unknown>;
  sendOut(target: Ref, type: string, payload: string): void;
  log(level: string, message: string): void;
  /** JSON text of a value that may hold parts of the state. */
  textOf(value: unknown, label: string): string;
}

export interface Ref {
  readonly class: string;
  readonly id: string;
}

const LONGEST_LOG = 8_000;
const LONGEST_NAME = 255;
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

  call(target: unknown, method: unknown, args?: unknown): Promise<unknown> {
    const turns = this.#turns;
    turns.turnStart("this.actjs.call");
    const ref = checkedRef(target, "call");
    const name = checkedName(method, "call", "method");
    return turns.callOut(ref, name, args === undefined ? "{}" : turns.textOf(args, "args"));
  }

  tell(target: unknown, type: unknown, payload?: unknown): void {
    const turns = this.#turns;
    turns.turnStart("this.actjs.tell");
    const ref = checkedRef(target, "tell");
    const name = checkedName(type, "tell", "type");
    turns.sendOut(ref, name, payload === undefined ? "{}" : turns.textOf(payload, "payload"));
  }

  now(): number {
    return this.#turns.turnStart("this.actjs.now");
  }

  abort(reason?: unknown): never {
    throw new ActjsError("ActorAbort", reason === undefined ? "the actor refused" : String(reason));
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
    const text = values.map(value => this.#textOf(value)).join(" ");
    this.#turns.log(level, clip(text, LONGEST_LOG));
  }

  #textOf(value: unknown): string {
    if (value instanceof Error) {
      return String(value);
    }
    if (typeof value !== "object" || value === null) {
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
}

/** The address, by the rules of the server's `ActorRef`: what passes here is one there. */
function checkedRef(target: unknown, verb: string): Ref {
  const ref = target as Partial<Record<"class" | "id", unknown>> | null;
  if (typeof ref !== "object" || ref === null) {
    throw new TypeError(`${verb}(ref, …): ref is { class, id }, not ${String(target)}`);
  }
  const className = checkedName(ref.class, verb, "ref.class");
  if (!CLASS_NAME.test(className)) {
    throw invalid(`${verb}: "${clip(className, 60)}" is not a class name`);
  }
  const id = checkedName(ref.id, verb, "ref.id");
  if (CONTROL_CHARACTER.test(id)) {
    throw invalid(`${verb}: ref.id has a control character in it`);
  }
  return { class: className, id };
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

function invalid(message: string): ActjsError {
  return new ActjsError("SchemaInvalid", message);
}
