import { useMemo, useSyncExternalStore } from './react.ts';
import type { ActorHandle, Client, HandlersOf, RpcError, StateOf } from '../../client/index.ts';
import { useTarget } from './context.ts';
import type { ActorCall, ClassName, Handlers, State } from './types.ts';

/**
 * Calls handlers, and says how it goes. A call goes on when the component is gone, and its promise is settled. One that fails without
 * anybody who waits for it is in `error` alone, and is no unhandled rejection.
 */
export function useActorCall<N extends ClassName>(className: N, id: string): ActorCall<Handlers<N>, State<N>>;
export function useActorCall<C extends object, N extends keyof C & string>(
  client: Client<C>,
  className: N,
  id: string,
): ActorCall<HandlersOf<C, N>, StateOf<C, N>>;
export function useActorCall(...given: any[]): unknown {
  const { client, className, id } = useTarget(given);
  // Of one actor: an answer that comes after the id has changed says nothing of the new one.
  const { subscribe, get, ...calls } = useMemo(() => track(client.actor<any>(className as never, id)), [client, className, id]);
  return { ...calls, ...useSyncExternalStore(subscribe, get, get) };
}

interface Progress {
  readonly pending: boolean;
  readonly error: RpcError | undefined;
}

function track(handle: ActorHandle<any, any, any, any>) {
  let progress: Progress = { pending: false, error: undefined };
  let running = 0;
  const listeners = new Set<() => void>();

  const become = (by: number, error: RpcError | undefined) => {
    running += by;
    progress = { pending: running > 0, error };
    [...listeners].forEach((listener) => listener());
  };
  const run = (result: Promise<unknown>): Promise<unknown> => {
    become(1, progress.error);
    result.then(
      () => become(-1, undefined),
      (error: RpcError) => become(-1, error),
    );
    return result;
  };

  return {
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get: () => progress,
    call: new Proxy(Object.create(null) as Record<string, unknown>, {
      get: (made, name: string) => {
        const handler = handle.call[name] as ((...args: unknown[]) => Promise<unknown>) | undefined;
        return handler && (made[name] ??= (...args: unknown[]) => run(handler(...args)));
      },
    }),
    optimistic: (...args: Parameters<typeof handle.optimistic>) => run(handle.optimistic(...args)),
    reset: () => become(0, undefined),
  };
}
