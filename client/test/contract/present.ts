import type { Present } from '../../src/client/index.ts';
import { client } from './context.ts';
import { until } from './server.ts';

/** What another one sees of those who are there, each time that it changes. */
export async function watched(id: string): Promise<string[]> {
  const seen: string[] = [];
  // Who subscribes without showing itself has null.
  const show = (present: readonly Present[]) =>
    seen.push(present.filter(({ who, data }) => who !== 'watcher' && data !== null).map(({ who, data }) => `${who}:${(data as { x: number }).x}`).sort().join());
  await client().actor('Counter', id).subscribe(() => {}, { who: 'watcher', presence: {}, onPresence: show });
  await until(() => seen.length > 0);
  return seen;
}
