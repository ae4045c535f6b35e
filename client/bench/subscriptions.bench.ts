import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Client, type Status } from '../src/client/index.ts';
import { TcpProxy } from '../test/contract/proxy.ts';
import { Server, until } from '../test/contract/server.ts';
import { median, report } from './report.ts';

const ACTORS = 1000;
const ROUNDS = 5;

let server: Server;
beforeAll(async () => {
  server = await Server.start('--ephemeral');
});
afterAll(() => server?.stop());

const heap = () => {
  for (let i = 0; i < 3; i++) {
    gc?.();
  }
  return process.memoryUsage().heapUsed;
};

test('the heap that 1 000 subscriptions take, and how long they are behind after a reconnect', async () => {
  const proxy = await TcpProxy.to(server.port);
  const client = new Client<any>({ url: proxy.url, wsCtor: WebSocket, random: () => 0 });
  await client.actor('Counter', 'first').invoke('inc', {});
  const before = heap();
  const statuses: Status[] = Array(ACTORS).fill('loading');
  const seen: number[] = Array(ACTORS).fill(0);
  await Promise.all(
    Array.from({ length: ACTORS }, (_, i) =>
      client.actor('Counter', `bench-${i}`).subscribe((state, { status }) => {
        statuses[i] = status;
        seen[i] = state.n;
      }),
    ),
  );
  const bytes = heap() - before;

  const times: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    proxy.cut();
    await until(() => statuses.every((each) => each === 'stale'));
    // What they missed: each is behind by a change of its own.
    await Promise.all(seen.map((_, i) => server.call('Counter', `bench-${i}`, 'inc')));
    await until(() => client.connection.state === 'open');
    const start = performance.now();
    await until(() => seen.every((n) => n === round) && statuses.every((each) => each === 'ready'));
    times.push(performance.now() - start);
  }
  report('subscriptions', { actors: ACTORS, heapBytes: bytes, heapBytesEach: Math.round(bytes / ACTORS), resyncMs: median(times), slowestResyncMs: Math.max(...times) });
  expect(seen).toEqual(Array(ACTORS).fill(ROUNDS));
  await client.close();
  await proxy.close();
});
