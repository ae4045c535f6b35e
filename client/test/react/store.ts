import { expect, test } from 'vitest';
import { getActorStore, releaseActorStore, selectStore } from '../../src/bindings/index.ts';
import { client, frames, fresh, server, wire } from '../contract/context.ts';
import { until } from '../contract/server.ts';
import { subscribers } from '../contract/stores.ts';

test('scenario 12: two who get the store of an actor have the same one, until both have released it', () => {
  const c = client();
  const id = fresh();
  const store = getActorStore(c, 'Counter', id);
  expect(getActorStore(c, 'Counter', id)).toBe(store);
  releaseActorStore(store);
  expect(getActorStore(c, 'Counter', id)).toBe(store);
  releaseActorStore(store);
  releaseActorStore(store);
  const next = getActorStore(c, 'Counter', id);
  expect(next).not.toBe(store);
  releaseActorStore(next);
});

test('scenario 13: the listener of a store hears of a commit, and the snapshot is the same object until then', async () => {
  const store = getActorStore(client(), 'Counter', fresh());
  expect(store.getStatus()).toBe('loading');
  expect((await store.ready).n).toBe(0);
  const [before, view] = [store.getSnapshot(), store.getView()];
  expect([store.getSnapshot(), store.getView()]).toEqual([before, view]);
  expect(store.getView()).toBe(view);
  let heard = 0;
  store.subscribe(() => heard++);
  await store.call.inc({ by: 3 });
  await until(() => store.getSnapshot()?.n === 3);
  expect(heard).toBe(1);
  expect(store.getSnapshot()?.other).toBe(before?.other);
});

test('scenario 14, W40: each listener of a selected store hears of its part, and of nothing else', async () => {
  const store = getActorStore(client(), 'Counter', fresh());
  await store.ready;
  const tens = selectStore(store, ({ n }) => ({ tens: Math.floor(n / 10) }), (a, b) => a.tens === b.tens);
  const heard = [0, 0];
  const stop = tens.subscribe(() => heard[0]!++);
  tens.subscribe(() => heard[1]!++);
  await store.call.inc({ by: 9 });
  await until(() => store.getSnapshot()?.n === 9);
  expect(heard).toEqual([0, 0]);
  await store.call.inc({ by: 16 });
  await until(() => tens.getSnapshot()?.tens === 2);
  expect(heard).toEqual([1, 1]);
  expect(tens.getSnapshot()).toBe(tens.getSnapshot());
  stop();
  await store.call.inc({ by: 10 });
  await until(() => tens.getSnapshot()?.tens === 3);
  expect(heard).toEqual([1, 2]);
});

test('scenario 21: 100 stores, one after the other, leave no subscription', async () => {
  const proxy = await frames();
  const c = client({ url: proxy.url });
  const id = fresh();
  for (let i = 0; i < 100; i++) {
    releaseActorStore(getActorStore(c, 'Counter', id));
  }
  const store = getActorStore(c, 'Counter', id);
  expect(store.getStatus()).toBe('loading');
  await store.ready;
  releaseActorStore(store);
  await until(async () => (await subscribers(id)) === 0);
});

test('a store goes on after a cut, by way of stale', async () => {
  const proxy = await wire();
  const store = getActorStore(client({ url: proxy.url }), 'Counter', fresh());
  const seen: string[] = [];
  store.subscribe(() => seen.push(`${store.getStatus()} ${store.getSnapshot()?.n}`));
  await store.ready;
  proxy.shut();
  await until(() => store.getStatus() === 'stale');
  await server.call('Counter', store.id, 'inc');
  proxy.open();
  await until(() => seen.at(-1) === 'ready 1');
  expect(seen).toEqual(['ready 0', 'stale 0', 'ready 1']);
});

test('W36, W43: a refusal is an error, which ends when the server takes the client; a deletion is tombstoned', async () => {
  const c = client({ token: 'wrong' });
  const store = getActorStore(c, 'Counter', fresh());
  await expect(store.ready).rejects.toMatchObject({ code: 'Unauthorized' });
  expect(store.getView()).toMatchObject({ status: 'error', state: undefined, error: { code: 'Unauthorized' } });
  c.setToken(server.adminToken);
  await until(() => store.getStatus() === 'ready');
  await store.call.inc({});
  await store.handle.delete();
  await until(() => store.getStatus() === 'tombstoned');
  expect(store.getSnapshot()?.n).toBe(1);
});
