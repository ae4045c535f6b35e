/**
 * What test files import: `import { test, expect, TestRuntime } from 'actjs/test'`. Run them with
 * `actctl test`.
 *
 * A test talks to real actors: a {@link TestRuntime} is the server's own runtime, over a store in
 * memory and a clock that stands still until the test moves it. Actors run apart from the test, as
 * they do on a server; what goes in and out is JSON.
 *
 * ```ts
 * import { test, expect, TestRuntime } from 'actjs/test';
 * import { Counter } from './Counter';
 *
 * test('counts', async () => {
 *   const t = TestRuntime.create({ classes: { Counter } });
 *   const counter = t.actor(Counter);
 *   expect(await counter.call.add({ by: 2 })).toBe(2);
 * });
 * ```
 */

import type { ActorHandle, AnyHandlers, CallOptions, EventSourced, HandlerCall, Principal } from 'actjs';

// ---------------------------------------------------------------------------------------- tests

export interface TestOptions {
  /** How long the test may take, milliseconds of real time; 5000 when left out. */
  readonly timeoutMs?: number;
}

export interface PropertyOptions extends TestOptions {
  /** How many inputs are tried; 100 when left out. */
  readonly runs?: number;
  /**
   * What the inputs are drawn from: an integer. When left out, a number made of the test's name, so
   * that every run tries the same inputs. A failure prints it.
   */
  readonly seed?: number;
}

export type TestBody = () => unknown;

export interface TestFunction {
  /**
   * Declares a test. It fails when its body throws, when what the body returns rejects, or when it
   * takes too long; its runtimes are closed when it ends.
   */
  (name: string, body: TestBody, options?: TestOptions): void;
  /** Declares a test that does not run. */
  skip(name: string, body?: TestBody, options?: TestOptions): void;
  /** Declares a test of which only those marked so run, in its file. */
  only(name: string, body: TestBody, options?: TestOptions): void;
  /** Names a test that is to be written. */
  todo(name: string): void;
  /**
   * Declares a test that must hold for every input: the body runs with many, and a failing input is
   * made as small as it can be. The failure shows that input and the seed.
   *
   * ```ts
   * test.prop('adds up', [arbitrary.array(arbitrary.integer(1, 9))], async numbers => { … });
   * ```
   */
  prop<T extends readonly unknown[]>(
    name: string,
    inputs: readonly [...{ [K in keyof T]: Arbitrary<T[K]> }],
    body: (...inputs: T) => unknown,
    options?: PropertyOptions,
  ): void;
}

export const test: TestFunction;
/** The same as {@link test}. */
export const it: TestFunction;

export interface DescribeFunction {
  /** Groups tests. The body runs at once, and may not be async. */
  (name: string, body: () => void): void;
  /** A group that does not run. */
  skip(name: string, body: () => void): void;
  /** Of its file, only groups and tests marked so run. */
  only(name: string, body: () => void): void;
}

export const describe: DescribeFunction;

/** Runs before each test of the group in which it stands; those of outer groups first. */
export function beforeEach(body: TestBody): void;
/** Runs after each test of the group in which it stands, also of a failed one; inner groups first. */
export function afterEach(body: TestBody): void;

// ----------------------------------------------------------------------------------- expectations

/** Begins an expectation: `expect(value).toBe(3)`. */
export function expect<T>(actual: T): Matchers<T>;

/** What an error must be like: every member named here must be equal, or match. */
export interface ErrorLike {
  /** Of an error of the runtime: `ActorAbort`, `HandlerError`, `UnknownMethod` … */
  readonly code?: string;
  readonly message?: string | RegExp;
  readonly name?: string;
  readonly [member: string]: unknown;
}

/** A part of the message; a pattern of it; what the error is like; or its class. */
export type ExpectedError = string | RegExp | ErrorLike | (abstract new (...args: never[]) => unknown);

/**
 * The matchers. Equality is of the structure: `NaN` equals `NaN`, and dates, maps, sets, regular
 * expressions and binary data are compared by what they hold.
 */
export interface Matchers<T, R = void> {
  /** The opposite. */
  readonly not: Matchers<T, R>;
  /** Waits for a promise, and expects something of what it resolves to. */
  readonly resolves: Matchers<Awaited<T>, Promise<void>>;
  /** Waits for a promise to reject, and expects something of the reason. */
  readonly rejects: Matchers<any, Promise<void>>;

  /** The very same value, as `Object.is` says. */
  toBe(expected: T): R;
  /** Equal in structure; a member that is `undefined` counts as absent. */
  toEqual(expected: unknown): R;
  /** Equal in structure, class and members that are `undefined`. */
  toStrictEqual(expected: unknown): R;
  /** An object that has at least these members; arrays must be as long as the expected ones. */
  toMatchObject(expected: object): R;
  /** An array, set or other iterable that holds this very value, or a text that contains it. */
  toContain(expected: unknown): R;
  /** An array or other iterable that holds an equal value. */
  toContainEqual(expected: unknown): R;
  toHaveLength(expected: number): R;
  /** An object that has the member; `path` may be `'a.b.0'`. With `value`, an equal one. */
  toHaveProperty(path: string, value?: unknown): R;
  toBeTruthy(): R;
  toBeFalsy(): R;
  toBeNull(): R;
  toBeUndefined(): R;
  toBeDefined(): R;
  toBeNaN(): R;
  toBeInstanceOf(type: abstract new (...args: never[]) => unknown): R;
  toBeGreaterThan(expected: number | bigint): R;
  toBeGreaterThanOrEqual(expected: number | bigint): R;
  toBeLessThan(expected: number | bigint): R;
  toBeLessThanOrEqual(expected: number | bigint): R;
  /** A number that differs by less than half a unit of the `digits`-th decimal; 2 when left out. */
  toBeCloseTo(expected: number, digits?: number): R;
  /** A text that contains the text, or matches the pattern. */
  toMatch(expected: string | RegExp): R;
  /** A function that throws when called; behind `rejects`, the reason itself. */
  toThrow(expected?: ExpectedError): R;
}

// ---------------------------------------------------------------------------------------- runtime

/** A class of actors, as a class file exports it. */
export type ActorClass = abstract new (...args: any[]) => object;

/** A class, and how it is published. */
export interface PublishedActor {
  readonly ctor: ActorClass;
  /** The published name; when left out, the key under which this stands in `classes`. */
  readonly name?: string;
  /** `1.0.0` when left out. Two versions of one class need two keys with the same `name`. */
  readonly version?: string;
  /** Other published classes that it needs: name to npm range; `floating` follows new versions. */
  readonly options?: {
    readonly deps?: Readonly<Record<string, string>>;
    readonly floating?: boolean;
  };
}

/** A principal: its `sub`, or more of it. */
export type TestPrincipal = string | ({ readonly sub: string } & Partial<Principal>);

export interface TestRuntimeOptions {
  /** What is published: name to class. Each class is the only actor class that its file exports. */
  readonly classes: Readonly<Record<string, ActorClass | PublishedActor>>;
  /** Where the clock stands, milliseconds since 1970; 1 700 000 000 000 when left out. */
  readonly now?: number;
  /** Whose calls it is, unless a reference says otherwise; `{ sub: 'test-user', roles: [] }`. */
  readonly principal?: TestPrincipal;
  /**
   * The values that classes read as `this.actjs.env`, secret ones too, which have at least 6
   * characters.
   */
  readonly env?: Readonly<Record<string, string | number | boolean>>;
  /**
   * What ids, `Math.random()` and `crypto` in actors are drawn from: an integer. 1 when left out, so
   * that every run draws the same.
   */
  readonly seed?: number;
}

/**
 * What of storage may fail:
 *
 * - `commit`: storing turns, with their messages and reminders;
 * - `activate`: loading an actor that is not in memory;
 * - `due`: looking for reminders that are due;
 * - `saveSnapshot`: storing a snapshot in the background;
 * - `pendingInbox`: reading messages that wait for an actor.
 */
export type StorageOperation = 'commit' | 'activate' | 'due' | 'saveSnapshot' | 'pendingInbox';

/**
 * How it fails: `before` nothing is done (when left out); `after` it is done, and the answer is lost;
 * `crash-before` and `crash-after` the process dies then, and everything fails until `restart()`.
 */
export type StorageFailure = 'before' | 'after' | 'crash-before' | 'crash-after';

/** A message that an actor emitted to its subscribers. */
export interface EmittedMessage {
  readonly type: string;
  readonly data: any;
}

/** A reminder that is pending. */
export interface PendingReminder {
  readonly id: string;
  readonly actor: { readonly class: string; readonly id: string };
  /** When it is due, milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds between two occurrences; 0 for a single one. */
  readonly every: number;
  readonly type: string;
  readonly payload: any;
}

/** A message that was given up after its last attempt, or aborted. */
export interface TestDeadLetter {
  readonly id: string;
  readonly actor: { readonly class: string; readonly id: string };
  readonly type: string;
  readonly payload: any;
  /** What the last attempt failed with. */
  readonly reason: string;
}

/**
 * A server for one test: the real engine and the real runtime, over a store in memory. Nothing in it
 * depends on real time or chance. It is closed when its test ends.
 *
 * Everything that actors have to do at the present time is done before an awaited method resolves.
 */
export class TestRuntime {
  private constructor();
  /**
   * Starts a runtime and publishes the classes.
   *
   * @throws what publishing refuses rejects the first method that is awaited: `TypeInvalid` is not
   *   among it, since types are for the editor and `actctl publish`
   */
  static create(options: TestRuntimeOptions): TestRuntime;

  /**
   * Where the clock stands, milliseconds since 1970. It may be set back. When it is set forward, what
   * is due then happens with the next awaited method, all at that time.
   */
  now: number;

  /**
   * A reference to an actor. Nothing is created yet: the first call, tell, creation or subscription
   * creates the actor.
   *
   * @param ctor one of `classes`
   * @param options `id`: a new one, drawn from the seed, when left out; `init`: what `onInit` gets
   *   when this reference creates the actor. As on a server, an actor with an id of the caller's choice
   *   is created by its first call, without `init`
   * @throws TypeError when both are given
   */
  actor<A extends object>(
    ctor: abstract new (...args: any[]) => A,
    options?: { readonly id?: string; readonly init?: unknown },
  ): TestActor<A>;
  /** A reference to an actor by the published name of its class. */
  actorRef<A = any>(className: string, id: string): TestActor<A>;

  /**
   * Lets time pass. The clock stops at each reminder that becomes due, in order, and everything it
   * sets off is done before time goes on; reminders set on the way are among them.
   *
   * @param ms whole milliseconds from 0
   * @returns how many reminders, and messages that were to be tried again, came due
   * @throws RangeError when `ms` is not that
   * @throws TestHarnessAssertionError when more than 10 000 came due, at which the clock stops
   */
  advanceTime(ms: number): Promise<number>;
  /** Does what is due now, as `advanceTime(0)` does. */
  drainReminders(): Promise<number>;
  /** Does all that can be done without time passing. */
  drain(): Promise<void>;

  /**
   * Kills the process: memory is gone, the store has what it had. Calls that are under way fail, and
   * so does everything until {@link restart}.
   */
  crash(): Promise<void>;
  /** Starts the process again, over the same store; crashes it first when it runs. */
  restart(): Promise<void>;
  /** Has the next such operation of storage fail. Several failures are used up in order. */
  failNext(operation: StorageOperation, how?: StorageFailure): void;

  /**
   * Subscribes to an actor, which it creates if need be, and records what it is told. Resolves when
   * the first snapshot is there. A crash ends it.
   *
   * @param options whose subscription it is, and what it calls itself to others
   */
  subscribe<A>(
    actor: TestActor<A>,
    options?: { readonly principal?: TestPrincipal; readonly who?: string },
  ): Promise<Recorder<A>>;
  /** What the actor has emitted since the last start, oldest first; also what nobody heard. */
  emitted(actor: TestActor<any>): Promise<EmittedMessage[]>;
  /** The pending reminders of an actor, or of all, first due first. */
  reminders(actor?: TestActor<any>): Promise<PendingReminder[]>;
  /** The messages that were given up, of an actor or of all. */
  deadLetters(actor?: TestActor<any>): Promise<TestDeadLetter[]>;

  /** Ends the runtime before its test does. */
  close(): Promise<void>;
}

/** The state of an actor of type `A`. */
export type StateOf<A> = A extends { state: infer S } ? S : any;

/** The events of an event-sourced actor of type `A`; of others, nothing. */
export type EventOf<A> = A extends EventSourced<any, infer E> ? E : never;

type HandlersOf<A> = 0 extends 1 & A ? AnyHandlers : ActorHandle<A>;

/** The handlers of an actor, to be called. */
export type TestCalls<A> = 0 extends 1 & A
  ? { readonly [handler: string]: (args?: any, options?: CallOptions) => Promise<any> }
  : {
      readonly [K in keyof HandlersOf<A>]: HandlersOf<A>[K] extends HandlerCall<infer P, infer R>
        ? (...args: [...args: P, options?: CallOptions]) => Promise<R>
        : never;
    };

/** The handlers of an actor, to be sent messages. */
export type TestTells<A> = 0 extends 1 & A
  ? { readonly [handler: string]: (payload?: any) => Promise<string> }
  : {
      readonly [K in keyof HandlersOf<A>]: HandlersOf<A>[K] extends HandlerCall<infer P, any>
        ? (...args: P) => Promise<string>
        : never;
    };

/** A reference to an actor of type `A`. */
export interface TestActor<A = any> {
  readonly id: string;
  /** The published name of its class. */
  readonly class: string;
  /**
   * Calls a handler: `await cart.call.add({ sku: 'apple' })`. Resolves with its result when all that
   * it set off is done.
   *
   * A handler whose name is not that of its method is called by {@link callAs}.
   *
   * @throws an error with the `code` that clients get: `ActorAbort` …
   */
  readonly call: TestCalls<A>;
  /**
   * Sends a durable message: `await cart.tell.add({ sku: 'apple' })`. Resolves with its id when it,
   * and all that it set off, is done; whether its handler failed shows in `deadLetters()`.
   */
  readonly tell: TestTells<A>;
  /** Calls a handler on behalf of a principal. */
  callAs<T = any>(principal: TestPrincipal, handler: string, args?: unknown, options?: CallOptions): Promise<T>;
  /** Sends a message on behalf of a principal. */
  tellAs(principal: TestPrincipal, type: string, payload?: unknown): Promise<string>;
  /** The same actor, for a principal. */
  as(principal: TestPrincipal): TestActor<A>;
  /**
   * Creates the actor, as `actctl create` does.
   *
   * @param init what `onInit` gets; that of the reference when left out
   * @throws an error with the code `Conflict` when it exists
   * @throws TypeError when its id was chosen: its first call creates it, as on a server
   */
  create(init?: unknown): Promise<void>;
  /**
   * The state as a client may read it; undefined when the actor does not exist. It creates nothing.
   */
  state(): Promise<StateOf<A> | undefined>;
  /** The stored events of an event-sourced actor, oldest first; empty when it does not exist. */
  events(): Promise<EventOf<A>[]>;
  /** Deletes the actor. */
  delete(): Promise<void>;
}

/** What a subscriber was told, as it came. */
export interface Recorder<A = any> {
  /** Each whole state: one at the start, and one whenever it was sent anew. */
  readonly snapshots: StateOf<A>[];
  /** Each change of an actor that writes its state: RFC 6902 operations. */
  readonly patches: { op: string; path: string; from?: string; value?: any }[][];
  /** Each event of an event-sourced actor. */
  readonly events: EventOf<A>[];
  /** Each message that the actor emitted. */
  readonly emits: EmittedMessage[];
  /**
   * The state that follows from all of these; of an event-sourced actor, the last snapshot, since
   * its reducer is not applied here.
   */
  readonly state: StateOf<A>;
  /** Why nothing follows: `Gone` when the actor was deleted …; undefined while it goes on. */
  readonly ended: string | undefined;
  /** Ends the subscription: the subscriber has left. */
  close(): Promise<void>;
}

// ------------------------------------------------------------------------------------- assertions

/** What a failed assertion or expectation throws; its message ends with a diff. */
export class TestHarnessAssertionError extends Error {
  readonly name: 'TestHarnessAssertionError';
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * Asserts the state of an actor, which it does not create.
 *
 * @param options `partial`: the state may have more members, at any depth
 */
export function assertSnapshot<A>(
  actor: TestActor<A>,
  expected: unknown,
  options?: { readonly partial?: boolean },
): Promise<void>;

/**
 * Asserts that an event-sourced actor has such an event in its journal, or another actor has emitted
 * such a message. Of `payload` each member must be equal to that of the event, or of the data.
 */
export function assertEmitted(
  actor: TestActor<any>,
  expected: { readonly type: string; readonly payload?: Readonly<Record<string, unknown>> },
): Promise<void>;

/** Asserts that such a reminder is pending. Of `payload` each member must be equal. */
export function assertScheduled(
  runtime: TestRuntime,
  expected: {
    readonly type: string;
    /** When it is due, milliseconds since 1970. */
    readonly at?: number;
    readonly payload?: unknown;
    readonly actorId?: string;
  },
): Promise<void>;

/** Asserts that the actor has never been created, or has been deleted. */
export function assertNotMaterialized(actor: TestActor<any>): Promise<void>;

// ------------------------------------------------------------------------------------- migrations

export interface MigrationReplay {
  /** The class to arrive at, if it is the only one whose `migrate` runs. */
  readonly ctor?: ActorClass;
  /** All versions that states pass through: several versions of one class, with their `version`s. */
  readonly classes?: readonly (ActorClass | PublishedActor)[];
  /** Where to; when left out, the highest of `classes`, or the major version after all snapshots. */
  readonly targetVersion?: string;
  /** Stored states, and the versions that stored them. */
  readonly snapshots: readonly { readonly version: string; readonly state: unknown }[];
}

export interface MigratedSnapshot {
  /** Its place in `snapshots`. */
  readonly index: number;
  readonly fromVersion: string;
  readonly toVersion: string;
  readonly before: any;
  /** The migrated state; undefined when the migration failed. */
  readonly after: any;
  readonly ok: boolean;
  /** Why it failed, with the version whose `migrate` did. */
  readonly error?: string;
}

/**
 * Runs stored states through the `migrate` of each version between theirs and the target, in order,
 * as the server does when an actor moves. Everything runs twice, on copies: a migration that gives two
 * different results has failed, and so has one that throws. A version without `migrate` passes the
 * state on.
 */
export function replayMigrations(
  replay: MigrationReplay,
): Promise<{ results: MigratedSnapshot[]; failures: number }>;

// ------------------------------------------------------------------------------------- properties

/** A source of inputs for {@link TestFunction.prop}. */
export interface Arbitrary<T> {
  /** Inputs made of these by a function. */
  map<U>(change: (value: T) => U): Arbitrary<U>;
  /** Those that pass. At least one of 100 should, or the test fails. */
  filter(accept: (value: T) => boolean): Arbitrary<T>;
}

export const arbitrary: {
  /** From `min` to `max`, both included; -1000 to 1000 when left out. */
  integer(min?: number, max?: number): Arbitrary<number>;
  /** A finite number. */
  number(min?: number, max?: number): Arbitrary<number>;
  boolean(): Arbitrary<boolean>;
  /** Up to `maxLength` characters, 20 when left out. */
  string(maxLength?: number): Arbitrary<string>;
  constant<T>(value: T): Arbitrary<T>;
  /** One of these values. */
  oneOf<T>(...values: readonly T[]): Arbitrary<T>;
  /** From 0 to `maxLength` of them, 10 when left out. */
  array<T>(items: Arbitrary<T>, maxLength?: number): Arbitrary<T[]>;
  /** An object with these members. */
  object<T extends object>(members: { readonly [K in keyof T]: Arbitrary<T[K]> }): Arbitrary<T>;
  /**
   * What a handler may be called with: values that fit the types of its argument, as its class is
   * published with them.
   *
   * @throws RangeError when the class has no such handler, or its argument has no type
   */
  of<A extends object, K extends string & keyof ActorHandle<A>>(
    ctor: abstract new (...args: any[]) => A,
    handler: K,
  ): Arbitrary<ArgumentOfHandler<A, K>>;
};

type ArgumentOfHandler<A, K extends keyof ActorHandle<A>> =
  ActorHandle<A>[K] extends HandlerCall<infer P, any> ? Exclude<P[0], undefined> : never;
