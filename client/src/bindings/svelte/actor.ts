import type { Client, HandlersOf, StateOf } from '../../client/index.ts';
import { selectStore, trackedCalls, viewOf, type ActorView, type CallProgress, type ComponentCalls, type Equality, type InitialActor } from '../index.ts';
import { target } from './context.ts';
import { latest, reactive, storeOf, type Followable, type Given } from './follow.ts';
import type { ClassName, Handlers, State } from './types.ts';

export interface ActorOptions<S = unknown> {
  /** What `loadActor` gave; {@link setClient} may have it, too. */
  initial?: InitialActor<S> | undefined;
}

/** What the store of an actor has. */
export type ActorValue<S> = ActorView<S> & { readonly loading: boolean };

/** An actor: its members are reactive, and it is a store. It is followed while an effect or a template reads it, or while somebody subscribes. */
export interface SvelteActor<H extends object, S> extends ComponentCalls<H, S>, Followable<ActorValue<S>> {
  /** The state, undefined before the first; it stays when the status changes. */
  readonly state: S | undefined;
  readonly status: ActorView<S>['status'];
  /** There is nothing to show yet. */
  readonly loading: boolean;
  /** Why it cannot be followed. */
  readonly error: ActorView<S>['error'];
  /** From the start of a call until the answer to the last one. */
  readonly pending: boolean;
  /** Why the last call failed; undefined again when one succeeds. */
  readonly callError: CallProgress['error'];
  /** The store of `error`. */
  readonly subscribeError: Followable<ActorView<S>['error']>['subscribe'];
  /** Ends what `subscribe` and `subscribeError` began. Effects and templates end by themselves. */
  readonly destroy: () => void;
}

/**
 * An actor, by the client of {@link setClient} or by one that is given. The id may be a function of state: when it gives another one, everything is
 * of that actor.
 */
export function actor<N extends ClassName>(className: N, id: Given<string>, options?: ActorOptions<State<N>>): SvelteActor<Handlers<N>, State<N>>;
export function actor<C extends object, N extends keyof C & string>(
  client: Client<C>,
  className: N,
  id: Given<string>,
  options?: ActorOptions<StateOf<C, N>>,
): SvelteActor<HandlersOf<C, N>, StateOf<C, N>>;
export function actor(...args: any[]): SvelteActor<any, any> {
  const { client, className, id, views } = viewsAt(args);
  const view = latest(views, reactive);
  const calls = latest(id, (of) => {
    const tracked = trackedCalls(client.actor<any>(className as never, of));
    return { ...tracked, progress: reactive(tracked) };
  });
  const offs = new Set<() => void>();
  const followed =
    <T>(get: () => T): Followable<T>['subscribe'] =>
    (run) => {
      const off = storeOf(get).subscribe(run);
      offs.add(off);
      return () => {
        offs.delete(off);
        off();
      };
    };
  const shown = () => view()();
  return {
    get state() {
      return shown().state;
    },
    get status() {
      return shown().status;
    },
    get loading() {
      return shown().status === 'loading';
    },
    get error() {
      return shown().error;
    },
    get call() {
      return calls().call;
    },
    get optimistic() {
      return calls().optimistic;
    },
    get reset() {
      return calls().reset;
    },
    get pending() {
      return calls().progress().pending;
    },
    get callError() {
      return calls().progress().error;
    },
    subscribe: followed(() => ({ ...shown(), loading: shown().status === 'loading' })),
    subscribeError: followed(() => shown().error),
    destroy: () => offs.forEach((off) => off()),
  };
}

/** A part of the state of an actor: `current` is reactive, and it is a store. */
export interface SvelteValue<T> extends Followable<T> {
  readonly current: T;
}

/**
 * What `selector` takes of the state, undefined before there is one. It changes when that is another one by `equality` (default: `Object.is`); a
 * selector may make a new object each time.
 */
export function actorValue<N extends ClassName, T>(
  className: N,
  id: Given<string>,
  selector: (state: State<N>) => T,
  equality?: Equality<T>,
  options?: ActorOptions<State<N>>,
): SvelteValue<T | undefined>;
export function actorValue<C extends object, N extends keyof C & string, T>(
  client: Client<C>,
  className: N,
  id: Given<string>,
  selector: (state: StateOf<C, N>) => T,
  equality?: Equality<T>,
  options?: ActorOptions<StateOf<C, N>>,
): SvelteValue<T | undefined>;
export function actorValue(...args: any[]): SvelteValue<unknown> {
  const { views, rest } = viewsAt(args);
  return value(
    latest(views, ({ get, subscribe }) => {
      const part = selectStore({ getSnapshot: () => get().state, subscribe }, rest[0], rest[1]);
      return reactive({ get: part.getSnapshot, subscribe: part.subscribe });
    }),
  );
}

export function value<T>(at: () => () => T): SvelteValue<T> {
  const get = () => at()();
  return {
    get current() {
      return get();
    },
    ...storeOf(get),
  };
}

function viewsAt(args: any[]) {
  const to = target(args);
  const { client, className, id, rest, known } = to;
  // The options are the last.
  const own: InitialActor | undefined = rest.at(-1)?.initial;
  const views = latest(id, (of) =>
    viewOf(
      client,
      className,
      of,
      [...(own ? [own] : []), ...(known() ?? [])].find((each) => each.class === className && each.id === of),
    ),
  );
  return { ...to, views };
}
