import type { Client, Present, RpcError, Subscription } from '../client/index.ts';
import { cell, type Source } from './source.ts';

export interface PresenceOptions {
  /** What others see of this subscriber: any JSON but null. Default: `{}`. It may change as often as a pointer moves. */
  data?: unknown;
  /** The name of this subscriber, 1 to 128 characters; with it, one that comes back within 5 seconds has not left. */
  who?: string | undefined;
}

export interface Presence {
  /** All that are there, this subscriber too. Of one that follows the actor without showing itself, `data` is null. */
  readonly present: readonly Present[];
  /** Why this subscriber is not there. */
  readonly error: RpcError | undefined;
}

/**
 * Who is present at an actor, this subscriber too while somebody listens.
 *
 * @internal
 */
export function presenceOf(
  client: Client<any>,
  className: string,
  id: string,
  who: string | undefined,
  shown: unknown = {},
): { readonly show: (data: unknown) => void } & Source<Presence> {
  let text = JSON.stringify(shown);
  let subscription: Subscription | undefined;
  const become = (error?: RpcError) => error !== presence.get().error && presence.set({ ...presence.get(), error });
  const tell = (data: unknown) => subscription?.setPresence(data).then(() => become(), become);
  const presence = cell<Presence>({ present: [], error: undefined }, () => {
    const left = new AbortController();
    const { signal } = left;
    const begin = async () => {
      const first = shown;
      try {
        const begun = await client.actor<any>(className as never, id).subscribe((_, { error }) => signal.aborted || become(error), {
          signal,
          presence: first,
          ...(who !== undefined && { who }),
          onPresence: (present) => signal.aborted || presence.set({ ...presence.get(), present }),
        });
        if (signal.aborted) {
          begun();
        } else {
          subscription = begun;
          shown === first || void tell(shown);
        }
      } catch (e) {
        signal.aborted || become(e as RpcError);
      }
    };
    // The next connection may be of a user who is allowed in.
    const off = client.onConnection(({ state }) => state === 'open' && !subscription && presence.get().error && void begin());
    void begin();
    return () => {
      left.abort();
      off();
      subscription?.();
      subscription = undefined;
      presence.set({ present: [], error: undefined });
    };
  });
  return {
    ...presence,
    show(data = {}) {
      const now = JSON.stringify(data);
      if (now !== text) {
        text = now;
        shown = data;
        void tell(data);
      }
    },
  };
}
