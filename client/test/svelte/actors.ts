import { expect, test } from 'vitest';
import { actor, actorValue, loadActor, type ActorValue, type SvelteActor, type actorList } from '../../src/bindings/svelte/index.ts';
import type { Classes, CounterHandlers } from '../contract/classes.ts';
import { client, frames, fresh, server, wire } from '../contract/context.ts';
import { until } from '../contract/server.ts';
import { storesOf, subscribers } from '../contract/stores.ts';
import { mount } from './page.ts';
import Around from './Around.svelte';
import Shown from './Shown.svelte';
import Stores from './Stores.svelte';

declare module '../../src/bindings/svelte/index.ts' {
  interface Register {
    classes: Classes;
  }
}

type State = Classes['Counter']['state'];
export type Counter = SvelteActor<CounterHandlers, State>;

test('an actor has the status, and the state as it changes', async () => {
  const id = fresh();
  const seen: string[] = [];
  const c = client();
  const { text } = mount(Shown, c, { id, seen });
  expect(text()).toBe('loading  false ;');
  await until(() => text() === 'ready 0 false ;');
  await server.call('Counter', id, 'inc', { by: 5 });
  await until(() => text() === 'ready 5 false ;');
  await c.actor('Counter', id).delete();
  await until(() => text() === 'tombstoned 5 false ;');
  expect(seen).toEqual(['loading undefined', 'ready 0', 'ready 5', 'tombstoned 5'].map((each) => `${id} ${each}`));
});

test('scenario 19, the original form: a store calls back at once, then with the state, and with what a call changes', async () => {
  const c = client();
  const id = fresh();
  const counter = actor(c, 'Counter', id);
  const seen: ActorValue<State>[] = [];
  const stop = counter.subscribe((value) => seen.push(value));
  expect(seen).toEqual([{ status: 'loading', loading: true, state: undefined, error: undefined }]);
  await until(() => seen.at(-1)?.state?.n === 0);
  expect(seen.at(-1)).toMatchObject({ status: 'ready', loading: false });
  expect(await counter.call.inc({ by: 3 })).toBe(3);
  await until(() => seen.at(-1)?.state?.n === 3);
  expect(counter.state?.n).toBe(3);
  stop();
  await until(() => storesOf(c) === 0);
  await until(async () => (await subscribers(id)) === 0);
});

test('W41: subscribers of a store hold it on their own, errors have a store, and destroy ends them all', async () => {
  const c = client({ token: 'wrong' });
  const counter = actor(c, 'Counter', fresh());
  const errors: unknown[] = [];
  const heard = [0, 0];
  counter.subscribeError((error) => errors.push(error?.code));
  const stop = counter.subscribe(() => heard[0]!++);
  counter.subscribe(({ state }) => (heard[1] = state?.n ?? -1));
  await until(() => errors.at(-1) === 'Unauthorized');
  stop();
  const before = heard[0];
  c.setToken(server.adminToken);
  await until(() => heard[1] === 0);
  expect(errors.at(-1)).toBeUndefined();
  expect(heard[0]).toBe(before);
  counter.destroy();
  await until(() => storesOf(c) === 0);
});

test('scenario 20: actorValue emits the part, and loadActor gives the snapshot', async () => {
  const c = client();
  const id = fresh();
  const tens = actorValue(c, 'Counter', id, ({ n }) => Math.floor(n / 10));
  const seen: unknown[] = [];
  const stop = tens.subscribe((value) => seen.push(value));
  await until(() => seen.at(-1) === 0);
  await c.actor('Counter', id).call.inc({ by: 9 });
  await c.actor('Counter', id).call.inc({ by: 16 });
  await until(() => seen.at(-1) === 2);
  expect(seen).toEqual([undefined, 0, 2]);
  stop();
  expect(await loadActor(c, 'Counter', id)).toEqual({
    class: 'Counter',
    id,
    snapshot: { n: 25, log: [], other: { kept: true } },
    position: expect.any(String),
    manifestSha: 'latest',
  });
});

test('stores in a template; an effect that reads a part runs when that part changes', async () => {
  const id = fresh();
  const seen: unknown[] = [];
  const { text } = mount(Stores, client(), { id, seen });
  expect(text()).toBe('true');
  await until(() => text() === 'false 0 0');
  await server.call('Counter', id, 'inc', { by: 9 });
  await until(() => text() === 'false 9 0');
  await server.call('Counter', id, 'inc', { by: 16 });
  await until(() => text() === 'false 25 2');
  expect(seen).toEqual([undefined, 0, 2]);
});

test('pending spans the call, an error stays until the next success, and an optimistic change is taken back', async () => {
  const id = fresh();
  const proxy = await wire();
  let counter!: Counter;
  const seen: string[] = [];
  const { text } = mount(Shown, client({ url: proxy.url }), { id, seen, hold: (it: Counter) => (counter = it) });
  await until(() => text() === 'ready 0 false ;');
  proxy.shut();
  const answer = counter.call.inc({ by: 2 });
  await until(() => text() === 'stale 0 true ;');
  proxy.open();
  expect(await answer).toBe(2);
  await until(() => text() === 'ready 2 false ;');
  const failed = counter.optimistic('fail', { why: 'no' }, (draft) => void (draft.n = 7));
  await until(() => text() === 'ready 7 true ;' || text() === 'ready 2 false ActorAbort;');
  await expect(failed).rejects.toMatchObject({ code: 'ActorAbort' });
  await until(() => text() === 'ready 2 false ActorAbort;');
  counter.reset();
  await until(() => text() === 'ready 2 false ;');
});

test('an id that changes: state, calls, pending and errors are those of the new one, and the old one is released', async () => {
  const [a, b] = [fresh(), fresh()];
  await server.call('Counter', a, 'inc', { by: 7 });
  const proxy = await wire();
  let counter!: Counter;
  const seen: string[] = [];
  const { text, set } = mount(Shown, client({ url: proxy.url }), { id: a, seen, hold: (it: Counter) => (counter = it) });
  await until(() => text() === 'ready 7 false ;');
  proxy.shut();
  await until(() => text() === 'stale 7 false ;');
  const failing = counter.call.fail({ why: 'no' });
  await until(() => text() === 'stale 7 true ;');
  set({ id: b });
  expect(text()).toBe('loading  false ;');
  proxy.open();
  await expect(failing).rejects.toMatchObject({ code: 'ActorAbort' });
  await until(() => text() === 'ready 0 false ;');
  expect(await counter.call.inc({})).toBe(1);
  await until(() => text() === 'ready 1 false ;');
  expect(seen).not.toContain(`${b} ready 7`);
  expect(seen).not.toContain(`${b} stale 7`);
  await until(async () => (await subscribers(a)) === 0);
  expect(await subscribers(b)).toBe(1);
});

test('a mount after an unmount goes on with the same subscription; when nobody is left it ends', async () => {
  const proxy = await frames();
  const c = client({ url: proxy.url });
  const id = fresh();
  const { text, set } = mount(Shown, c, { id });
  await until(() => text() === 'ready 0 false ;');
  set(undefined);
  expect(text()).toBe('');
  set({ id });
  expect(text()).toBe('ready 0 false ;');
  expect(proxy.of('actor.subscribe')).toHaveLength(1);
  expect(proxy.of('actor.unsubscribe')).toHaveLength(0);
  set(undefined);
  await until(() => proxy.of('actor.unsubscribe').length === 1);
  expect(storesOf(c)).toBe(0);
});

test('1 000 mounts leave nothing behind', async () => {
  const c = client();
  const ids = Array.from({ length: 20 }, () => fresh());
  for (let round = 0; round < 50; round++) {
    const all = ids.map((id) => mount(Shown, c, { id }));
    await until(() => all.every(({ text }) => text() === 'ready 0 false ;'));
    all.forEach(({ set }) => set(undefined));
  }
  await until(() => storesOf(c) === 0);
  await until(async () => (await Promise.all(ids.map((id) => subscribers(id)))).every((each) => each === 0));
});

test('a list has pages and asks again for another query; the connection says how it is', async () => {
  const tag = fresh('Ledger');
  for (const id of [`${tag}-1`, `${tag}-2`]) {
    await server.call('Ledger', id, 'credit', { amount: 1 });
  }
  const proxy = await wire();
  let list!: ReturnType<typeof actorList>;
  const { text, set } = mount(Around, client({ url: proxy.url }), { of: 'Ledger', hold: (it: typeof list) => (list = it) });
  await until(() => text() === 'open ready true 1 object');
  list.more();
  await until(() => text() === 'open ready true 2 object');
  list.refresh();
  await until(() => text() === 'open ready true 1 object');
  await server.call('Counter', fresh(), 'inc');
  set({ of: 'Counter' });
  await until(() => text() === 'open ready true 1 object' && list.current.actors[0]?.class === 'Counter');
  proxy.shut();
  await until(() => text() === 'waiting ready true 1 object');
});

test('without a client a function says what to do', () => {
  // As it is outside of a component; Svelte says so itself.
  expect(() => actor('Counter', 'a')).toThrow(/outside|setClient/);
});
