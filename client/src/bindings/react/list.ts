import { useMemo } from './react.ts';
import type { ListQuery } from '../../client/index.ts';
import { listOf, type ListActions, type Listed } from '../index.ts';
import { useClient, useSource } from './context.ts';

export interface ActorList extends Listed, ListActions {}

/** The actors that fit all of the query, as they were when it was asked. */
export function useActorList(query: ListQuery = {}): ActorList {
  const client = useClient();
  return useSource(useMemo(() => listOf(client, query), [client, JSON.stringify(query)]));
}
