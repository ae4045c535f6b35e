/**
 * What actor classes import: `import { Actor, EventSourced, Replica, handler } from 'actjs'`.
 *
 * An actor is one object, named by its class and an id. It handles one call at a time. A call is a
 * *turn*: its changes, events and messages are stored together, or, when the handler throws, none
 * of them. State, arguments, results, events and messages are JSON: what is not JSON is refused
 * with `StateNotSerializable` and the path to it. The one exception: a member that is `undefined`
 * is absent.
 *
 * Await what you start. Between turns a promise that outlives its turn can neither change the state
 * nor call; if it goes on during a later turn of the same actor, what it does becomes part of that turn.
 *
 * What counts is the state at the end of the turn. When a `Date`, `Map`, `Set`, function, symbol,
 * bigint, class instance, accessor, cycle, `NaN`, `Infinity` or hole stands in it then, the turn
 * fails with `StateNotSerializable`; in between anything may. Members named by a symbol or
 * `__proto__` are refused at once, and so is to freeze or seal the state. What you store is copied
 * when the turn ends, so that no object stands in the state twice and a reference kept elsewhere
 * does not change it. Nesting deeper than 500 is refused. The order of members is kept.
 *
 * Variables of the module belong to all actors of the class that happen to run side by side, and
 * to nobody: see "Memory that is not state" in docs/writing-actors.md.
 */

/** Names an actor. */
export interface ActorRef {
  /** The published name of its class. */
  readonly class: string;
  /** 1 to 255 characters. */
  readonly id: string;
}

/** A message to come. */
export interface Reminder {
  readonly id: string;
  /** When it is due: milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds between two occurrences; 0 for a single one. */
  readonly every: number;
  readonly type: string;
  readonly payload: any;
}

/** On which terms a call is made. */
export interface CallOptions {
  /**
   * Names the call across its repetitions, 1 to 255 characters. The first one is made; what it was
   * answered, also an error that the handler threw, is kept for a day and answers the others. It is
   * the calling actor's own: that of another names another call. `IdempotencyMismatch` with other
   * arguments.
   */
  readonly key?: string;
  /** How long to wait, milliseconds; no longer than the caller of this turn waits. */
  readonly deadlineMs?: number;
  /**
   * The call is made only when this is the other actor's last turn, as a read of it tells; else
   * `Conflict`.
   */
  readonly ifSeq?: number | string;
}

/** Who acts. */
export interface Principal {
  /** Names it among all principals; `anonymous` when nothing is known, `system` for the server. */
  readonly sub: string;
  readonly roles: readonly string[];
  /** Whom it belongs to. */
  readonly tenant?: string;
  /** What its capability lets it do, such as `call:read`; empty without one. */
  readonly capabilities: readonly string[];
  /** What else is known of it, such as the claims of its token. */
  readonly claims: Readonly<Record<string, any>>;
}

/** What a capability lets its bearer do. */
export interface CapabilityOptions {
  /** The handlers that the bearer may call, and send messages to. */
  readonly methods?: readonly string[];
  /** What the bearer may do besides. */
  readonly grants?: readonly ("read" | "subscribe" | "create" | "destroy")[];
  /** For how long it holds, milliseconds. */
  readonly ttlMs: number;
  /** The service that is to accept it; servers accept their issuer's name unless told others. */
  readonly audience?: string;
}

/** On whose behalf a turn runs. */
export interface Caller {
  /**
   * Who sent the request that set all of this off. Calls, messages and reminders carry it on, also
   * after a restart. For `onActivate` of an actor that exists, and `onDeactivate`, it is `system`.
   */
  readonly principal: Principal;
  /** The actor that calls or told; absent when a client does. A reminder is its own actor's. */
  readonly actor?: ActorRef;
}

/**
 * What somebody wants to do to an actor of a class, as its `static policy` is shown it. All of it can
 * be read only. `S` is the actor's state.
 */
export type PolicyAction<A = any> = {
  /**
   * - `call`: call a handler, also by HTTP as a raw route, whose name is its method and path;
   * - `tell`: send it a message. It is asked when the message is sent, and again when it is handled;
   * - `read`: get the state once;
   * - `subscribe`: get the state and whatever changes;
   * - `create`: have the actor come into being, by a creation or by the first call; before `onInit`;
   * - `destroy`: delete it.
   */
  readonly kind: 'call' | 'tell' | 'read' | 'subscribe' | 'create' | 'destroy';
  /** The actor that calls or told, when it is not a client. */
  readonly caller?: ActorRef;
} & (
  | {
      readonly kind: 'call' | 'tell';
      readonly method: string;
      /** Not held against its type yet. */
      readonly args: any;
      readonly actor: PolicyTarget<A>;
    }
  | { readonly kind: 'read' | 'subscribe' | 'destroy'; readonly actor: PolicyTarget<A> }
  | {
      readonly kind: 'create';
      /** What `onInit` gets; `{}` when a call has the actor come into being. */
      readonly args: any;
      /** There is no state yet. */
      readonly actor: { readonly ref: PolicyRef; readonly tags: readonly string[] };
    }
);

/** The actor that a policy decides about. */
export interface PolicyTarget<A = any> {
  readonly ref: PolicyRef;
  /** Sorted. */
  readonly tags: readonly string[];
  /** As the last turn left it. */
  readonly state: A extends { state: infer S } ? S : any;
}

/** Names an actor, and the version of its class that runs. */
export interface PolicyRef extends ActorRef {
  readonly version: string;
}

/**
 * What a policy decides. Anything else that it returns, a promise above all, denies, and so does what
 * it throws. `reason` is told to the caller, in 500 characters at most.
 */
export type PolicyDecision = 'allow' | 'deny' | boolean | { allow: boolean; reason?: string };

/** The request that a turn serves. */
export interface RequestInfo {
  /** As the server's log has it: `X-Request-Id` or `traceparent`, if the client sent one. */
  readonly id?: string;
  /** The W3C `traceparent`, if the client sent one. */
  readonly trace?: string;
  /** Of a request under a key, the key. */
  readonly idempotencyKey?: string;
}

/** Somebody who subscribes to an actor. */
export interface Subscriber {
  /** What it calls itself, or an id that nobody else has. */
  readonly who: string;
  /** On whose behalf, when that is known. */
  readonly principal?: string;
  /** What it tells about itself, such as where its cursor is; null when it tells nothing. */
  readonly data: any;
  /** When it came: milliseconds since 1970. */
  readonly since: number;
}

/**
 * The handlers of an actor, to be called: what of a class or an interface `A` is a method, and
 * neither private nor a method of every actor. That a method is a handler is checked when the
 * calling class is published.
 */
export type ActorHandle<A> = {
  readonly [K in keyof A as HandlerName<A, K>]: A[K] extends (...args: infer P) => infer R
    ? HandlerCall<ArgumentOf<P>, AnswerOf<A, Awaited<R>>>
    : never;
};

/** The handlers of an actor whose class is not known. */
export type AnyHandlers = { readonly [handler: string]: HandlerCall<[args?: any], any> } & {
  readonly then?: undefined;
};

/** Calls one handler of one actor. */
export interface HandlerCall<P extends unknown[], R> {
  /** Calls it and waits for the result, as {@link Actjs.call} does. */
  (...args: [...args: P, options?: CallOptions]): Promise<R>;
  /** Sends it a message, as {@link Actjs.tell} does. */
  tell(...args: P): void;
}

type HandlerName<A, K extends keyof A> = K extends 'then' | 'toJSON' | keyof Object
  ? never
  : A extends { readonly actjs: Actjs }
    ? K extends keyof EventSourced
      ? never
      : MethodName<A, K>
    : MethodName<A, K>;

type MethodName<A, K extends keyof A> = A[K] extends (...args: any) => unknown ? K : never;

/** What a handler takes; it may be left out where `{}` will do. */
type ArgumentOf<P extends unknown[]> = P extends []
  ? [args?: Record<string, never>]
  : P extends [infer T, ...unknown[]]
    ? {} extends T
      ? [args?: T]
      : [args: T]
    : P extends [(infer T)?, ...unknown[]]
      ? [args?: T]
      : [args?: any];

/**
 * What a caller gets: of a generator all that it yields, of an event-sourced actor the events, or
 * the `result` beside them.
 */
type AnswerOf<A, R> = R extends AsyncGenerator<infer Y, any, any> | Generator<infer Y, any, any>
  ? Y[]
  : ReturnedBy<A, R>;

type ReturnedBy<A, R> = A extends { initialState(): unknown; reduce(...args: any): unknown }
  ? R extends { events: unknown }
    ? R extends { result?: infer X }
      ? 'result' extends keyof R
        ? X
        : undefined
      : never
    : R
  : R;

/** Whom an emitted message is for. */
export interface EmitOptions {
  /**
   * The `who` of a subscriber, or of several; or all subscribers of a principal, or of several.
   * All subscribers when left out. Who is not there misses it.
   */
  readonly to?: string | readonly string[] | { readonly principal: string | readonly string[] };
}

/** What `this.actjs.env` is in a class without `static env`. */
export interface NoEnv {}

/**
 * What a handler can reach besides its state. Works inside a turn; inside `reduce` it throws. `Env`
 * is what {@link Actor.env} declares: publishing derives it. An editor, which does not, takes any
 * name; `declare readonly actjs: Actjs<{ readonly REGION: string }>` in the class tells it.
 */
export interface Actjs<Env = any> {
  /** Who this actor is; `version` is that of the class that runs. */
  readonly self: ActorRef & { readonly version: string };
  /**
   * Calls a handler of another actor and waits for its result. Meanwhile this actor takes no other
   * call; others go on.
   *
   * @param args JSON; `{}` when left out
   * @param options a `key` makes the call once, however often it is repeated
   * @throws an {@link ActorError}: `HandlerError` for what the handler threw, `UnknownMethod`,
   *   `CallCycle` when the call would wait for itself, `CallTimeout` …; of an `ActorAbort` also the
   *   `reasonCode` and `data` that the other actor gave
   */
  call<T = any>(ref: ActorRef, method: string, args?: unknown, options?: CallOptions): Promise<T>;
  /**
   * Sends a message to the handler `type` of another actor. It leaves when this turn is stored, and
   * is handled once.
   *
   * @param payload JSON; `{}` when left out
   * @throws OutboxFull when the turn sends more than a turn may; the turn fails, even when the
   *   handler catches it
   */
  tell(ref: ActorRef, type: string, payload?: unknown): void;
  /**
   * An actor whose handlers are called as methods, with the types of its class. Nothing is sent
   * before one is; see {@link HandlerCall}.
   *
   * ```ts
   * import type { Stock } from './Stock';
   *
   * const stock = this.actjs.actor<Stock>('Stock', 'apple');
   * const { price } = await stock.reserve({ count: 1 });
   * await stock.reserve({ count: 1 }, { key: orderId, deadlineMs: 2_000 });
   * stock.ship.tell({ count: 1 });
   * ```
   *
   * A class that lists its handlers in `static _handlers` is named by `typeof Stock`. Without a type
   * every name may be called, with anything. A handler whose name is that of no method, `then` or
   * `toString` is for {@link call}.
   *
   * @param className the published name of its class
   * @param id 1 to 255 characters
   * @throws SchemaInvalid when there can be no actor of that name
   */
  actor(className: string, id: string): AnyHandlers;
  actor<C extends { readonly _handlers: object }>(
    className: string,
    id: string,
  ): ActorHandle<C['_handlers']>;
  actor<A>(className: string, id: string): ActorHandle<A>;
  /**
   * Sends a message to those who subscribe to this actor now. Nothing is stored: it leaves when this
   * turn is, behind the turn's changes, and a turn that fails emits nothing. A subscriber that is too
   * slow misses messages, and is told how many. A turn that only emits stores nothing.
   *
   * Not in a constructor, in `reduce` or in `migrate`.
   *
   * @param data JSON of at most 65 536 characters, as the server is configured; `{}` when left out
   * @throws PayloadTooLarge, OutboxFull when the turn emits and sends more than a turn may; the turn
   *   fails, even when the handler catches it
   */
  emit(type: string, data?: unknown, options?: EmitOptions): void;
  /**
   * Sends a message to this actor's own handler `type`, later. It is stored with this turn, is
   * handled once, also after a crash, and late rather than never.
   *
   * @param when a Date, or milliseconds since 1970; from `this.actjs.now()` to 100 years later
   * @param payload JSON; `{}` when left out
   * @returns the reminder's id, for `cancel`
   * @throws ReminderInvalid when `when` is out of range
   */
  scheduleAt(when: number | Date, type: string, payload?: unknown): string;
  /**
   * Like `scheduleAt`, again and again: first after one period. Occurrences that were missed while
   * the server was down are made up for by one.
   *
   * @param everyMs whole milliseconds, from 1000
   */
  scheduleEvery(everyMs: number, type: string, payload?: unknown): string;
  /** Drops a reminder of this actor. One that is due already may still be handled. */
  cancel(id: string): void;
  /** The pending reminders of this actor, first due first. */
  reminders(): Promise<Reminder[]>;
  /**
   * Gives this actor tags, by which it is found: `GET /v1/actors?tag=vip`. They are stored with this
   * turn; a turn that fails leaves them as they were. A tag that it has already stays.
   *
   * @param tags of 1 to 128 bytes of UTF-8 each, without control characters
   * @throws TagInvalid for a text that cannot be a tag
   * @throws TagLimit when the actor would have more than 64
   */
  tag(...tags: string[]): void;
  /** Takes tags from this actor; one that it does not have is passed over. */
  untag(...tags: string[]): void;
  /** The tags of this actor, sorted, with what this turn has done to them. */
  tags(): string[];
  /** Who subscribes to this actor now, first come first. Nothing of that is stored. */
  present(): Promise<Subscriber[]>;
  /**
   * A capability for this actor: a token whose bearer may call these handlers of it, and do nothing
   * else. It is sent as `Authorization: Capability <token>`, and the class's policy is still asked:
   * it sees the principal `cap:Class:id`. The audit has it when this resolves, also when the turn
   * fails then, and with that the token stays where it is.
   *
   * @throws UnknownMethod for a handler that the class does not have, or that is internal
   * @throws LimitExceeded for a time above the server's limit, 24 hours by default
   */
  mintCapability(options: CapabilityOptions): Promise<string>;
  /**
   * The values that the class declares in `static env`, as they are set on the server. They are the
   * same for all of a turn, and cannot be changed. Read them where they are needed: not in a
   * constructor, and the object is that of this turn. A name that is not declared throws, and so
   * does one that must not be missing and is.
   */
  readonly env: Readonly<Env>;
  /** On whose behalf this turn runs. */
  readonly caller: Caller;
  /** The request that this turn serves. */
  readonly request: RequestInfo;
  /** When the turn began: milliseconds since 1970. The same for the whole turn. */
  now(): number;
  /** Writes to the server's log. */
  readonly log: {
    info(...values: unknown[]): void;
    warn(...values: unknown[]): void;
    error(...values: unknown[]): void;
  };
  /**
   * Ends the turn: the caller gets the error `ActorAbort` with `reason`; nothing has changed. That is
   * final, even when the handler catches what this throws. A message whose turn is aborted is not
   * tried again.
   *
   * @param more `code`, of 1 to 255 characters, reaches the caller as `reasonCode`; `data` is JSON of
   *   at most 65 536 characters
   */
  abort(reason?: string, more?: { readonly code?: string; readonly data?: unknown }): never;
  /**
   * Puts a message off: ends its turn, of which nothing is kept, and the message comes again in `ms`
   * milliseconds, as often as it takes. That is no failed attempt. Messages behind it go on. It is
   * final, even when the handler catches what this throws.
   *
   * A caller waits for an answer, so a call cannot be put off: it fails with `HandlerError`.
   *
   * @param ms whole milliseconds, from 1 to 100 years
   * @throws ReminderInvalid when `ms` is something else
   */
  defer(ms: number): never;
}

/**
 * An actor that writes its state. The journal holds what its turns changed.
 *
 * ```ts
 * export class Counter extends Actor<{ count: number }> {
 *   state = { count: 0 };
 *
 *   @handler('add')
 *   add({ by }: { by: number }) {
 *     this.state.count += by;
 *     return this.state.count;
 *   }
 * }
 * ```
 */
export abstract class Actor<S = any> {
  /**
   * The durable state. Declare it as a field with the value of a new actor, or set it in `onInit`.
   * Change it in place, inside a turn only; the cost of a turn is what it changes, whatever the
   * size of the state. Other fields of the object are memory: they are gone when the actor is.
   */
  state: S;
  readonly actjs: Actjs;
  /** `'strict'` (when left out): a call is answered once it is on disk; `'relaxed'`: earlier. */
  static durability?: 'strict' | 'relaxed';

  /**
   * Decides who may do what to actors of the class; without it, the server's default does. It is
   * asked inside the turn, before the handler, or before the state is sent. It has no `this` and
   * depends on its arguments only: clock, chance and `this.actjs` throw, which denies. It is
   * inherited, and what the class is published with decides: assigning another one has no effect.
   *
   *     static policy(principal: Principal, action: PolicyAction<Cart>): PolicyDecision {
   *       return action.kind === 'create' || principal.sub === action.actor.state.owner;
   *     }
   */
  static policy?(this: void, principal: Principal, action: PolicyAction): PolicyDecision;

  /**
   * How long a turn may take that no caller waits for: a tell, a reminder, `onInit`, `onActivate`,
   * `onDeactivate`. After it the turn is abandoned: it leaves no trace and counts as a failed
   * attempt. The turn of a call ends when the caller's own deadline passes.
   *
   * Whole milliseconds up to an hour; 30 000 when it is not set.
   */
  static deadlineMs?: number;

  /**
   * What becomes of a tell or a reminder whose turn fails.
   *
   * - `attempts`: turns that try it, 12 when it is not set. The first waits are short (100 ms, 200
   *   ms, 400 ms …), the later ones long; all 12 take more than an hour.
   * - `maxDelayMs`: the longest wait between two attempts, an hour when it is not set.
   * - `exhausted`: what happens after the last one. `'deadLetter'`, the default, sets the message
   *   aside, where an operator finds it; `'park'` pauses the actor, with the message first in its
   *   queue, until an operator resumes it.
   */
  static retry?: { attempts?: number; maxDelayMs?: number; exhausted?: 'deadLetter' | 'park' };
  /**
   * How often one principal, or one address of those who are anonymous, may ask for something of
   * the actors of this class, all of them together: `'100/s'`, `'600/m'`, `'1000/h'`, and
   * `'600/m:50'` for 50 at once. More than that is refused as `RateLimited`, before an actor is
   * activated. Calls between actors and reminders are not counted.
   */
  static rate?: string;
  /**
   * How many actors of this class are in memory of a server at a time. For one more, an idle one
   * leaves; when none is idle, callers get `CapacityExhausted`, and messages wait.
   */
  static maxActive?: number;
  /**
   * Where personal data is in the state, as JSON pointers in which `*` stands for every element or
   * member: `static personal = ['/email', '/notes/*\/text']`. When a person is forgotten, its actors
   * lose these members and go on; actors of a class without it are deleted.
   */
  static personal?: readonly string[];
  /**
   * `'shared'` (when left out): its actors share isolates with those of other classes. `'own'`: they
   * have an isolate and a thread that no other class has, and a process of their own where the
   * server keeps isolates in processes. Nobody waits for their turns but they for each other, and
   * whatever they do to their isolate they do to themselves. Calls to other classes cost more.
   */
  static isolation?: 'shared' | 'own';
  /**
   * Whether arguments are held against the types that handlers and `onInit` declare, before they
   * run. What does not fit is refused as `SchemaInvalid`. True when it is not set.
   */
  static validate?: boolean;
  /**
   * Values from outside that the class reads as `this.actjs.env`: `'string'`, `'number'`, `'boolean'`
   * or `'secret'`, a string that is sealed where it is stored and hidden in logs; with a `?` behind it
   * the value may be missing. Set them with `actctl env set` before the class is published.
   *
   *     static env = { STRIPE_KEY: 'secret', REGION: 'string', RETRIES: 'number?' };
   */
  static env?: Readonly<Record<string, string>>;
  /** Handlers by name, for those who do without decorators. */
  static _handlers?: Record<string, (this: any, args: any) => unknown>;

  /** Runs once in an actor's life, before all else. `args`: `{}` when the creator gave none. */
  onInit(args: any): unknown;
  /** Runs each time that the actor comes into memory. */
  onActivate(): unknown;
  /** Runs before the actor leaves memory; not when the server crashes. */
  onDeactivate(): unknown;
  /**
   * Runs when somebody begins to subscribe, before it is told anything. When it throws or aborts,
   * the subscription is refused with that. Not for one that comes back within `presence-grace`.
   */
  onSubscribe?(subscriber: Subscriber): unknown;
  /**
   * Runs when a subscriber has left: at once when it says so, after `presence-grace` when its
   * connection was cut. Not when the server stops or crashes: `onActivate` runs when the actor is
   * back, and `this.actjs.present()` is empty then.
   */
  onUnsubscribe?(subscriber: Subscriber): unknown;
  /**
   * What is stored of the state; the state itself. Override it to store another form, which is
   * `this.state` after the next activation. Then every turn costs the size of the state, because
   * its changes are found by comparison.
   */
  snapshot(): unknown;
  /**
   * What somebody may see of the state: reads, snapshots and patches are of what this returns, and
   * nothing else of the state leaves the server. Without it everybody who may read or subscribe sees
   * all of it.
   *
   * It sees `this.state`, which cannot be changed, the methods of the class, and `viewer`; clock,
   * chance and `this.actjs` throw, and so do the object's other fields. It runs when somebody reads or
   * subscribes, and at the end of each turn that changes the state, once for each viewer. All who are
   * the same viewer share one patch. When it throws, nothing is shown. Results of handlers, events
   * and emitted messages are not seen through it.
   *
   * @param viewer the principal; or what `static viewer` makes of it
   */
  view?(viewer: any): unknown;
  /**
   * What of a principal `view` depends on, as JSON: those for whom it returns the same share all
   * patches. With `static viewer = (who: Principal) => who.roles.includes('dealer')` there are two
   * viewers, however many subscribers there are. `view` is given this in place of the principal.
   */
  static viewer?(this: void, principal: Principal): unknown;
  /**
   * From which versions `migrate` and `migrateEvent` bring an actor here: an npm range such as
   * `'<2.0.0'`. State that comes from another version is passed on as it is. A release that still
   * has the `migrate` of the one before it needs a range, and publishing it without one is refused.
   */
  static migrateFrom?: string;

  /**
   * Makes this version's state of the state of the version published before it. Runs for an actor
   * that moves here from a version in `migrateFrom`, or from any when that is not set, as part of
   * the move; when it throws, the actor stays at its version.
   * Pure: clock, chance, `this.state` and `this.actjs` throw. Without it the state stays as it is.
   */
  migrate?(state: any, prevVersion: string): S;
}

/** What a handler of an event-sourced actor returns. */
export type Outcome<E> = E[] | { events: E[]; result?: unknown };

/**
 * An actor whose state is made of its events. The journal holds the events, in the form in which
 * handlers returned them; live, stored and replayed they are the same. The caller gets the events,
 * or `result`. `this.state` is read-only: a write throws `StateReadOnly`. The lifecycle methods may
 * return events too.
 */
export abstract class EventSourced<S = any, E extends { type: string } = any> extends Actor<S> {
  state: S;
  /** The state before the first event. */
  abstract initialState(): S;
  /**
   * The state after an event: changed in place, or returned. Depends on its arguments only, because
   * it runs again at every replay: clock, chance, `console`, `this.actjs` and `this.state` throw
   * `ImpureReducer`. A date of a given time, like `new Date(event.at)`, is no clock.
   */
  abstract reduce(state: S, event: E): S | void;
  /**
   * Makes an event of this version of one that the version before it stored; `reduce` gets it when
   * the actor moves here. The stored event stays what it was. Pure.
   */
  migrateEvent?(event: any, prevVersion: string): E;
}

/** An actor whose state lives in memory only; subscribers see its changes. */
export abstract class Replica<S = any> extends Actor<S> {}

/**
 * An error of the server or of another actor, as `call` throws it. Ask `isActorError` whether a
 * caught value is one.
 */
export interface ActorError extends Error {
  /**
   * What it is, for programs: `UnknownMethod`, `CallTimeout`, `ActorAbort`, … An error that a
   * handler threw by itself is a `HandlerError` with its message, whatever members it had.
   */
  readonly code: string;
}

/** Whether a caught value is an error of the server or of another actor. Nothing else passes for one. */
export function isActorError(error: unknown): error is ActorError;

/**
 * What a handler may return: anything; of an event-sourced actor, events or `{ events, result }`.
 *
 * A handler that is a generator (`async *` or `*`) yields values before its result. A caller reads
 * them one by one, as fast as it wants, and gets the result at the end; the generator goes on when a
 * value is asked for. It is one turn like any other: no other call comes in between, its changes are
 * stored when it returns, and when its caller leaves before that it ends (`finally` runs) and nothing
 * is kept. A caller that does not read one by one, such as another actor, gets all values as an array
 * in place of the result.
 */
export type HandlerResult<A> =
  A extends EventSourced<any, any>
    ?
        | EventsReturned
        | Promise<EventsReturned>
        | AsyncGenerator<unknown, EventsReturned | void>
        | Generator<unknown, EventsReturned | void>
    : unknown;

type EventsReturned = { type: string }[] | { events: { type: string }[]; result?: unknown };

/** How a handler may be called. */
export interface HandlerOptions {
  /** Only actors may call it, or tell it something, and never a client: `PolicyDenied`. */
  readonly internal?: boolean;
}

/**
 * Makes a method the handler of the calls and messages named `name`. It gets their arguments, `{}`
 * when there are none; what it returns, or its promise gives, is the result.
 */
export function handler(
  name: string,
  options?: HandlerOptions,
): <A, M extends (this: A, args: any) => HandlerResult<A>>(
  method: M,
  context: ClassMethodDecoratorContext<A, M>,
) => void;

/** An HTTP request, as a method with `@http` gets it. */
export interface HttpRequest {
  /** `GET`, `HEAD`, `POST`, `PUT`, `PATCH` or `DELETE`. */
  readonly method: string;
  /** The path behind `/v1/http`, as it was sent: `/hooks/a%20b`. */
  readonly path: string;
  /** The query as it was sent, with its `?`; empty when there is none. */
  readonly search: string;
  /** The first value of each parameter of the query. */
  readonly query: Readonly<Record<string, string>>;
  /** What the parameters of the route stand for, decoded. */
  readonly params: Readonly<Record<string, string>>;
  /** By name in lower case; several values of one are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as text. */
  text(): string;
  /** The bytes of the body, exactly as they came: what a signature is made of. */
  bytes(): Uint8Array;
  /** The body as JSON. @throws SyntaxError when it is none */
  json(): any;
}

/** What is answered to an HTTP request. */
export interface HttpResponse {
  /** 200 to 599; when it is not set, 200 with a body and 204 without. */
  status?: number;
  /** None of the connection, of the server, and no cookies. */
  headers?: Record<string, string | string[]>;
  /** Text, bytes, or else JSON; the header `content-type` says which, unless it is set. */
  body?: unknown;
}

/** A response; a text alone stands for its body, nothing for 204. */
export type HttpReturned = HttpResponse | string | null | undefined | void;

/** What a method with `@http` may return; of an event-sourced actor, events, with a `result`. */
export type HttpResult<A> =
  A extends EventSourced<any, any>
    ? HttpEvents | Promise<HttpEvents>
    : HttpReturned | Promise<HttpReturned>;

type HttpEvents = { type: string }[] | { events: { type: string }[]; result?: HttpReturned };

/**
 * Makes a method serve HTTP requests, as they come, under `/v1/http`: webhooks, forms, downloads.
 * `@http('POST', '/hooks/:id')` serves `POST /v1/http/hooks/alice` by the actor `alice`. The parameter
 * called `:id`, or the only one, is the actor's id. It is a turn, as a call is: the answer leaves
 * when the turn is stored.
 *
 * A route belongs to one class: `RouteTaken` when it is published by another. The latest version of
 * a class decides which it has.
 */
export function http(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: `/${string}`,
): <A, M extends (this: A, request: HttpRequest) => HttpResult<A>>(
  handler: M,
  context: ClassMethodDecoratorContext<A, M>,
) => void;

/**
 * The HMAC-SHA-256 of data, 32 bytes: what webhooks are signed with. A text stands for its UTF-8. Of a
 * request, take `bytes()`.
 */
export function hmacSha256(key: string | Uint8Array, data: string | Uint8Array): Uint8Array;

/**
 * Whether two signatures, of the same form, are the same. The time it takes says nothing of where
 * they differ, as that of `===` may.
 */
export function sameBytes(one: string | Uint8Array, other: string | Uint8Array): boolean;
