import type { ActorHandle, ArgsOf, CallOptions, Calls, ResultOf, RpcError } from '../client/index.ts';
import { cell, type Source } from './source.ts';

/** How the calls of a component go. */
export interface CallProgress {
  /** From the start of a call until the answer to the last one. */
  readonly pending: boolean;
  /** Why the last call failed; undefined again when one succeeds. */
  readonly error: RpcError | undefined;
}

/** The calls of a component. A call goes on when the component is gone, and its promise is settled. */
export interface ComponentCalls<H extends object, S> {
  /** The handlers. Each is the same function until the class, the id or the client changes. */
  readonly call: Calls<H>;
  /** As that of the handle: shows what `mutator` does until the call is answered. */
  readonly optimistic: <M extends keyof H & string>(
    method: M,
    args: ArgsOf<H[M]>,
    mutator: (draft: S) => S | void,
    options?: CallOptions,
  ) => Promise<ResultOf<H[M]>>;
  /** Forgets the error. */
  readonly reset: () => void;
}

/**
 * Calls handlers of an actor, and says how it goes. One that fails without anybody who waits for it is in `error` alone, and is no unhandled
 * rejection.
 *
 * @internal
 */
export function trackedCalls(handle: ActorHandle<any, any, any, any, any>): ComponentCalls<any, any> & Source<CallProgress> {
  const progress = cell<CallProgress>({ pending: false, error: undefined });
  let running = 0;
  const become = (by: number, error?: RpcError) => progress.set({ pending: (running += by) > 0, error });
  const run = (result: Promise<any>): Promise<any> => {
    become(1, progress.get().error);
    result.then(
      () => become(-1),
      (error: RpcError) => become(-1, error),
    );
    return result;
  };
  return {
    ...progress,
    call: new Proxy(Object.create(null) as Record<string, unknown>, {
      get: (made, name: string) => {
        const handler = handle.call[name] as ((...args: unknown[]) => Promise<unknown>) | undefined;
        return handler && (made[name] ??= (...args: unknown[]) => run(handler(...args)));
      },
    }) as Calls<any>,
    optimistic: (...args) => run(handle.optimistic(...args)),
    reset: () => become(0),
  };
}
