import type { RpcError } from './errors.ts';
import type { PatchOperation } from './patch.ts';
import type { OfflineQueueBackend, OfflineQueueMode, QueuedCall } from './queue.ts';

/** A class as `actctl codegen` describes it. */
export interface ClassShape {
  state: unknown;
  event?: unknown;
  handlers: object;
  eventSourced?: boolean;
  /** What handlers that yield do yield, by their names. */
  yields?: object;
  /** Data of the messages that its actors emit, by type. */
  emits?: object;
}

/** What a client without generated types knows: any class, with any handlers. */
export type AnyClasses = Record<string, { state: any; event: any; handlers: Record<string, (args?: any) => Promise<any>> }>;

type Part<D, K extends string> = K extends keyof D ? D[K] : never;

/** The handlers of a class in a table of classes. */
export type HandlersOf<C, N extends keyof C> = Part<C[N], 'handlers'> extends object ? Part<C[N], 'handlers'> : never;
/** The state of a class in a table of classes. */
export type StateOf<C, N extends keyof C> = Part<C[N], 'state'>;
/** The events of a class in a table of classes; `never` when it has none. */
export type EventOf<C, N extends keyof C> = Part<C[N], 'event'>;

/** What the handlers of a class yield, by their names. */
export type YieldsOf<C, N extends keyof C> = Part<C[N], 'yields'> extends object ? Part<C[N], 'yields'> : object;
/** What the actors of a class emit, data by type; unknown when the table does not say. */
export type EmitsOf<C, N extends keyof C> = 'emits' extends keyof C[N] ? C[N]['emits'] : unknown;

/** A message as `onEmit` gets it: its type tells what its data is. */
export type EmitArgs<Emits> = 0 extends 1 & Emits
  ? any
  : unknown extends Emits
    ? [type: string, data: unknown]
    : [keyof Emits] extends [never]
      ? [type: never, data: never]
      : { [T in keyof Emits]-?: [type: T & string, data: Emits[T]] }[keyof Emits];

type Result<R> = R extends AsyncIterable<infer V> ? V[] : Awaited<R>;
type Parameters_<P extends unknown[]> = P extends [unknown, ...unknown[]]
  ? {} extends P[0]
    ? [args?: P[0]]
    : [args: P[0]]
  : P extends []
    ? [args?: Record<string, never>]
    : [args?: P[0]];

/** The handlers as a client calls them. */
export type Calls<H> = {
  readonly [K in keyof H]: H[K] extends (...args: infer P) => infer R
    ? (...args: [...Parameters_<P>, options?: CallOptions]) => Promise<Result<R>>
    : never;
};

/** The argument of a handler. */
export type ArgsOf<F> = F extends (...args: infer P) => unknown ? P[0] : never;
/** What a handler resolves to. */
export type ResultOf<F> = F extends (...args: any[]) => infer R ? Result<R> : never;
/** What a handler yields: what its own type says, or else the table; unknown when neither does. */
export type ValueOf<H, M extends keyof H, Y = object> = H[M] extends (...args: any[]) => AsyncIterable<infer V>
  ? V
  : M extends keyof Y
    ? Y[M]
    : unknown;

/** The same as a type of handlers that an application wrote by hand. */
export type CallMap = object;

export interface CallOptions {
  /** Names the call, so that it is done once however often it is sent: 1 to 255 characters. One is made when there is none. */
  idempotencyKey?: string;
  /** Keep the call in the offline queue while there is no connection, past its deadline. Default: false. */
  enqueueWhenOffline?: boolean;
  /** Milliseconds after which the call fails with `CallTimeout`, 1 to 3 600 000. Default: that of the client. */
  deadlineMs?: number;
  /** Cancels the call, on the server too; it fails with the signal's reason. */
  signal?: AbortSignal;
  /** Do it only while the actor's last turn is this one, else fail with `Conflict`. */
  ifSeq?: string;
}

export interface StreamOptions extends Omit<CallOptions, 'enqueueWhenOffline'> {
  /** Values that may come before the consumer has taken the first, 1 to 1 000 000. Default: 32. */
  credit?: number;
}

/** `stale`: it was right and may not be any more, since the connection is lost. */
export type Status = 'loading' | 'ready' | 'stale' | 'tombstoned' | 'error';

/** What led to the state that a listener is given. */
export interface Change<E = unknown> {
  /** `optimistic`: a pending mutation came, went or was confirmed. `status`: only the status is new. */
  kind: 'snapshot' | 'patch' | 'event' | 'optimistic' | 'status';
  status: Status;
  /** The turn that the confirmed state is of, as a decimal string; undefined before there is one. */
  seq: string | undefined;
  /** Where to come back to; see {@link SubscribeOptions.fromSeq}. */
  position: string | undefined;
  /** Of `event`. */
  events?: readonly E[] | undefined;
  /** Of `patch`. */
  patch?: readonly PatchOperation[] | undefined;
  /** With the status `error`. */
  error?: RpcError | undefined;
}

/** Hears of each state. It is undefined until there is one, and after events that no reducer was given for. */
export type SubscriptionListener<S = unknown, E = unknown> = (state: S, change: Change<E>) => void;
export type EsReducer<S = any, E = any> = (state: S, event: E) => S;

/** Somebody who subscribes to the actor and shows it. */
export interface Present {
  who: string;
  principal?: unknown;
  data: unknown;
  since: unknown;
}

export interface SubscribeOptions<S = unknown, Emits = unknown> {
  /** The `position` to come back to, of an earlier subscription, with the state of then in `state`. */
  fromSeq?: string;
  /** The state at `fromSeq`; for instance, what a server rendered. It is shown at once, as `stale`. */
  state?: S;
  /** The name of this subscriber, 1 to 128 characters, by which the actor emits to it alone. */
  who?: string;
  /** What others see of this subscriber, any JSON but null. Without it the others are not told, nor is it told of them. */
  presence?: unknown;
  /** Messages that the actor emits. */
  onEmit?: (...message: EmitArgs<Emits>) => void;
  /** Messages that were dropped because this client was too slow. */
  onDropped?: (emitted: number) => void;
  /** All that are there, whenever that changes; needs `presence`. */
  onPresence?: (present: readonly Present[]) => void;
  /** Gives up waiting for the first state. */
  signal?: AbortSignal;
}

/** Ends the subscription when it is called; calling it again does nothing. */
export interface Subscription {
  (): void;
  /** Replaces what others see of this subscriber. */
  setPresence(data: unknown): Promise<void>;
}

/** A change that is shown before the server has confirmed it. */
export interface PendingMutation {
  readonly method: string;
  readonly args: unknown;
  readonly idempotencyKey: string;
}

/** A change that was taken back because its call failed. */
export interface FailedMutation extends PendingMutation {
  readonly error: RpcError;
  /** Shows it and calls again: under the same key if it is unknown whether it was done, else under a new one. */
  retry(): Promise<unknown>;
  /** Forgets it. */
  discard(): void;
}

/** A page of a list of actors. */
export interface ActorPage {
  actors: {
    class: string;
    id: string;
    version: string;
    seq: string;
    phase: string;
    tags: string[];
    createdAt?: number;
    updatedAt: number;
    active: boolean;
  }[];
  /** The `cursor` of the next page. */
  next?: string;
}

export interface ListQuery {
  class?: string;
  tag?: string | readonly string[];
  version?: string;
  phase?: 'live' | 'tombstoned';
  active?: boolean;
  updatedSince?: number;
  limit?: number;
  cursor?: string;
}

export type ManifestPin = string | 'latest';

/** `waiting`: for the next attempt. `refused`: by the server, for good, until the token or the pin changes. */
export type ConnectionState = 'idle' | 'connecting' | 'open' | 'waiting' | 'refused' | 'closed';
export type TransportState = ConnectionState;

export interface ConnectionInfo {
  state: ConnectionState;
  /** What the connection is made of. */
  transport: 'websocket' | 'http';
  /** Failed attempts in a row. */
  attempt: number;
  /** Why the last attempt failed. */
  error?: RpcError | undefined;
}

export interface ClientWarning {
  type: 'transport-reconnecting' | 'transport-fallback' | 'manifest-deprecated' | 'pin-not-kept';
  message: string;
  attempt?: number;
  delayMs?: number;
}

/** What is used of a WebSocket; the global one and that of the package `ws` fit. */
export interface WebSocketLike {
  onopen: ((event: any) => void) | null;
  onmessage: ((event: any) => void) | null;
  onclose: ((event: any) => void) | null;
  onerror: ((event: any) => void) | null;
  send(data: string): void;
  close(code?: number, reason?: string): void;
}
export type WebSocketCtor = new (url: string, protocols?: string | string[]) => WebSocketLike;

/** Gives the token. `refused`: the server did not take the last one, so it must not be given again. */
export type TokenSource = string | ((asked: { refused: boolean }) => string | undefined | Promise<string | undefined>);

export interface ClientOptions {
  /** The address of the server, such as `https://actors.example.org`; in a page also relative to it, such as `/`. */
  url: string;
  /** The token, or a function that gives it for each connection. It is never put in an address: a ticket is. */
  token?: TokenSource;
  /** The SHA-256 of a manifest. Default: `latest`, the latest versions. */
  pin?: ManifestPin;
  /** Where calls with `enqueueWhenOffline` are kept. `none`: every call fails at once while there is no connection. Default: `memory`. */
  offlineQueue?: OfflineQueueMode | OfflineQueueBackend;
  /** Bounds of the offline queue. Default: 1000 calls, one day. */
  offlineLimits?: { calls?: number; ageMs?: number };
  /** By class: the reducers of event-sourced classes, for instance those that `actctl codegen` made. */
  reducers?: Readonly<Record<string, EsReducer>>;
  /** Default: the global one. Where there is none, as in Node 20, HTTP is used. */
  wsCtor?: WebSocketCtor;
  /** `auto`: a WebSocket, and HTTP with streams of events where those are blocked. Default: `auto`. */
  transport?: 'auto' | 'websocket' | 'http';
  /** The source of jitter. Default: `Math.random`. */
  random?: () => number;
  /** Connect now, not at the first request. Default: true. */
  autoConnect?: boolean;
  /** The deadline of calls that have none of their own, in milliseconds. Default: 30 000. */
  deadlineMs?: number;
  /** How long a connection may be silent before it is asked for a sign of life, in milliseconds; twice that, and it is dead. Default: 15 000. */
  heartbeatMs?: number;
  /** The longest frame that is sent, in bytes. Default: 1 MiB, as the server's. */
  maxFrameBytes?: number;
  onWarning?: (warning: ClientWarning) => void;
  /** A call of the offline queue was dropped for good. */
  onMutationFailed?: (call: QueuedCall, error: RpcError) => void;
}
