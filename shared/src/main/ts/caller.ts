import type { Ref } from "./bridge";
import { deepFreeze } from "./freezing";

/** Who acts, as authors see it. */
export interface Principal {
  readonly sub: string;
  readonly roles: readonly string[];
  readonly tenant?: string;
  readonly capabilities: readonly string[];
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Which request a turn serves, as authors see it. */
export interface RequestView {
  readonly id?: string;
  readonly trace?: string;
  readonly idempotencyKey?: string;
}

/** What the server says of a request. */
interface Said {
  readonly actor?: { readonly class: string; readonly id: string };
  readonly id?: string;
  readonly key?: string;
  /** Whether it is a message, which nobody waits for. */
  readonly tell?: boolean;
}

const TRACEPARENT = /^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;

const ANONYMOUS = principalOf({ sub: "anonymous" });
const SYSTEM = principalOf({ sub: "system", roles: ["system"] });

/** Principals by their text: the same ones come again and again. */
const known = new Map<string, Principal>();
const MOST_KNOWN = 256;
const LONGEST_KNOWN = 8 << 10;

/** On whose behalf a turn runs. What it was told is parsed when it is asked for. */
export class Behalf {
  private said: Said | null = null;

  /**
   * @param principal JSON; null for nobody in particular
   * @param request JSON: {@link Said}; null for nothing
   * @param local the actor of this isolate that calls
   */
  constructor(
    private readonly principalText: string | null,
    private readonly requestText: string | null,
    private readonly local: Ref | null,
  ) {}

  /** The same request, when an actor calls another one in this isolate. */
  by(caller: Ref): Behalf {
    return new Behalf(this.principalText, this.requestText, caller);
  }

  get principal(): Principal {
    const text = this.principalText;
    if (text === null) {
      return ANONYMOUS;
    }
    return text === SYSTEM_TEXT ? SYSTEM : (known.get(text) ?? read(text));
  }

  /** Whether the server does it by itself. */
  get isSystem(): boolean {
    return this.principalText === SYSTEM_TEXT;
  }

  /** Whether it is a message, which nobody waits for. */
  get isTell(): boolean {
    return this.local === null && this.request.tell === true;
  }

  /** The actor that calls; null when the request comes from outside. */
  get actor(): Ref | null {
    return this.local ?? this.request.actor ?? null;
  }

  /** `this.actjs.caller` */
  get caller(): object {
    const { principal, actor } = this;
    return Object.freeze(
      actor === null
        ? { principal }
        : { principal, actor: Object.freeze({ class: actor.class, id: actor.id }) },
    );
  }

  /** `this.actjs.request` */
  get view(): RequestView {
    const { id, key } = this.request;
    return Object.freeze({
      ...(id !== undefined && { id }),
      ...(id !== undefined && TRACEPARENT.test(id) && { trace: id }),
      ...(key !== undefined && this.local === null && { idempotencyKey: key }),
    });
  }

  private get request(): Said {
    const text = this.requestText;
    return (this.said ??= text === null ? {} : (JSON.parse(text) as Said));
  }
}

const SYSTEM_TEXT = '{"sub":"system","roles":["system"]}';

export const NOBODY = new Behalf(null, null, null);
/** What the server does by itself. */
export const SERVER = new Behalf(SYSTEM_TEXT, null, null);

/** What the last two segments of a command say, if it has them. */
export function behalfOf(segments: readonly (string | null)[], first: number): Behalf {
  const principal = segments[first] ?? null;
  const request = segments[first + 1] ?? null;
  return principal === null && request === null ? NOBODY : new Behalf(principal, request, null);
}

function read(text: string): Principal {
  // A part of the text would keep all of its frame in memory.
  const own = JSON.parse(JSON.stringify(text)) as string;
  const principal = principalOf(JSON.parse(own) as Partial<Principal> & { sub: string });
  if (own.length <= LONGEST_KNOWN) {
    if (known.size >= MOST_KNOWN) {
      known.clear();
    }
    known.set(own, principal);
  }
  return principal;
}

/** Turns of different actors share it, so that nobody may change anything of it. */
function principalOf(said: Partial<Principal> & { readonly sub: string }): Principal {
  const { sub, roles = [], tenant, capabilities = [], claims = {} } = said;
  return deepFreeze({ sub, roles, ...(tenant !== undefined && { tenant }), capabilities, claims });
}
