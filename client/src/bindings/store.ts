import type { ActorHandle, Client, EmitsOf, EventOf, HandlersOf, RpcError, StateOf, Status, YieldsOf } from '../client/index.ts';
import { viewOf, type ActorView, type SharedView } from './view.ts';

export type StoreOf<C extends object, N extends keyof C> = ActorStore<HandlersOf<C, N>, StateOf<C, N>, EventOf<C, N>, YieldsOf<C, N>, EmitsOf<C, N>>;

/**
 * One actor, shared by all who show it: one subscription while there is a user of it, and for a second after the last listener has gone. After that
 * nothing of it is left; whoever still holds the object and subscribes begins it again.
 */
export class ActorStore<H extends object = any, S = any, E = any, Y = any, Emits = any> {
  readonly class: string;
  readonly handle: ActorHandle<H, S, E, Y, Emits>;
  readonly call: ActorHandle<H, S, E, Y, Emits>['call'];
  readonly optimistic: ActorHandle<H, S, E, Y, Emits>['optimistic'];
  readonly #view: SharedView;
  /** What ends each use and each subscription. */
  readonly #uses = new Set<() => void>();
  /** Of {@link getActorStore}, as often as it was called. */
  readonly #retained: (() => void)[] = [];
  #ready: Promise<S> | undefined;
  #settle: ((isOver?: boolean) => void) | undefined;

  /** @internal */
  constructor(
    readonly client: Client<any>,
    view: SharedView,
  ) {
    this.#view = view;
    this.handle = view.handle;
    this.class = this.handle.class;
    this.call = this.handle.call;
    this.optimistic = this.handle.optimistic.bind(this.handle);
  }

  get id(): string {
    return this.handle.id;
  }

  /** The state, the same object until it changes; undefined before the first. */
  getSnapshot(): S | undefined {
    return this.getView().state;
  }

  getStatus(): Status {
    return this.getView().status;
  }

  getError(): RpcError | undefined {
    return this.getView().error;
  }

  /** Status, state and error, the same object until one of them changes. */
  getView(): ActorView<S> {
    return this.#view.get();
  }

  /** Calls `listener` after each change, until the function that is returned is called. */
  subscribe(listener: () => void): () => void {
    const off = this.#view.subscribe(() => {
      this.#settle?.();
      listener();
    });
    const end = () => {
      this.#uses.delete(end);
      off();
    };
    this.#uses.add(end);
    return end;
  }

  /** The first state. Rejected when there is none to come: the actor is deleted, or the server refuses. */
  get ready(): Promise<S> {
    const ready = (this.#ready ??= new Promise<S>((resolve, reject) => {
      this.#settle = (isOver) => {
        const { status, state, error } = this.getView();
        if (status === 'ready' || status === 'stale') {
          resolve(state);
        } else if (status !== 'loading' || isOver) {
          this.#ready = undefined;
          reject(error ?? new Error(`${this.class}:${this.id} has no state`));
        }
      };
    }));
    ready.catch(() => {});
    this.#settle?.();
    return ready;
  }

  /** Subscribes again after an error. The client does so by itself when it has a new connection. */
  retry(): void {
    this.#view.retry();
  }

  /** Ends it at once, whoever uses this object. */
  destroy(): void {
    [...this.#uses].forEach((end) => end());
    this.#retained.length = 0;
    this.#view.rest(0);
    this.#settle?.(true);
  }

  /** @internal */
  retain(): void {
    this.#retained.push(this.subscribe(() => {}));
  }

  /** @internal */
  release(): void {
    this.#retained.pop()?.();
    if (!this.#uses.size) {
      this.destroy();
    }
  }
}

/** The store of the actor, which is kept until {@link releaseActorStore} was called as often as this. */
export function getActorStore<C extends object, N extends keyof C & string>(client: Client<C>, className: N, id: string): StoreOf<C, N> {
  const view = viewOf(client, className, id).shared();
  const store = (view.store ??= new ActorStore(client, view)) as StoreOf<C, N>;
  store.retain();
  return store;
}

/** Ends the store at once when nobody uses it any more. */
export function releaseActorStore(store: ActorStore): void {
  store.release();
}
