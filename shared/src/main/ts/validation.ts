import { type Check, Compilation, issuesOf } from "./checks";
import { ActjsError, clip, NO_REFUSAL } from "./errors";
import type { Issues } from "./issues";
import { isRoute } from "./rawroutes";
import type { Schema, Schemas } from "./schemas";

const LONGEST_NAME = 100;

export const NO_ISSUES = "[]";

/**
 * Holds what comes to a class's handlers against the types that they declare. Compiled at first
 * use, handler by handler.
 */
export class Validation {
  private readonly compilation: Compilation;
  private readonly handlers = new Map<string, Check | null>();

  constructor(
    private readonly className: string,
    private readonly schemas: Schemas,
  ) {
    this.compilation = new Compilation(schemas);
  }

  /** @throws ActjsError SchemaInvalid */
  requireArgs(method: string, args: unknown, chars: number): void {
    let check = this.handlers.get(method);
    if (check === undefined) {
      const { handlers = {} } = this.schemas;
      check = this.checkOf(Object.hasOwn(handlers, method) ? handlers[method]!.args : true);
      this.handlers.set(method, check);
    }
    if (check !== null) {
      this.require(check, method, args, chars);
    }
  }

  /** What the creator of an actor gave. @throws ActjsError SchemaInvalid */
  requireCreation(args: unknown, chars: number): void {
    const check = this.checkOf(this.schemas.create?.args);
    if (check !== null) {
      this.require(check, "onInit", args, chars);
    }
  }

  /**
   * Holds what a handler returned against its type. `json`: null for nothing.
   *
   * @throws ActjsError HandlerError
   */
  requireResult(method: string, json: string | null): void {
    const { handlers = {} } = this.schemas;
    const schema = Object.hasOwn(handlers, method) ? handlers[method]!.result : true;
    this.requireOwn(this.checkOf(schema), method, "what it returns", json);
  }

  /** The same for what it yields. @throws ActjsError HandlerError */
  requireYielded(method: string, json: string): void {
    const { handlers = {} } = this.schemas;
    const schema = Object.hasOwn(handlers, method) ? handlers[method]!.yields : true;
    this.requireOwn(this.checkOf(schema), method, "what it yields", json);
  }

  /** The same for the state that the turn leaves. @throws ActjsError HandlerError */
  requireState(method: string, json: () => string): void {
    const check = this.checkOf(this.schemas.state);
    this.requireOwn(check, method, "the state that it leaves", check === null ? null : json());
  }

  private requireOwn(check: Check | null, method: string, what: string, json: string | null): void {
    const text = json ?? "null";
    const found = check === null ? null : issuesOf(check, JSON.parse(text), text.length);
    if (found !== null) {
      const whole = `${what}, ${found.text("as a whole,")}`;
      throw this.refusal("HandlerError", method, whole, found);
    }
  }

  /** What does not fit of a state, as JSON: an array of issues. */
  stateIssues(json: string): string {
    const check = this.checkOf(this.schemas.state);
    const found = check === null ? null : issuesOf(check, JSON.parse(json), json.length);
    return found === null ? NO_ISSUES : JSON.stringify(found.list);
  }

  private require(check: Check, method: string, args: unknown, chars: number): void {
    const found = issuesOf(check, args, chars);
    if (found !== null) {
      throw this.refusal("SchemaInvalid", method, found.text("what it is given"), found);
    }
  }

  private refusal(code: string, method: string, what: string, found: Issues): ActjsError {
    const message = `${this.className}.${clip(method, LONGEST_NAME)}: ${what}`;
    const issues = JSON.stringify(found.list);
    return new ActjsError(code, message, { ...NO_REFUSAL, issues });
  }

  private checkOf(schema: Schema | undefined): Check | null {
    return schema === undefined || schema === true ? null : this.compilation.of(schema);
  }
}

/** What raw routes are given and answer is the kernel's to check. */
function withoutRoutes(schemas: Schemas): Schemas {
  const handlers = Object.entries(schemas.handlers ?? {}).filter(([name]) => !isRoute(name));
  return { ...schemas, handlers: Object.fromEntries(handlers) };
}

/** @throws ActjsError ClassInvalid */
export function validationOf(name: string, type: object, schemas: string): Validation | null {
  const { validate } = type as { validate?: unknown };
  if (validate !== undefined && typeof validate !== "boolean") {
    throw new ActjsError("ClassInvalid", `${name}: static validate is true or false`);
  }
  if (validate === false || schemas === "") {
    return null;
  }
  try {
    return new Validation(name, withoutRoutes(JSON.parse(schemas) as Schemas));
  } catch {
    throw new ActjsError("ClassInvalid", `${name}: its stored schemas are not JSON`);
  }
}
