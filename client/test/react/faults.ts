import { Component, StrictMode, Suspense, createElement as h, useLayoutEffect, type ReactNode } from 'react';
import { expect, test } from 'vitest';
import { getActorStore, releaseActorStore } from '../../src/bindings/index.ts';
import { useActor, useActorCall, useActorValue } from '../../src/bindings/react/index.ts';
import { until } from '../contract/server.ts';
import { storesOf, subscribers } from '../contract/stores.ts';
import { client, frames, fresh, server, wire } from '../contract/context.ts';
import { mount } from './dom.ts';
import { within } from './hooks.ts';

const Shown = ({ id, seen = [] }: { id: string; seen?: string[] }) => {
  const { status, state } = useActor('Counter', id);
  seen.push(`${id} ${status} ${state?.n}`);
  return `${status} ${state?.n}`;
};

test('isReady does not flap: a lost connection is stale with the state, and a second mount is ready at once', async () => {
  const proxy = await wire();
  const c = client({ url: proxy.url });
  const id = fresh();
  const seen: string[] = [];
  const first = mount(within(c, h(Shown, { id, seen })));
  await until(() => first.text() === 'ready 0');
  proxy.shut();
  await until(() => first.text() === 'stale 0');
  proxy.open();
  await until(() => first.text() === 'ready 0');
  expect(seen.map((each) => each.slice(id.length + 1))).toEqual(['loading undefined', 'ready 0', 'stale 0', 'ready 0']);
  first.unmount();
  const again: string[] = [];
  const second = mount(within(c, h(Shown, { id, seen: again })));
  await until(() => second.text() === 'ready 0');
  expect(again).toEqual([`${id} ready 0`]);
});

test('no stale closure after an id change: state, calls, pending and errors are those of the new id', async () => {
  const [a, b] = [fresh(), fresh()];
  await server.call('Counter', a, 'inc', { by: 7 });
  const proxy = await wire();
  const c = client({ url: proxy.url });
  const seen: string[] = [];
  let calls!: ReturnType<typeof useActorCall<'Counter'>>;
  const Both = ({ id }: { id: string }) => {
    calls = useActorCall('Counter', id);
    const n = useActorValue('Counter', id, (state) => state.n);
    seen.push(`${id} ${n}`);
    return `${n} ${calls.pending} ${calls.error?.code}`;
  };
  const { text, render } = mount(within(c, h(Both, { id: a })));
  await until(() => text() === '7 false undefined');
  proxy.shut();
  const failing = calls.call.fail({ why: 'no' });
  await until(() => text() === '7 true undefined');
  render(within(c, h(Both, { id: b })));
  await until(() => text() === 'undefined false undefined');
  proxy.open();
  await expect(failing).rejects.toMatchObject({ code: 'ActorAbort' });
  await until(() => text() === '0 false undefined');
  await calls.call.inc({});
  await until(() => text() === '1 false undefined');
  expect(seen).not.toContain(`${b} 7`);
  expect((await server.state('Counter', a)).n).toBe(7);
});

test('no update is lost between render and subscribe', async () => {
  const c = client();
  const id = fresh();
  const store = getActorStore(c, 'Counter', id);
  await store.ready;
  let confirmed: Promise<unknown> | undefined;
  const Early = () => {
    const n = useActorValue('Counter', id, (state) => state.n);
    // After the render, and before useSyncExternalStore subscribes.
    useLayoutEffect(() => void (confirmed = store.optimistic('inc', {}, (draft) => void draft.n++)), []);
    return String(n);
  };
  const { text } = mount(within(c, h(Early)));
  await until(() => text() === '1');
  await confirmed;
  releaseActorStore(store);
});

test('StrictMode, ten components and a route change subscribe once', async () => {
  const proxy = await frames();
  const c = client({ url: proxy.url });
  const id = fresh();
  const all = () => Array.from({ length: 10 }, (_, key) => h(Shown, { key, id }));
  const { text, render } = mount(h(StrictMode, null, within(c, all())));
  await until(() => text() === 'ready 0'.repeat(10));
  render(h(StrictMode, null, within(c, 'elsewhere')));
  await until(() => text() === 'elsewhere');
  render(h(StrictMode, null, within(c, all())));
  await until(() => text() === 'ready 0'.repeat(10));
  expect(proxy.of('actor.subscribe')).toHaveLength(1);
  expect(proxy.of('actor.unsubscribe')).toHaveLength(0);
  render(null);
  await until(() => proxy.of('actor.unsubscribe').length === 1);
  expect(storesOf(c)).toBe(0);
});

test('no dead socket after the server was killed and started again', async () => {
  const id = fresh();
  const { text } = mount(within(client(), h(Shown, { id })));
  await until(() => text() === 'ready 0');
  await server.kill();
  await until(() => text() === 'stale 0');
  await server.restart();
  await server.call('Counter', id, 'inc', {});
  await until(() => text() === 'ready 1');
});

test('a router that unmounts during a call: the call is done, and nobody hears of an error', async () => {
  const c = client();
  const id = fresh();
  let calls!: ReturnType<typeof useActorCall<'Counter'>>;
  const Page = () => {
    calls = useActorCall('Counter', id);
    return h(Shown, { id });
  };
  const { text, unmount } = mount(within(c, h(Page)));
  await until(() => text() === 'ready 0');
  const answer = calls.call.inc({ by: 3 });
  // Nobody waits for this one: an unhandled rejection would fail the run.
  void calls.call.fail({ why: 'gone' });
  unmount();
  expect(await answer).toBe(3);
  await until(() => storesOf(c) === 0);
});

test('1 000 mounts leave nothing behind', async () => {
  const c = client();
  const ids = Array.from({ length: 20 }, () => fresh());
  const One = ({ id }: { id: string }) => {
    useActorCall('Counter', id);
    useActorValue('Counter', id, ({ log }) => [...log]);
    return h(Shown, { id });
  };
  for (let round = 0; round < 20; round++) {
    const all = Array.from({ length: 50 }, (_, key) => h(One, { key, id: ids[key % ids.length]! }));
    const { unmount, text } = mount(h(StrictMode, null, within(c, all)));
    await until(() => text() === 'ready 0'.repeat(50));
    unmount();
  }
  await until(() => storesOf(c) === 0);
  await until(async () => (await Promise.all(ids.map((id) => subscribers(id)))).every((each) => each === 0));
});

test('Suspense that is left before the first state leaves nothing', async () => {
  const proxy = await wire();
  const c = client({ url: proxy.url });
  proxy.shut();
  const id = fresh();
  const Waiting = () => String(useActor('Counter', id, { suspend: true }).state?.n);
  const { text, unmount } = mount(within(c, h(Suspense, { fallback: '…' }, h(Waiting))));
  await until(() => text() === '…');
  unmount();
  proxy.open();
  await until(() => storesOf(c) === 0);
  await until(async () => (await subscribers(id)) === 0);
});

class Boundary extends Component<{ children?: ReactNode; hold: (boundary: Boundary) => void }, { error?: Error }> {
  override state: { error?: Error } = {};
  static getDerivedStateFromError(error: Error) {
    return { error };
  }
  reset() {
    this.setState({ error: undefined } as object);
  }
  override render(): ReactNode {
    this.props.hold(this);
    return this.state.error ? `failed: ${(this.state.error as { code?: string }).code}` : this.props.children;
  }
}

test('an error boundary has the refusal, and begins again when it is reset', async () => {
  const c = client({ token: 'wrong' });
  const id = fresh();
  let boundary!: Boundary;
  const Waiting = () => String(useActor('Counter', id, { suspend: true }).state?.n);
  const { text } = mount(within(c, h(Boundary, { hold: (it) => (boundary = it) }, h(Suspense, { fallback: '…' }, h(Waiting)))));
  await until(() => text() === 'failed: Unauthorized');
  boundary.reset();
  await until(() => text() === '…' || text() === 'failed: Unauthorized');
  await until(() => text() === 'failed: Unauthorized');
  c.setToken(server.adminToken);
  boundary.reset();
  await until(() => text() === '0' || text() === 'failed: Unauthorized');
  if (text() !== '0') {
    await until(() => storesOf(c) === 0);
    boundary.reset();
  }
  await until(() => text() === '0');
});
