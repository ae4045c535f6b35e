import { useCallback, useEffect, useRef, useState } from './react.ts';
import type { ActorPage, ListQuery, RpcError } from '../../client/index.ts';
import { useClient } from './context.ts';

interface Listed {
  /** `ready`: the actors are those of the last answer. `error`: they are what was there before. */
  readonly status: 'loading' | 'ready' | 'error';
  readonly actors: ActorPage['actors'];
  readonly error: RpcError | undefined;
  /** There is another page. */
  readonly hasMore: boolean;
}

export interface ActorList extends Listed {
  /** Adds the next page. */
  readonly more: () => void;
  /** Asks again, from the first page. */
  readonly refresh: () => void;
}

interface Shown extends Listed {
  /** What it is the answer to. */
  readonly of: unknown;
  readonly next?: string | undefined;
}

const LOADING: Listed = { status: 'loading', actors: [], error: undefined, hasMore: false };

/** The actors that fit all of the query, as they were when it was asked. */
export function useActorList(query: ListQuery = {}): ActorList {
  const client = useClient();
  const key = JSON.stringify(query);
  const [shown, show] = useState<Shown>();
  const asked = useRef<AbortController>(undefined);

  const ask = useCallback(
    (before?: Shown) => {
      asked.current?.abort();
      const { signal } = (asked.current = new AbortController());
      client.list({ ...(JSON.parse(key) as ListQuery), ...(before?.next && { cursor: before.next }) }, { signal }).then(
        ({ actors, next }) =>
          signal.aborted || show({ of: key, status: 'ready', actors: [...(before?.actors ?? []), ...actors], error: undefined, hasMore: next !== undefined, next }),
        (error: RpcError) =>
          signal.aborted || show((old) => ({ ...(old?.of === key ? old : LOADING), of: key, status: 'error', error })),
      );
    },
    [client, key],
  );
  useEffect(() => {
    show(undefined);
    ask();
    return () => asked.current?.abort();
  }, [ask]);

  const now = shown?.of === key ? shown : undefined;
  const more = useCallback(() => now?.hasMore && ask(now), [ask, now]);
  const refresh = useCallback(() => ask(), [ask]);
  return { ...(now ?? LOADING), more, refresh };
}
