import type { Ref } from "./bridge";
import type { Behalf, Principal } from "./caller";
import type { LoadedClass } from "./classes";
import { ActjsError, clip, failureOf, NO_REFUSAL } from "./errors";
import { deepFreeze } from "./freezing";
import { isSynchronous } from "./functions";
import { parseArgs } from "./json";
import { purity } from "./lockdown";
import type { Membrane, TurnOwner } from "./membrane";
import { stage } from "./stage";
import type { ActorState } from "./state";

/** What somebody may want to do to an actor. */
export type Kind = "call" | "tell" | "read" | "subscribe" | "create" | "destroy";

/** What somebody wants to do to an actor. */
export interface Wish {
  readonly kind: Kind;
  /** Of a call and a tell. */
  readonly method: string | null;
  /** JSON; of a call, a tell and a creation. */
  readonly args: string | null;
}

/** Whether it is let through. */
export interface Decision {
  readonly allow: boolean;
  /** Why not; for the caller. */
  readonly reason: string;
  /** What decided; for operators. */
  readonly by: string;
}

/** What a class says about who may do what to its actors. */
export interface Policy {
  readonly decide: (principal: unknown, action: unknown) => unknown;
  /** Whether it was made of rules, each of which says its own name. */
  readonly isRules: boolean;
}

/** The member of the exports by which rules come with a class. */
const RULES = "policy.yaml";

const LONGEST_REASON = 500;
const NO_REASON = "policy denied";
/** What administrators may do to any actor, as they may with the server's store. */
const OPERATIONS: readonly Kind[] = ["read", "subscribe", "destroy"];

const { freeze, getOwnPropertyDescriptor } = Object;

/**
 * Reads `static policy`, of the class or one that it extends, or the rules that come with it. What a
 * class is loaded with decides for as long as it runs: assigning another one later is of no effect.
 *
 * @throws ActjsError ClassInvalid
 */
export function policyOf(
  name: string,
  type: object,
  exported: Readonly<Record<string, unknown>>,
): Policy | null {
  const own: unknown = (type as { policy?: unknown }).policy;
  const rules: unknown = exported[RULES];
  if (own !== undefined && rules !== undefined) {
    const both = `has static policy and ${name}.policy.yaml`;
    throw new ActjsError("ClassInvalid", `${name} ${both}: a class has one of them`);
  }
  const decide = own ?? rules;
  if (decide === undefined) {
    return null;
  }
  if (!isSynchronous(decide)) {
    const wanted = "a function of (principal, action) that returns its decision, not a promise";
    throw new ActjsError("ClassInvalid", `${name}: static policy is ${wanted}`);
  }
  return { decide: decide as Policy["decide"], isRules: rules !== undefined };
}

/** Whether anything of the class's actors is ever refused to anybody. */
export function decides({ policy }: LoadedClass): boolean {
  return policy !== null || stage.limits.denyByDefault;
}

/** @throws ActjsError PolicyDenied */
export function requireLeave(
  loaded: LoadedClass,
  id: string,
  state: ActorState | null,
  tags: () => string[],
  wish: Wish,
  behalf: Behalf,
): void {
  if (decides(loaded)) {
    const decision = decide(loaded, id, state, tags, wish, behalf);
    if (!decision.allow) {
      throw denial(loaded.name, wish, decision.reason);
    }
  }
}

export function denial(className: string, { kind, method }: Wish, reason: string): ActjsError {
  const what = method === null ? kind : `${kind} ${clip(method, 255)}`;
  return new ActjsError("PolicyDenied", `policy denied ${what} on ${className}: ${reason}`, {
    ...NO_REFUSAL,
    reason: JSON.stringify(reason),
  });
}

/**
 * Decides: the class's policy, or, without one, the server's default.
 *
 * @param state as the last turn left it; null for an actor that is about to be created
 */
export function decide(
  loaded: LoadedClass,
  id: string,
  state: ActorState | null,
  tags: () => string[],
  wish: Wish,
  behalf: Behalf,
): Decision {
  if (behalf.isSystem) {
    return { allow: true, reason: "", by: "the server itself may do anything" };
  }
  const { principal } = behalf;
  const isAdmin = principal.roles.includes("admin");
  if (isAdmin && OPERATIONS.includes(wish.kind)) {
    return { allow: true, reason: "", by: `administrators may ${wish.kind} any actor` };
  }
  const { policy } = loaded;
  if (policy !== null) {
    return ask(loaded, policy, principal, new Action(loaded, id, state, tags, wish, behalf));
  }
  const allow = isAdmin || !stage.limits.denyByDefault;
  const reason = `${loaded.name} has no policy, and without one this server lets in administrators only`;
  const by = `the server's default for classes without a policy: ${allow && !isAdmin ? "allow" : "deny"}`;
  return { allow, reason: allow ? "" : reason, by: isAdmin ? `${by}, but for administrators` : by };
}

function ask(
  { name, version }: LoadedClass,
  { decide: policy, isRules }: Policy,
  principal: Principal,
  action: Action,
): Decision {
  const who = `policy of ${name}@${version}`;
  purity.reducing = true;
  purity.deciding = true;
  try {
    const returned = Reflect.apply(policy, undefined, [principal, action.shown()]) as unknown;
    const decision = read(returned);
    const said = isRules ? textOf(returned, "by") : null;
    return { ...decision, by: said ?? `${who} returned ${decision.by}` };
  } catch (thrown) {
    const message = clip(failureOf(thrown).message, LONGEST_REASON);
    return { allow: false, reason: `policy threw: ${message}`, by: `${who} threw` };
  } finally {
    purity.reducing = false;
    purity.deciding = false;
    action.end();
  }
}

/** What a policy returned: anything that is no decision denies. `by`: how it reads. */
function read(returned: unknown): Decision {
  switch (returned) {
    case true:
    case "allow":
      return { allow: true, reason: "", by: JSON.stringify(returned) };
    case false:
    case "deny":
      return { allow: false, reason: NO_REASON, by: JSON.stringify(returned) };
    default:
  }
  if (returned instanceof Promise) {
    return wrong("a promise; a policy decides at once");
  }
  if (typeof returned !== "object" || returned === null) {
    return wrong(typeof returned === "string" ? "a text" : String(returned));
  }
  const allow: unknown = getOwnPropertyDescriptor(returned, "allow")?.value;
  if (typeof allow !== "boolean") {
    return wrong("an object whose member allow is no boolean");
  }
  const reason = (allow ? null : textOf(returned, "reason")) ?? NO_REASON;
  return { allow, reason: allow ? "" : reason, by: `{ allow: ${allow} }` };
}

function wrong(what: string): Decision {
  const wanted = "'allow', 'deny', a boolean or { allow, reason }";
  return { allow: false, reason: `policy returned ${what}; return ${wanted}`, by: what };
}

/** A member that is a text, without running code that stands in its place. */
function textOf(holder: unknown, name: string): string | null {
  const value: unknown =
    typeof holder === "object" && holder !== null
      ? getOwnPropertyDescriptor(holder, name)?.value
      : undefined;
  return typeof value === "string" && value !== "" ? clip(value, LONGEST_REASON) : null;
}

/** What a policy is shown. Most policies look at little of it, so each part is made when it is. */
class Action implements TurnOwner {
  private view: Membrane | null = null;
  private args: unknown = undefined;

  constructor(
    private readonly loaded: LoadedClass,
    private readonly id: string,
    private readonly state: ActorState | null,
    private readonly tags: () => string[],
    private readonly wish: Wish,
    private readonly behalf: Behalf,
  ) {}

  shown(): object {
    const { kind, method } = this.wish;
    const { actor } = this.behalf;
    const readArgs = () => this.readArgs();
    const given = {
      get args(): unknown {
        return readArgs();
      },
    };
    const told = { kind, actor: this.shownActor() };
    if (actor !== null) {
      const caller: Ref = freeze({ class: actor.class, id: actor.id });
      Object.assign(told, { caller });
    }
    if (method !== null) {
      Object.assign(told, { method });
    }
    if (this.wish.args !== null) {
      Object.defineProperty(told, "args", getOwnPropertyDescriptor(given, "args")!);
    }
    return freeze(told);
  }

  private shownActor(): object {
    const { name, version } = this.loaded;
    const ref = freeze({ class: name, id: this.id, version });
    const readTags = () => freeze(this.tags());
    if (this.state === null) {
      return freeze({
        ref,
        get tags(): readonly string[] {
          return readTags();
        },
      });
    }
    const readState = () => this.readState();
    return freeze({
      ref,
      get tags(): readonly string[] {
        return readTags();
      },
      get state(): unknown {
        return readState();
      },
    });
  }

  private readArgs(): unknown {
    return (this.args ??= deepFreeze(parseArgs(this.wish.args)));
  }

  private readState(): unknown {
    return (this.view ??= this.state!.look(this)).read();
  }

  mayAct(what: string): void {
    throw new ActjsError("StateReadOnly", `a policy only looks: ${what} is read-only there`);
  }

  end(): void {
    this.view?.finish();
  }
}
