import { ActjsError } from "./errors";
import { isRoute, routeName } from "./rawroutes";
import { hmacSha256, sameBytes } from "./signatures";

/** What an actor object needs of the kernel. */
export interface Owner {
  readState(): unknown;
  writeState(value: unknown): void;
  bridge(): object;
}

let owner: Owner | null = null;

/** Makes the object of an actor; `new` works nowhere else. */
export function construct(type: new () => Actor, of: Owner): Actor {
  owner = of;
  try {
    return new type();
  } finally {
    owner = null;
  }
}

/** Forgets a construction that was stopped half way. */
export function abandonConstruction(): void {
  owner = null;
}

/** The base of actor classes; authors see it as `actjs.d.ts` declares it. */
export class Actor {
  readonly #owner: Owner;

  constructor() {
    if (owner === null) {
      throw new TypeError("actors are made by the server; call one with this.actjs.call(ref, …)");
    }
    this.#owner = owner;
    owner = null;
  }

  get state(): unknown {
    return this.#owner.readState();
  }

  set state(value: unknown) {
    this.#owner.writeState(value);
  }

  get actjs(): object {
    return this.#owner.bridge();
  }

  onInit(_args: unknown): unknown {
    return undefined;
  }

  onActivate(): unknown {
    return undefined;
  }

  onDeactivate(): unknown {
    return undefined;
  }

  snapshot(): unknown {
    return this.state;
  }
}

export class EventSourced extends Actor {
  initialState(): unknown {
    throw new ActjsError("HandlerError", "an EventSourced class needs initialState()");
  }

  reduce(_state: unknown, _event: unknown): unknown {
    throw new ActjsError("HandlerError", "an EventSourced class needs reduce(state, event)");
  }
}

export class Replica extends Actor {}

/** A handler that a decorator declared: its name, and the method that runs. */
interface Declared {
  readonly name: string;
  readonly method: string | symbol;
  readonly internal: boolean;
}

interface MethodContext {
  readonly kind: string;
  readonly name: string | symbol;
  readonly static: boolean;
  readonly private: boolean;
  readonly metadata: object;
}

/** What each class declared, by its decorator metadata. */
const declarations = new WeakMap<object, Declared[]>();

/** Decorates a method as the handler of calls and messages named `name`. */
export function handler(
  name: unknown,
  options?: unknown,
): (method: unknown, context: MethodContext) => void {
  if (typeof name !== "string" || name === "") {
    throw new TypeError("write @handler('name') before a method: it needs the handler's name");
  }
  if (isRoute(name)) {
    throw new TypeError(`@handler('${name}') names a route; write @http('POST', '/hooks/:id')`);
  }
  return declaring(name, `@handler('${name}')`, isInternal(name, options));
}

/** Decorates a method as what serves the HTTP requests of a method and a path. */
export function http(
  method: unknown,
  path: unknown,
): (method: unknown, context: MethodContext) => void {
  const written = `@http('${String(method)}', '${String(path)}')`;
  return declaring(routeName(method, path), written, false);
}

function isInternal(name: string, options: unknown): boolean {
  if (options === undefined) {
    return false;
  }
  const members = typeof options === "object" && options !== null ? Object.entries(options) : null;
  const [other] = members === null ? ["?"] : members.filter(([key]) => key !== "internal");
  const internal = (options as { internal?: unknown } | null)?.internal ?? false;
  if (other !== undefined || typeof internal !== "boolean") {
    throw new TypeError(`@handler('${name}', options): the only option is internal: true or false`);
  }
  return internal;
}

function declaring(
  name: string,
  written: string,
  internal: boolean,
): (method: unknown, context: MethodContext) => void {
  return (_method, context) => {
    if (context.kind !== "method" || context.static || context.private) {
      const what = `${context.static ? "static " : ""}${context.private ? "private " : ""}`;
      throw new TypeError(
        `${written} stands before a ${what}${context.kind}; it needs a public method`,
      );
    }
    const declared = declarations.get(context.metadata) ?? [];
    if (declared.some(other => other.name === name)) {
      throw new TypeError(`two methods are declared as ${written}`);
    }
    declared.push({ name, method: context.name, internal });
    declarations.set(context.metadata, declared);
  };
}

/** The handlers that decorators of exactly this class declared. */
export function declaredBy(type: object): readonly Declared[] {
  const metadata = Object.getOwnPropertyDescriptor(type, Symbol.metadata)?.value as object;
  return metadata === undefined ? [] : (declarations.get(metadata) ?? []);
}

if (Symbol.metadata === undefined) {
  Object.defineProperty(Symbol, "metadata", { value: Symbol("Symbol.metadata") });
}

/** Whether something that was thrown came from the server or from another actor, with a code. */
export function isActorError(value: unknown): boolean {
  return ActjsError.is(value);
}

/** What `actjs` is for authors. */
export const kit = {
  Actor,
  EventSourced,
  Replica,
  handler,
  hmacSha256,
  http,
  isActorError,
  sameBytes,
};
