import { host } from './host';
import { publication } from './runtime';

/** See `actjs-test.d.ts`. */
export async function replayMigrations(replay: any): Promise<{ results: any[]; failures: number }> {
  const { ctor, classes, targetVersion, snapshots } = replay ?? {};
  if ((ctor === undefined) === (classes === undefined) || !Array.isArray(snapshots)) {
    throw new TypeError('replayMigrations({ ctor or classes, snapshots: [{ version, state }] })');
  }
  const given: any[] = classes ?? [ctor];
  const name = 'Replayed';
  const published = given.map(each => ({ ...publication(name, each), name, alone: each === ctor }));
  const results = await host.request('replay', {
    classes: published.map(({ alone, ...each }: any) => (alone ? { ...each, version: targetVersion ?? null } : each)),
    targetVersion,
    snapshots: snapshots.map(({ version, state }: any) => ({ version, state: JSON.stringify(state) })),
  });
  return { results, failures: results.filter((each: any) => !each.ok).length };
}
