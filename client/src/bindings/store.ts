import type { ActorHandle, Client, EventOf, HandlersOf, RpcError, StateOf, Status, Subscription } from '../client/index.ts';

/** How long a store outlives its last user, so that a double mount or a change of the route does not subscribe again, in milliseconds. */
const GRACE_MS = 1000;
const REGISTRY = Symbol.for('actjs.bindings.store-registry');

/** An actor as a component sees it. A state that was once there stays when the status changes. */
export type ActorView<S> =
  | { readonly status: 'loading'; readonly state: undefined; readonly error: undefined }
  | { readonly status: 'ready' | 'stale'; readonly state: S; readonly error: undefined }
  | { readonly status: 'tombstoned'; readonly state: S | undefined; readonly error: undefined }
  | { readonly status: 'error'; readonly state: S | undefined; readonly error: RpcError };

/** A state that a server has read, to begin with; `fetchActor` makes it. */
export interface InitialActor<S = unknown> {
  readonly class: string;
  readonly id: string;
  readonly snapshot: S;
  /** Where the subscription goes on. */
  readonly position: string;
}

export type StoreOf<C extends object, N extends keyof C> = ActorStore<HandlersOf<C, N>, StateOf<C, N>, EventOf<C, N>>;

type Registered = Client<any> & { [REGISTRY]?: Map<string, ActorStore> };

export const LOADING: ActorView<never> = { status: 'loading', state: undefined, error: undefined };

/** What is shown of an actor before the server has said anything. */
export function firstView<S>(initial: InitialActor<S> | undefined): ActorView<S> {
  return initial ? { status: 'stale', state: initial.snapshot, error: undefined } : LOADING;
}

/**
 * One actor, shared by all who show it: one subscription while there is a user of it, and for a second after the last one has gone. After that
 * nothing of it is left; whoever still holds the object and subscribes begins it again.
 */
export class ActorStore<H extends object = any, S = any, E = any> {
  readonly class: string;
  readonly handle: ActorHandle<H, S, E>;
  readonly call: ActorHandle<H, S, E>['call'];
  readonly optimistic: ActorHandle<H, S, E>['optimistic'];
  readonly #listeners = new Set<() => void>();
  readonly #registry: Map<string, ActorStore>;
  readonly #key: string;
  #view: ActorView<S>;
  /** Until the server has said something newer. */
  #initial: InitialActor<S> | undefined;
  #users = 0;
  #end: ReturnType<typeof setTimeout> | undefined;
  /** Of the subscription that is there or on its way. What an earlier one still says is ignored. */
  #upstream: AbortController | undefined;
  #subscription: Subscription | undefined;
  #offConnection: (() => void) | undefined;
  #ready: Promise<S> | undefined;
  #settle: ((isOver?: boolean) => void) | undefined;
  #waiting: Promise<unknown> | undefined;

  /** @internal */
  constructor(
    readonly client: Client<any>,
    className: string,
    readonly id: string,
    registry: Map<string, ActorStore>,
    initial: InitialActor<S> | undefined,
  ) {
    this.class = className;
    this.handle = client.actor<H, S, E>(className as never, id);
    this.call = this.handle.call;
    this.optimistic = this.handle.optimistic.bind(this.handle);
    this.#registry = registry;
    this.#key = keyOf(className, id);
    this.#initial = initial;
    this.#view = firstView(initial);
    this.#rest(GRACE_MS);
  }

  /** The state, the same object until it changes; undefined before the first. */
  getSnapshot(): S | undefined {
    return this.#view.state;
  }

  getStatus(): Status {
    return this.#view.status;
  }

  getError(): RpcError | undefined {
    return this.#view.error;
  }

  /** Status, state and error, the same object until one of them changes. */
  getView(): ActorView<S> {
    return this.#view;
  }

  /** Calls `listener` after each change, until the function that is returned is called. */
  subscribe(listener: () => void): () => void {
    const each = () => listener();
    this.#listeners.add(each);
    this.retain();
    return () => {
      if (this.#listeners.delete(each)) {
        this.release(GRACE_MS);
      }
    };
  }

  /** The first state. Rejected when there is none to come: the actor is deleted, or the server refuses. */
  get ready(): Promise<S> {
    const ready = (this.#ready ??= new Promise<S>((resolve, reject) => {
      this.#settle = (isOver) => {
        const { status, state, error } = this.#view;
        if (status === 'ready' || status === 'stale') {
          resolve(state);
        } else if (status !== 'loading' || isOver) {
          this.#ready = undefined;
          reject(error ?? new Error(`${this.#key} has no state`));
        }
      };
    }));
    ready.catch(() => {});
    this.#settle?.();
    return ready;
  }

  /** Resolves when there is something to show, be it an error; the store is there until then, and a while longer. */
  wait(): Promise<unknown> {
    if (!this.#waiting) {
      this.retain();
      this.#waiting = this.ready
        .catch(() => {})
        .then(() => {
          this.#waiting = undefined;
          this.release(GRACE_MS);
        });
    }
    return this.#waiting;
  }

  /** Subscribes again after an error. The client does so by itself when it has a new connection. */
  retry(): void {
    this.#leave();
    this.#show(this.#view.state === undefined ? 'loading' : 'stale', this.#view.state);
    if (this.#users > 0) {
      this.#start();
    }
  }

  /** An error was shown to somebody who begins again with a new store: those who render in this moment still see it. */
  forgetError(): void {
    if (this.#users === 0) {
      this.#rest(1);
    }
  }

  /** Ends it at once, whoever uses it. */
  destroy(): void {
    clearTimeout(this.#end);
    this.#leave();
    this.#listeners.clear();
    this.#users = 0;
    if (this.#registry.get(this.#key) === this) {
      this.#registry.delete(this.#key);
    }
    this.#settle?.(true);
  }

  /** @internal */
  retain(): void {
    clearTimeout(this.#end);
    this.#users++;
    if (!this.#registry.has(this.#key)) {
      this.#registry.set(this.#key, this);
    }
    this.#start();
  }

  /** @internal */
  release(graceMs: number): void {
    // None are left of a store that was destroyed under its users.
    if (this.#users > 0 && --this.#users === 0) {
      if (graceMs > 0) {
        this.#rest(graceMs);
      } else {
        this.destroy();
      }
    }
  }

  #rest(graceMs: number): void {
    clearTimeout(this.#end);
    this.#end = setTimeout(() => this.destroy(), graceMs);
    // A server that has rendered is not kept alive by it.
    (this.#end as { unref?(): void }).unref?.();
  }

  #start(): void {
    if (this.#upstream) {
      return;
    }
    this.#upstream = new AbortController();
    const { signal } = this.#upstream;
    const initial = this.#initial;
    this.handle
      .subscribe((state, { status, error }) => signal.aborted || this.#show(status, state, error), {
        signal,
        ...(initial && { fromSeq: initial.position, state: initial.snapshot }),
      })
      .then(
        (subscription) => (signal.aborted ? subscription() : (this.#subscription = subscription)),
        (error: RpcError) => signal.aborted || this.#failed(error),
      );
  }

  /** There is no subscription: the next connection may be one of somebody who is let in. */
  #failed(error: RpcError): void {
    if (error.code === 'Gone') {
      this.#show('tombstoned', this.#view.state);
      return;
    }
    this.#offConnection = this.client.onConnection(({ state }) => state === 'open' && this.retry());
    this.#show('error', this.#view.state, error);
  }

  #leave(): void {
    this.#upstream?.abort();
    this.#subscription?.();
    this.#offConnection?.();
    this.#upstream = this.#subscription = this.#offConnection = undefined;
  }

  #show(status: Status, state: S | undefined, error?: RpcError): void {
    const before = this.#view;
    if (status === 'ready') {
      this.#initial = undefined;
    }
    if (status !== before.status || state !== before.state || error !== before.error) {
      this.#view = { status, state, error } as ActorView<S>;
      this.#settle?.();
      [...this.#listeners].forEach((listener) => listener());
    }
  }
}

function keyOf(className: string, id: string): string {
  return `${className}:${id}`;
}

/** The store of the actor, for a look at it; one that nobody uses goes away. */
export function storeOf(client: Client<any>, className: string, id: string, initial?: InitialActor<any>): ActorStore {
  const registry = ((client as Registered)[REGISTRY] ??= new Map());
  const key = keyOf(className, id);
  let store = registry.get(key);
  if (!store) {
    store = new ActorStore(client, className, id, registry, initial);
    registry.set(key, store);
  }
  return store;
}

/** The store of the actor, which is kept until {@link releaseActorStore} was called as often as this. */
export function getActorStore<C extends object, N extends keyof C & string>(client: Client<C>, className: N, id: string): StoreOf<C, N> {
  const store = storeOf(client, className, id);
  store.retain();
  return store;
}

/** Ends the store at once when nobody uses it any more. */
export function releaseActorStore(store: ActorStore): void {
  store.release(0);
}
