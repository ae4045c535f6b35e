import type { ListQuery } from '../../client/index.ts';
import { listOf, type ListActions, type Listed } from '../index.ts';
import { value, type SvelteValue } from './actor.ts';
import { getClient } from './context.ts';
import { given, latest, reactive, type Given } from './follow.ts';

export interface ActorList extends ListActions, SvelteValue<Listed> {}

/** The actors that fit all of the query, as they were when it was asked: `current` is `{ status, actors, error, hasMore }`. */
export function actorList(query: Given<ListQuery> = {}): ActorList {
  const client = getClient();
  const at = latest(
    () => JSON.stringify(given(query)),
    (key) => {
      const list = listOf(client, JSON.parse(key));
      return { list, current: reactive(list) };
    },
  );
  const shown = value(() => at().current);
  return Object.defineProperties({ more: () => at().list.more(), refresh: () => at().list.refresh() }, Object.getOwnPropertyDescriptors(shown)) as ActorList;
}
