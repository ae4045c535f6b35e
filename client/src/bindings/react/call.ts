import { useMemo } from './react.ts';
import type { Client, HandlersOf, StateOf } from '../../client/index.ts';
import { trackedCalls, type CallProgress, type ComponentCalls } from '../index.ts';
import { useSource, useTarget } from './context.ts';
import type { ClassName, Handlers, State } from './types.ts';

export interface ActorCall<H extends object, S> extends ComponentCalls<H, S>, CallProgress {}

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
  return useSource(useMemo(() => trackedCalls(client.actor<any>(className as never, id)), [client, className, id]));
}
