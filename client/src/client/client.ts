import { baseOf } from './address.ts';
import { Connection } from './connection.ts';
import { RpcError, asRpcError, rpcError, tell } from './errors.ts';
import { ActorHandle } from './handle.ts';
import type { ViewHost } from './host.ts';
import type { CallAnswer, Mutations } from './mutations.ts';
import { MemoryOfflineQueue, NoopOfflineQueue, OfflineQueue, type OfflineQueueBackend, type QueuedCall } from './queue.ts';
import { Requests } from './requests.ts';
import type { RestOptions } from './rest.ts';
import { stream } from './stream.ts';
import type {
  ActorPage,
  AnyClasses,
  CallOptions,
  ClientOptions,
  ClientWarning,
  ConnectionInfo,
  EmitsOf,
  EventOf,
  HandlersOf,
  ListQuery,
  ManifestPin,
  StateOf,
  StreamOptions,
  SubscribeOptions,
  Subscription,
  SubscriptionListener,
  TokenSource,
  YieldsOf,
} from './types.ts';
import { View } from './view.ts';

const DEADLINE_MS = 30_000;
const MAX_FRAME_BYTES = 1 << 20;

/** A connection to an actjs server. `C` is the table of classes that `actctl codegen` makes; without it, any class and any handler can be named. */
export class Client<C extends object = AnyClasses> {
  readonly #base: string;
  readonly #options: ClientOptions;
  readonly #connection: Connection;
  readonly #requests: Requests;
  readonly #queue: OfflineQueue;
  readonly #views = new Map<string, View>();
  readonly #connectionListeners = new Set<(info: ConnectionInfo) => void>();
  readonly #warned = new Set<string>();
  readonly #host: ViewHost;
  #wasOpen = false;

  constructor(options: ClientOptions) {
    this.#options = { ...options };
    this.#base = baseOf(options.url);
    this.#connection = new Connection(this.#base, this.#options, {
      opened: () => this.#opened(),
      frame: (text) => this.#requests.receive(text),
      lost: (code) => {
        this.#requests.lost(code);
        this.#views.forEach((view) => view.lost());
      },
      refused: (error) => {
        this.#requests.rejectAll(error);
        [...this.#views.values()].forEach((view) => view.refused(error));
      },
      changed: () => this.#connectionListeners.forEach((listener) => tell(() => listener(this.connection))),
      reconnecting: (delayMs, attempt) =>
        this.#warn({ type: 'transport-reconnecting', message: `connecting again in ${delayMs} ms: ${this.#connection.error?.message}`, attempt, delayMs }),
      fellBack: () => this.#warn({ type: 'transport-fallback', message: 'WebSockets are blocked' }),
    });
    this.#requests = new Requests(this.#connection, options.maxFrameBytes ?? MAX_FRAME_BYTES, (method, params) => this.#notified(method, params));
    const isOpen = () => this.#connection.state === 'open';
    const { offlineQueue = 'memory' } = options;
    const backend = offlineQueue === 'memory' ? new MemoryOfflineQueue() : offlineQueue === 'none' ? new NoopOfflineQueue() : offlineQueue;
    this.#queue = new OfflineQueue(backend, {
      calls: options.offlineLimits?.calls ?? 1000,
      ageMs: options.offlineLimits?.ageMs ?? 86_400_000,
      send: ({ className, actorId, ...call }: QueuedCall) => this.#call({ ...call, enqueuedAt: undefined, class: className, id: actorId }, {}),
      isOpen,
      failed: (call, error) => tell(() => options.onMutationFailed?.(call, error)),
    });
    this.#host = {
      request: (method, params, given) => this.#request(method, params, given),
      notify: (method, params) => this.#requests.notify(method, params),
      isOpen,
      unused: (view) => this.#views.get(keyOf(view.className, view.id)) === view && this.#views.delete(keyOf(view.className, view.id)),
    };
    if (options.autoConnect !== false) {
      this.#connection.connect();
    }
  }

  /** A handle of the actor, with the types of the table of classes. */
  actor<N extends keyof C & string>(className: N, id: string): ActorHandle<HandlersOf<C, N>, StateOf<C, N>, EventOf<C, N>, YieldsOf<C, N>, EmitsOf<C, N>>;
  /** A handle of the actor, with types of your own. */
  actor<H extends object = never, S = unknown, E = unknown>(className: [H] extends [never] ? never : string, id: string): ActorHandle<H, S, E>;
  actor(className: string, id: string): ActorHandle<any, any, any, any, any> {
    return new ActorHandle(this, className, id);
  }

  /** Creates an actor with an id of its own; `args` go to its `onInit`. Under one key it is created once. */
  async create<N extends keyof C & string>(
    className: N,
    args?: unknown,
    options: { tags?: readonly string[]; idempotencyKey?: string; signal?: AbortSignal } = {},
  ): Promise<ActorHandle<HandlersOf<C, N>, StateOf<C, N>, EventOf<C, N>, YieldsOf<C, N>, EmitsOf<C, N>>> {
    const { tags, idempotencyKey = this.newKey(), signal } = options;
    const made = (await this.rest('POST', [className], { body: args ?? {}, query: { tag: tags }, idempotencyKey, signal })) as { id: string };
    return new ActorHandle(this, className, made.id);
  }

  /** A page of the actors that fit all of the query. */
  list(query: ListQuery = {}, options: { signal?: AbortSignal } = {}): Promise<ActorPage> {
    return this.rest('GET', [], { ...options, query: { ...query } }) as Promise<ActorPage>;
  }

  baseUrl(): string {
    return this.#base;
  }

  manifestPin(): ManifestPin {
    return this.#options.pin ?? 'latest';
  }

  /** Pins everything from now on to another manifest. The connection is replaced, and subscriptions go on where they were. */
  setManifestPin(pin: ManifestPin): void {
    if (pin !== this.manifestPin()) {
      this.#options.pin = pin;
      this.#warned.clear();
      this.#connection.reconnect();
    }
  }

  /** Signs in as somebody else, or again. The connection is replaced. */
  setToken(token: TokenSource | undefined): void {
    if (token === undefined) {
      delete this.#options.token;
    } else {
      this.#options.token = token;
    }
    this.#connection.reconnect();
  }

  /** How the connection is. */
  get connection(): ConnectionInfo {
    return this.#connection.info;
  }

  /** Hears of each change of the connection; returns what ends that. */
  onConnection(listener: (info: ConnectionInfo) => void): () => void {
    this.#connectionListeners.add(listener);
    return () => this.#connectionListeners.delete(listener);
  }

  /** Connects now, not at the next attempt. */
  connect(): void {
    this.#connection.connect();
  }

  /** Ends everything: what waits for an answer fails with `ClientClosed`. */
  async close(): Promise<void> {
    const error = new RpcError('ClientClosed', 'client closed');
    this.#views.forEach((view) => view.close(error));
    this.#views.clear();
    this.#connection.close();
    this.#requests.rejectAll(error);
    this.#queue.close(error);
  }

  /** Calls a handler by the names of all. */
  async invoke(className: string, id: string, method: string, args?: unknown, options: CallOptions = {}): Promise<unknown> {
    return (await this.#answer(className, id, method, args, options)).result;
  }

  async #answer(className: string, id: string, method: string, args: unknown, options: CallOptions, mutationId?: string): Promise<CallAnswer> {
    const { idempotencyKey = this.newKey(), enqueueWhenOffline, signal } = options;
    if (enqueueWhenOffline && (this.#queue.isBusy || this.#connection.state !== 'open')) {
      signal?.throwIfAborted();
      this.#requireUse();
      this.#connection.connect();
      const kept: unknown = args === undefined ? undefined : JSON.parse(JSON.stringify(args));
      return this.#queue.add({ idempotencyKey, className, actorId: id, method, args: kept, mutationId, enqueuedAt: Date.now() }, signal);
    }
    return this.#call({ class: className, id, method, args, idempotencyKey, mutationId, ifSeq: options.ifSeq }, options);
  }

  /**
   * Calls a handler that yields. The values come as they are made, and only as fast as they are taken; the result is the `value` of the last step.
   * A stream is sent once: if the connection is lost it fails with `ConnectionLost`.
   */
  stream(className: string, id: string, method: string, args?: unknown, options: StreamOptions = {}): AsyncGenerator<any, unknown, void> {
    const { idempotencyKey, ifSeq, credit, signal, deadlineMs } = options;
    return stream(this.#host, { class: className, id, method, args, idempotencyKey, ifSeq }, { credit, signal, deadlineMs: this.#deadline(deadlineMs) });
  }

  /** @internal */
  async rest(method: string, path: readonly string[], options: RestOptions = {}): Promise<unknown> {
    // Few pages need it, so it is loaded when one does.
    const { ask } = await import('./rest.js').catch((e: unknown) => Promise.reject(asRpcError(e)));
    const { result, error } = await ask({ base: this.#base, deadlineMs: this.#deadline(undefined), headers: () => this.#connection.headers() }, method, path, options);
    if (error) {
      throw rpcError(error);
    }
    return result;
  }

  /** @internal */
  async tell(className: string, id: string, type: string, payload: unknown, options: CallOptions = {}): Promise<string> {
    const { idempotencyKey = this.newKey(), signal, deadlineMs } = options;
    const params = { class: className, id, type, payload, idempotencyKey };
    return ((await this.#request('actor.tell', params, { signal, deadlineMs: this.#deadline(deadlineMs) })) as { messageId: string }).messageId;
  }

  /** @internal */
  async watch(className: string, id: string, listener: SubscriptionListener<any, any>, options: SubscribeOptions<any, any>): Promise<Subscription> {
    const view = this.#view(className, id);
    try {
      const stop = await view.watch(listener, options);
      return Object.assign(() => stop(), { setPresence: (data: unknown) => view.setPresence(data) });
    } finally {
      if (!view.isUsed) {
        this.#host.unused(view);
      }
    }
  }

  /** @internal */
  async mutate(className: string, id: string, method: string, args: unknown, mutate: (draft: any) => unknown, options: CallOptions = {}): Promise<unknown> {
    const idempotencyKey = options.idempotencyKey ?? this.newKey();
    const mutationId = this.newKey();
    const call = (key: string) => this.#answer(className, id, method, args, { ...options, idempotencyKey: key }, mutationId);
    return this.#view(className, id).mutations.run(
      { method, args, idempotencyKey, mutate, mutationId, isSent: (this.#options.offlineQueue as OfflineQueueBackend | undefined)?.isShared, seq: undefined },
      call,
      () => this.newKey(),
    );
  }

  /** @internal */
  mutationsOf(className: string, id: string): Mutations | undefined {
    return this.#views.get(keyOf(className, id))?.mutations;
  }

  /** @internal */
  newKey(): string {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  #call(call: { class: string; id: string; idempotencyKey: string } & Record<string, unknown>, { signal, deadlineMs }: CallOptions): Promise<CallAnswer> {
    const onSent = () => this.mutationsOf(call.class, call.id)?.sent(call.idempotencyKey);
    return this.#request('actor.call', call, { signal, deadlineMs: this.#deadline(deadlineMs), onSent }) as Promise<CallAnswer>;
  }

  async #request(method: string, params: object, options?: Parameters<Requests['request']>[2]): Promise<unknown> {
    this.#requireUse();
    const { state, error } = this.#connection;
    if (state === 'refused' && error) {
      throw error;
    }
    const isOffline = state === 'waiting' || (state === 'connecting' && (this.#wasOpen || error !== undefined));
    if (isOffline && this.#options.offlineQueue === 'none' && method !== 'actor.subscribe') {
      throw new RpcError('Offline', 'there is no connection');
    }
    if (state === 'idle') {
      this.#connection.connect();
    }
    const answer = await this.#requests.request(method, params, options);
    this.#warnOf((answer as { warning?: unknown } | undefined)?.warning);
    return answer;
  }

  #requireUse(): void {
    if (this.#connection.state === 'closed') {
      throw new RpcError('ClientClosed', 'client closed');
    }
  }

  #deadline(own: number | undefined): number {
    return own ?? this.#options.deadlineMs ?? DEADLINE_MS;
  }

  #view(className: string, id: string): View {
    this.#requireUse();
    const key = keyOf(className, id);
    let view = this.#views.get(key);
    if (!view) {
      view = new View(className, id, this.#host, this.#options.reducers?.[className]);
      this.#views.set(key, view);
    }
    return view;
  }

  /** Subscriptions come before calls, so that the changes that a call makes are not missed. */
  #opened(): void {
    this.#wasOpen = true;
    this.#views.forEach((view) => view.opened());
    this.#requests.opened();
    void this.#queue.drain();
  }

  #notified(method: string, params: Record<string, unknown>): void {
    const { subscriptionId } = params;
    if (typeof subscriptionId === 'string') {
      // The class, a colon, the id, and the number of the subscription to this actor, of which a client has one.
      this.#views.get(subscriptionId.slice(0, subscriptionId.lastIndexOf('#')))?.receive(method, params);
    }
  }

  #warnOf(warning: unknown): void {
    if (typeof warning === 'string' && !this.#warned.has(warning) && this.#warned.size < 100) {
      this.#warned.add(warning);
      this.#warn({ type: warning.startsWith('PinNotKept') ? 'pin-not-kept' : 'manifest-deprecated', message: warning });
    }
  }

  #warn(warning: ClientWarning): void {
    tell(() => this.#options.onWarning?.(warning));
  }
}

function keyOf(className: string, id: string): string {
  return `${className}:${id}`;
}
