import type { ActorPage, Client, ListQuery, RpcError } from '../client/index.ts';
import { cell, type Source } from './source.ts';

export interface Listed {
  /** `ready`: the actors are those of the last answer. `error`: they are what was there before. */
  readonly status: 'loading' | 'ready' | 'error';
  readonly actors: ActorPage['actors'];
  readonly error: RpcError | undefined;
  /** There is another page. */
  readonly hasMore: boolean;
}

export interface ListActions {
  /** Adds the next page. */
  readonly more: () => void;
  /** Asks again, from the first page. */
  readonly refresh: () => void;
}

/**
 * The actors that fit all of the query, as they were when it was asked.
 *
 * @internal
 */
export function listOf(client: Client<any>, query: ListQuery): ListActions & Source<Listed> {
  let asked: AbortController | undefined;
  let next: string | undefined;
  const list = cell<Listed>({ status: 'loading', actors: [], error: undefined, hasMore: false }, () => {
    ask();
    return () => asked?.abort();
  });
  const ask = (cursor?: string) => {
    asked?.abort();
    const { signal } = (asked = new AbortController());
    client.list({ ...query, ...(cursor && { cursor }) }, { signal }).then(
      (page) => {
        if (!signal.aborted) {
          next = page.next;
          const actors = cursor ? [...list.get().actors, ...page.actors] : page.actors;
          list.set({ status: 'ready', actors, error: undefined, hasMore: next !== undefined });
        }
      },
      (error: RpcError) => signal.aborted || list.set({ ...list.get(), status: 'error', error }),
    );
  };
  return { ...list, more: () => next && ask(next), refresh: () => ask() };
}
