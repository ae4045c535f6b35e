import { Suspense, createElement as h, type ReactNode } from 'react';
import { expect, test } from 'vitest';
import { ActjsProvider, useActor, useActorCall, useActorList, useActorValue, useConnection } from '../../src/bindings/react/index.ts';
import type { Client } from '../../src/client/index.ts';
import type { Classes } from '../contract/classes.ts';
import { client, fresh, server, wire } from '../contract/context.ts';
import { until } from '../contract/server.ts';
import { storesOf } from '../contract/stores.ts';
import { mount } from './dom.ts';

declare module '../../src/bindings/react/index.ts' {
  interface Register {
    classes: Classes;
  }
}

export function within(client: Client<any>, ...what: ReactNode[]): ReactNode {
  return h(ActjsProvider, { client }, ...what);
}

test('scenario 15: useActor has the status, and the state as it changes', async () => {
  const id = fresh();
  const seen: string[] = [];
  const Shown = () => {
    const actor = useActor('Counter', id);
    seen.push(`${actor.status} ${actor.state?.n}`);
    return actor.status === 'ready' ? String(actor.state.n) : '…';
  };
  const c = client();
  const { text } = mount(within(c, h(Shown)));
  await until(() => text() === '0');
  await server.call('Counter', id, 'inc', { by: 5 });
  await until(() => text() === '5');
  await c.actor('Counter', id).delete();
  await until(() => seen.at(-1) === 'tombstoned 5');
  expect(seen).toEqual(['loading undefined', 'ready 0', 'ready 5', 'tombstoned 5']);
});

test('the original form: a client, the class and the id give the state', async () => {
  const c = client();
  const id = fresh();
  const seen: unknown[] = [];
  const Shown = () => {
    const state = useActor(c, 'Counter', id);
    const tens = useActorValue(c, 'Counter', id, ({ n }) => Math.floor(n / 10));
    const { call } = useActorCall(c, 'Counter', id);
    seen.push(state?.n);
    return h('button', { onClick: () => call.inc({ by: 25 }) }, String(tens));
  };
  const { text, place } = mount(h(Shown));
  await until(() => text() === '0');
  place.querySelector('button')!.click();
  await until(() => text() === '2');
  expect(seen[0]).toBeUndefined();
  expect(seen.at(-1)).toBe(25);
});

test('scenario 16, W38: a selector may make objects; the component renders when they differ', async () => {
  const id = fresh();
  const seen: unknown[] = [];
  const Tens = () => {
    const value = useActorValue(
      'Counter',
      id,
      ({ n }) => ({ tens: Math.floor(n / 10) }),
      (a, b) => a.tens === b.tens,
    );
    seen.push(value);
    return String(value?.tens);
  };
  const Log = () => String(useActorValue('Counter', id, ({ log }) => log.map((each) => each.toUpperCase()))?.join());
  const { text } = mount(within(client(), h(Tens), ' ', h(Log)));
  await until(() => text() === '0 ');
  await server.call('Counter', id, 'push', { text: 'a' });
  await until(() => text() === '0 A');
  await server.call('Counter', id, 'inc', { by: 25 });
  await until(() => text() === '2 A');
  expect(seen.filter((each, i) => i === 0 || each !== seen[i - 1])).toEqual([undefined, { tens: 0 }, { tens: 2 }]);
});

test('scenario 17, W39: pending spans the call, and an error stays until the next success', async () => {
  const id = fresh();
  const proxy = await wire();
  let calls!: ReturnType<typeof useActorCall<'Counter'>>;
  const Shown = () => {
    calls = useActorCall('Counter', id);
    return `${calls.pending} ${calls.error?.code}`;
  };
  const { text } = mount(within(client({ url: proxy.url }), h(Shown)));
  await until(() => text() === 'false undefined');
  const { inc } = calls.call;
  proxy.shut();
  const answer = calls.call.inc({ by: 2 });
  await until(() => text() === 'true undefined');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(text()).toBe('true undefined');
  proxy.open();
  expect(await answer).toBe(2);
  await until(() => text() === 'false undefined');
  await expect(calls.call.fail({ why: 'no' })).rejects.toMatchObject({ code: 'ActorAbort' });
  await until(() => text() === 'false ActorAbort');
  await calls.call.inc({});
  await until(() => text() === 'false undefined');
  expect(calls.call.inc).toBe(inc);
});

test('an optimistic call is seen at once, and taken back when it fails', async () => {
  const id = fresh();
  const seen: string[] = [];
  let calls!: ReturnType<typeof useActorCall<'Counter'>>;
  const Shown = () => {
    calls = useActorCall('Counter', id);
    const { n } = useActor('Counter', id).state ?? {};
    seen.push(`${n} ${calls.pending}`);
    return String(n);
  };
  const { text } = mount(within(client(), h(Shown)));
  await until(() => text() === '0');
  const failed = calls.optimistic('fail', { why: 'no' }, (draft) => void (draft.n = 7));
  await expect(failed).rejects.toMatchObject({ code: 'ActorAbort' });
  await until(() => text() === '0' && seen.at(-1) === '0 false');
  expect(seen).toContain('7 true');
});

test('Suspense waits for the first state, and unmounting leaves nothing', async () => {
  const id = fresh();
  const c = client();
  const seen: string[] = [];
  const Shown = () => {
    const { state, status } = useActor('Counter', id, { suspend: true });
    const n = useActorValue('Counter', id, (each) => each.n, undefined, { suspend: true });
    seen.push(status);
    return `${state?.n} ${n}`;
  };
  const { text, unmount } = mount(within(c, h(Suspense, { fallback: '…' }, h(Shown))));
  await until(() => text() === '…');
  await until(() => text() === '0 0');
  expect(seen).not.toContain('loading');
  unmount();
  await until(() => storesOf(c) === 0);
});

test('useActorList has pages, and asks again for another query', async () => {
  const tag = fresh('Ledger');
  for (const id of [`${tag}-1`, `${tag}-2`]) {
    await server.call('Ledger', id, 'credit', { amount: 1 });
  }
  let list!: ReturnType<typeof useActorList>;
  const List = ({ of }: { of: 'Ledger' | 'Counter' }) => {
    list = useActorList({ class: of, limit: 1 });
    return `${list.status} ${list.actors.every((each) => each.class === of)} ${list.actors.length}`;
  };
  const c = client();
  const { text, render } = mount(within(c, h(List, { of: 'Ledger' })));
  await until(() => text() === 'ready true 1');
  expect(list.hasMore).toBe(true);
  list.more();
  await until(() => text() === 'ready true 2');
  expect(new Set(list.actors.map(({ id }) => id)).size).toBe(2);
  list.refresh();
  await until(() => text() === 'ready true 1');
  render(within(c, h(List, { of: 'Counter' })));
  await until(() => list.actors[0]?.class === 'Counter');
  expect(text()).toBe('ready true 1');
});

test('useConnection says how the connection is', async () => {
  const proxy = await wire();
  const seen: string[] = [];
  const Shown = () => {
    const { state } = useConnection();
    seen.push(state);
    return state;
  };
  const { text } = mount(within(client({ url: proxy.url }), h(Shown)));
  await until(() => text() === 'open');
  proxy.shut();
  await until(() => text() === 'waiting');
  proxy.open();
  await until(() => text() === 'open');
  expect(seen.filter((each, i) => each === seen[i - 1] && each === 'open')).toEqual([]);
});

test('without a provider a hook says what to do', () => {
  const Shown = () => {
    expect(() => useActor('Counter', 'a')).toThrow(/<ActjsProvider client=/);
    return null;
  };
  mount(h(Shown));
});
