import type { Client } from './client.ts';
import type {
  ArgsOf,
  CallOptions,
  Calls,
  FailedMutation,
  PendingMutation,
  ResultOf,
  StreamOptions,
  SubscribeOptions,
  Subscription,
  SubscriptionListener,
  ValueOf,
} from './types.ts';

/** What those look for who await, print or serialize an object. A handler of such a name is reached by `invoke`. */
const NO_CALL = /^(then|toJSON|constructor|\$\$typeof|nodeType|asymmetricMatch)$/;

/** One actor. Making a handle asks the server nothing. */
export class ActorHandle<H extends object = object, S = unknown, E = unknown, Y = object, Emits = unknown> {
  /** The handlers of the actor. A call is done once, however often it has to be sent. */
  readonly call: Calls<H>;
  /** The same as `call`. */
  readonly get: Calls<H>;

  readonly #client: Client<any>;

  /** @internal */
  constructor(
    client: Client<any>,
    readonly className: string,
    readonly id: string,
  ) {
    this.#client = client;
    this.call = this.get = new Proxy(Object.create(null) as Calls<H>, {
      get: (_, name) =>
        typeof name === 'string' && !NO_CALL.test(name)
          ? (args?: unknown, options?: CallOptions) => this.#client.invoke(this.className, this.id, name, args, options)
          : undefined,
    });
  }

  get class(): string {
    return this.className;
  }

  /** Calls a handler by its name. */
  invoke<M extends keyof H & string>(method: M, args?: ArgsOf<H[M]>, options?: CallOptions): Promise<ResultOf<H[M]>> {
    return this.#client.invoke(this.className, this.id, method, args, options) as Promise<ResultOf<H[M]>>;
  }

  /** Calls a handler that yields; see {@link Client.stream}. */
  stream<M extends keyof H & string>(
    method: M,
    args?: ArgsOf<H[M]>,
    options?: StreamOptions,
  ): AsyncGenerator<ValueOf<H, M, Y>, unknown, void> {
    return this.#client.stream(this.className, this.id, method, args, options);
  }

  /** Sends a message that is stored and handled once, later. Resolves to its id when it is stored. */
  tell<M extends keyof H & string>(type: M, payload?: ArgsOf<H[M]>, options?: Pick<CallOptions, 'idempotencyKey' | 'signal' | 'deadlineMs'>): Promise<string> {
    return this.#client.tell(this.className, this.id, type, payload, options);
  }

  /** Follows the state; resolves when the listener has had the first one. All subscriptions to one actor share one of the server's. */
  subscribe(listener: SubscriptionListener<S, E>, options: SubscribeOptions<S, Emits> = {}): Promise<Subscription> {
    return this.#client.watch(this.className, this.id, listener, options);
  }

  /** Shows what `mutator` does to a draft of the state until the call is answered; a call that fails is taken back. */
  optimistic<M extends keyof H & string>(method: M, args: ArgsOf<H[M]>, mutator: (draft: S) => S | void, options?: CallOptions): Promise<ResultOf<H[M]>> {
    return this.#client.mutate(this.className, this.id, method, args, mutator, options) as Promise<ResultOf<H[M]>>;
  }

  /** Optimistic changes that are not confirmed yet, in order. */
  get pending(): readonly PendingMutation[] {
    return this.#client.mutationsOf(this.className, this.id)?.pending ?? [];
  }

  /** Optimistic changes that were taken back; at most 100. */
  get failed(): readonly FailedMutation[] {
    return this.#client.mutationsOf(this.className, this.id)?.failed ?? [];
  }

  /** The stored state, and the turn that it is of. */
  read(options?: { signal?: AbortSignal }): Promise<{ state: S; seq: string; version: string }> {
    return this.#client.rest('GET', [this.className, this.id], options) as Promise<{ state: S; seq: string; version: string }>;
  }

  /** Deletes the actor. */
  async delete(options: { signal?: AbortSignal; idempotencyKey?: string } = {}): Promise<void> {
    await this.#client.rest('DELETE', [this.className, this.id], { idempotencyKey: this.#client.newKey(), ...options });
  }
}
