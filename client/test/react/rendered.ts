import { createElement as h, Suspense, useEffect, type ReactNode } from 'react';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { ActjsProvider, useActor, useActorValue, type InitialActor } from '../../src/bindings/react/index.ts';
import { fetchActor } from '../../src/bindings/react/server.ts';
import { Client } from '../../src/client/index.ts';
import { client, frames, fresh, server, wire } from '../contract/context.ts';
import { until } from '../contract/server.ts';
import { storesOf, subscribers } from '../contract/stores.ts';
import { hydrate } from './dom.ts';

/** As on a server: there is no window. */
function rendered(what: ReactNode): string {
  const { window } = globalThis;
  delete (globalThis as { window?: unknown }).window;
  try {
    return renderToString(what);
  } finally {
    globalThis.window = window;
  }
}

test('scenario 18: fetchActor reads the state with the manifest and the position, and keeps no connection', async () => {
  const id = fresh();
  await server.call('Counter', id, 'inc', { by: 4 });
  const fetched = await fetchActor('Counter', id, { url: server.url, wsCtor: WebSocket });
  expect(fetched).toEqual({ class: 'Counter', id, snapshot: { n: 4, log: [], other: { kept: true } }, position: expect.any(String), manifestSha: 'latest' });
  const n: number = fetched.snapshot.n;
  expect(JSON.parse(JSON.stringify(fetched))).toEqual({ ...fetched, snapshot: { ...fetched.snapshot, n } });
  await until(async () => (await subscribers(id)) === 0);
  const own = client();
  expect(await fetchActor(own, 'Counter', id)).toEqual(fetched);
  expect(own.connection.state).toBe('open');
});

test('fetchActor fails with a code: of the server, or after its deadline', async () => {
  const id = fresh();
  await expect(fetchActor('Counter', id, { url: server.url, wsCtor: WebSocket, token: 'wrong' })).rejects.toMatchObject({ code: 'Unauthorized' });
  await expect(fetchActor('Counter', id, { url: server.url, wsCtor: WebSocket, manifest: 'f'.repeat(64) })).rejects.toMatchObject({ code: 'ManifestUnknown' });
  const proxy = await wire();
  proxy.shut();
  await expect(fetchActor('Counter', id, { url: proxy.url, deadlineMs: 100 })).rejects.toMatchObject({ code: 'CallTimeout' });
});

test('no hydration mismatch: the first render is that of the server, and the subscription goes on from there', async () => {
  const id = fresh();
  await server.call('Counter', id, 'inc', { by: 4 });
  const initial: InitialActor[] = JSON.parse(JSON.stringify([await fetchActor('Counter', id, { url: server.url, wsCtor: WebSocket })]));
  const seen: string[] = [];
  const App = () => {
    const { status, state } = useActor('Counter', id, { suspend: true });
    const tens = useActorValue('Counter', id, ({ n }) => ({ tens: Math.floor(n / 10) }));
    seen.push(`${status} ${state?.n} ${tens?.tens}`);
    return h('p', null, `${state?.n} ${tens?.tens}`);
  };
  const page = (client: Client<any>) => h(ActjsProvider, { client, initial }, h(Suspense, { fallback: '…' }, h(App)));
  const onServer = new Client({ url: server.url, autoConnect: false });
  const html = rendered(page(onServer));
  expect(html).toContain('<p>4 0</p>');
  expect(storesOf(onServer)).toBe(0);
  expect(onServer.connection.state).toBe('idle');
  await onServer.close();
  seen.length = 0;
  // It has changed before the page is there.
  await server.call('Counter', id, 'inc', { by: 20 });
  const proxy = await frames();
  const { text, complaints } = hydrate(html, page(client({ url: proxy.url })));
  await until(() => text() === '24 2');
  expect(complaints).toEqual([]);
  expect(seen[0]).toBe('stale 4 0');
  expect(seen.at(-1)).toBe('ready 24 2');
  expect(proxy.of('actor.subscribe').map(({ frame }) => frame.params.fromSeq)).toEqual([initial[0]!.position]);
});

test('a page that was not given what the server fetched suspends until it has it, and takes over then', async () => {
  const id = fresh();
  await server.call('Counter', id, 'inc', { by: 4 });
  const initial = [await fetchActor('Counter', id, { url: server.url, wsCtor: WebSocket })];
  const App = () => {
    const { state } = useActor('Counter', id, { suspend: true });
    useEffect(() => void (isTaken = true));
    return h('p', null, `${state?.n}`);
  };
  let isTaken = false;
  const page = (client: Client<any>, known: InitialActor[]) => h(ActjsProvider, { client, initial: known }, h(Suspense, { fallback: '…' }, h(App)));
  const onServer = new Client({ url: server.url, autoConnect: false });
  const html = rendered(page(onServer, initial));
  await onServer.close();
  const { text, complaints } = hydrate(html, page(client(), []));
  await until(() => isTaken);
  await server.call('Counter', id, 'inc', { by: 1 });
  await until(() => text() === '5');
  expect(complaints).toEqual([]);
});

test('what the server did not fetch is a fallback there, and comes in the page', async () => {
  const id = fresh();
  const App = () => String(useActor('Counter', id, { suspend: true }).state?.n);
  const page = (client: Client<any>) => h(ActjsProvider, { client }, h(Suspense, { fallback: '…' }, h(App)));
  const onServer = new Client({ url: server.url, autoConnect: false });
  const html = rendered(page(onServer));
  expect(html).toContain('…');
  expect(storesOf(onServer)).toBe(0);
  await onServer.close();
  const { text } = hydrate(html, page(client()));
  await until(() => text() === '0');
});
