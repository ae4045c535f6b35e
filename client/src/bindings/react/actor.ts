import { useEffect, useMemo, useRef, useSyncExternalStore } from './react.ts';
import type { Client, StateOf } from '../../client/index.ts';
import { memoized, viewOf, type ActorView, type Equality, type ViewSource } from '../index.ts';
import { useTarget } from './context.ts';
import type { ActorOptions, ClassName, State } from './types.ts';

/** The views of an actor that cannot be there with `suspend`. */
type Suspended<S> = Exclude<ActorView<S>, { status: 'loading' }>;

/**
 * The actor: `{ status, state, error }`. With `suspend` it is never `loading`, and an error without a state is thrown.
 */
export function useActor<N extends ClassName>(className: N, id: string, options: ActorOptions<State<N>> & { suspend: true }): Suspended<State<N>>;
export function useActor<N extends ClassName>(className: N, id: string, options?: ActorOptions<State<N>>): ActorView<State<N>>;
/** The state of the actor, by a client that is given: undefined before there is one. */
export function useActor<C extends object, N extends keyof C & string>(
  client: Client<C>,
  className: N,
  id: string,
  options?: ActorOptions<StateOf<C, N>>,
): StateOf<C, N> | undefined;
export function useActor(...given: any[]): unknown {
  const target = useTarget(given);
  const [options = {}] = target.rest as [ActorOptions?];
  const source = useViews(target, options);
  // Whoever suspends waits for what comes after the first view; to begin with that again would wait for ever.
  const view = useSyncExternalStore(source.subscribe, source.get, () => (options.suspend && source.first.status === 'loading' ? source.get() : source.first));
  if (options.suspend) {
    suspend(source, view);
  }
  return typeof given[0] === 'string' ? view : view.state;
}

/**
 * What `selector` takes of the state, undefined before there is one. The component renders again when that is another by `equality`
 * (default: `Object.is`); a selector may make a new object each time.
 */
export function useActorValue<N extends ClassName, T>(
  className: N,
  id: string,
  selector: (state: State<N>) => T,
  equality?: Equality<T>,
  options?: ActorOptions<State<N>>,
): T | undefined;
export function useActorValue<C extends object, N extends keyof C & string, T>(
  client: Client<C>,
  className: N,
  id: string,
  selector: (state: StateOf<C, N>) => T,
  equality?: Equality<T>,
  options?: ActorOptions<StateOf<C, N>>,
): T | undefined;
export function useActorValue(...given: any[]): unknown {
  const target = useTarget(given);
  const [selector, equality, options = {}] = target.rest as [(state: unknown) => unknown, Equality<unknown>?, ActorOptions?];
  const source = useViews(target, options);
  const shown = useRef<unknown>(undefined);
  // Of this component alone; and what is shown stays the same object when another selector gives an equal one.
  const select = useMemo(() => memoized(selector, equality, () => shown.current), [selector, equality]);
  const value = useSyncExternalStore(
    source.subscribe,
    () => select(source.get().state),
    () => select(source.first.state),
  );
  useEffect(() => {
    shown.current = value;
  });
  if (options.suspend && value === undefined) {
    suspend(source, source.get());
  }
  return value;
}

/** The same until it is of another actor. */
function useViews({ client, className, id, known }: ReturnType<typeof useTarget>, { initial }: ActorOptions): ViewSource {
  const first = initial ?? known?.find((each) => each.class === className && each.id === id);
  // One that was made again is the same when it is of the same turn.
  return useMemo(() => viewOf(client, className, id, first), [client, className, id, first?.position]);
}

function suspend({ get, subscribe, shared }: ViewSource, view: ActorView<unknown>): void {
  if (view.status === 'loading') {
    if (typeof window === 'undefined') {
      // What a server waited for, the browser would not know: the nearest <Suspense> shows its fallback there.
      throw new Error('no `initial` state: see fetchActor');
    }
    // It is held until there is something to show, be it an error, and a while longer.
    throw new Promise<void>((resolve) => {
      const look = () => {
        if (get().status !== 'loading') {
          off();
          resolve();
        }
      };
      const off = subscribe(look);
      look();
    });
  }
  if (view.status === 'error' && view.state === undefined) {
    // Whoever begins again has a new one; those who render in this moment still see this.
    shared().rest(1);
    throw view.error;
  }
}
