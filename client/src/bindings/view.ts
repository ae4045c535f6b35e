import type { ActorHandle, Client, RpcError, Status, Subscription } from '../client/index.ts';
import { cell, type Cell, type Source } from './source.ts';

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

/**
 * One actor, shared by all who show it: one subscription while somebody listens, and for a second after the last one has gone. After that nothing of
 * it is left; whoever still holds the object and subscribes begins it again.
 *
 * @internal
 */
export interface SharedView extends Cell<ActorView<any>> {
  readonly handle: ActorHandle<any, any, any, any, any>;
  /** Subscribes again after an error. The client does so by itself when it has a new connection. */
  readonly retry: () => void;
  /** The object of the original's interface. */
  store?: unknown;
}

/** The actor as components see it, whoever shares it at the moment. */
export interface ViewSource extends Source<ActorView<any>> {
  /** What is shown before the server has said anything. */
  readonly first: ActorView<any>;
  /** @internal */
  readonly shared: () => SharedView;
}

const LOADING: ActorView<never> = { status: 'loading', state: undefined, error: undefined };

/**
 * Asking for it makes nothing; a server that renders never subscribes.
 *
 * @internal
 */
export function viewOf(client: Client<any>, className: string, id: string, initial?: InitialActor<any>): ViewSource {
  const views = ((client as { [REGISTRY]?: Map<string, SharedView> })[REGISTRY] ??= new Map<string, SharedView>());
  const key = `${className}:${id}`;
  const first: ActorView<any> = initial ? { status: 'stale', state: initial.snapshot, error: undefined } : LOADING;
  const shared = () => views.get(key) ?? share(client, className, id, first, initial, views, key);
  return { first, shared, get: () => views.get(key)?.get() ?? first, subscribe: (listener) => shared().subscribe(listener) };
}

function share(
  client: Client<any>,
  className: string,
  id: string,
  first: ActorView<any>,
  initial: InitialActor | undefined,
  views: Map<string, SharedView>,
  key: string,
): SharedView {
  const handle = client.actor<any>(className as never, id);
  /** Of the subscription that is there or on its way. What an earlier one still says is ignored. */
  let upstream: AbortController | undefined;
  let subscription: Subscription | undefined;
  let offConnection: (() => void) | undefined;

  const show = (status: Status, state: unknown, error?: RpcError) => {
    const before = view.get();
    if (status === 'ready') {
      // The server has said something newer.
      initial = undefined;
    }
    if (status !== before.status || state !== before.state || error !== before.error) {
      view.set({ status, state, error } as ActorView<any>);
    }
  };
  const leave = () => {
    upstream?.abort();
    subscription?.();
    offConnection?.();
    upstream = subscription = offConnection = undefined;
  };
  const start = () => {
    const { signal } = (upstream = new AbortController());
    handle
      .subscribe((state, { status, error }) => signal.aborted || show(status, state, error), {
        signal,
        ...(initial && { fromSeq: initial.position, state: initial.snapshot }),
      })
      .then(
        (begun) => (signal.aborted ? begun() : (subscription = begun)),
        (error: RpcError) => {
          if (signal.aborted) {
            return;
          }
          const { state } = view.get();
          if (error.code === 'Gone') {
            show('tombstoned', state);
          } else {
            // The next connection may be of a user who is allowed in.
            offConnection = client.onConnection((now) => now.state === 'open' && retry());
            show('error', state, error);
          }
        },
      );
  };
  const retry = () => {
    if (upstream) {
      leave();
      const { state } = view.get();
      show(state === undefined ? 'loading' : 'stale', state);
      start();
    }
  };
  const view = cell(first, () => {
    views.has(key) || views.set(key, shared);
    start();
    return () => {
      leave();
      views.get(key) === shared && views.delete(key);
    };
  });
  const shared: SharedView = { ...view, handle, retry };
  return shared;
}
