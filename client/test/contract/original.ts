import { expect, test } from 'vitest';
import { client, fresh, original, server } from './context.ts';
import { until } from './server.ts';

const reducers = { Ledger: (state: any, event: any) => ({ balance: state.balance + event.amount, entries: state.entries + 1 }) };

test('the original client, scenario 1: a call on a fresh actor, which it sends twice, is done once (W20)', async () => {
  const c = original();
  const id = fresh();
  const calls = [c.call('Counter', id, 'inc', { by: 3 }), c.call('Counter', id, 'inc', { by: 4 }), c.call('Counter', id, 'inc')];
  expect(await Promise.all(calls)).toEqual([3, 7, 8]);
  expect((await server.state('Counter', id)).n).toBe(8);
});

test('the original client, scenarios 2 and 22: what a handler throws and an unknown one are errors with a code', async () => {
  const c = original();
  const id = fresh();
  await expect(c.call('Counter', id, 'fail', { why: 'no more' })).rejects.toMatchObject({ code: -32000, frameworkCode: 'ActorAbort', message: 'no more' });
  await expect(c.call('Counter', id, 'nothing')).rejects.toMatchObject({ code: -32000, frameworkCode: 'UnknownMethod' });
  expect(await c.request('actor.call', { class: 'Counter', id, method: 'inc', args: {} })).toMatchObject({ result: 1 });
});

test('the original client, scenarios 3, 5 and 23: it has the state at once, and a change before the answer of the call', async () => {
  const c = original();
  const id = fresh();
  await c.call('Counter', id, 'inc');
  const seen: number[] = [];
  const subscription = await c.subscribe('Counter', id, ({ n }) => seen.push(n));
  expect(seen).toEqual([1]);
  await c.call('Counter', id, 'inc', { by: 4 });
  expect(seen).toEqual([1, 5]);
  await server.call('Counter', id, 'push', { text: 'of another' });
  await until(() => subscription.state.log.length === 1);
  expect(subscription.kinds).toEqual(['snapshot', 'patch', 'patch']);
});

test('the original client, scenarios 4 and 26: events come as handlers returned them, with the position as text', async () => {
  const c = original(reducers);
  const id = fresh();
  await c.call('Ledger', id, 'credit', { amount: 10 });
  const subscription = await c.subscribe('Ledger', id);
  const { state, seq } = subscription;
  expect(state).toEqual({ balance: 10, entries: 1 });
  await c.call('Ledger', id, 'credit', { amount: 5 });
  expect(subscription).toMatchObject({ state: { balance: 15, entries: 2 }, seq: seq + 1n, kinds: ['snapshot', 'event'] });
});

test('the original client, scenario 8: calls that waited for the connection are done once each, in order', async () => {
  const c = original();
  const id = fresh();
  const texts = Array.from({ length: 50 }, (_, i) => `entry ${i}`);
  await Promise.all(texts.map((text) => c.call('Counter', id, 'push', { text })));
  expect((await server.state('Counter', id)).log).toEqual(texts);
});

test('the original client, scenario 10: after a lost connection calls work, and a new subscription has the state', async () => {
  const c = original();
  const id = fresh();
  await c.call('Counter', id, 'inc');
  await c.cut();
  expect(await c.call('Counter', id, 'inc')).toBe(2);
  expect((await c.subscribe('Counter', id)).state.n).toBe(2);
});

test('the original client, scenario 24: after it has unsubscribed it hears nothing more', async () => {
  const c = original();
  const id = fresh();
  const ended = await c.subscribe('Counter', id);
  const other = await c.subscribe('Counter', id);
  expect(await c.request('actor.unsubscribe', { subscriptionId: ended.id })).toEqual({ ok: true });
  await c.call('Counter', id, 'inc');
  expect(other.state.n).toBe(1);
  expect(ended.kinds).toEqual(['snapshot']);
  expect(await c.request('actor.unsubscribe', { subscriptionId: ended.id })).toEqual({ ok: false });
});

test('the original client, scenario 25: a deletion is told as a tombstone, which is the last', async () => {
  const c = original();
  const id = fresh();
  await c.call('Counter', id, 'inc');
  const subscription = await c.subscribe('Counter', id);
  await client({ token: server.adminToken }).actor('Counter', id).delete();
  await until(() => subscription.isOver);
  expect(subscription.kinds).toEqual(['snapshot', 'tombstone']);
  await expect(c.call('Counter', id, 'inc')).rejects.toMatchObject({ frameworkCode: 'Gone' });
});
