import { expect, test } from 'vitest';
import { client, fresh, server, wire } from './context.ts';
import { until } from './server.ts';

/** As a network that lets no WebSocket through. */
class Blocked {
  onopen = null;
  onmessage = null;
  onerror = null;
  onclose: ((event: { code: number }) => void) | null = null;

  constructor() {
    setTimeout(() => this.onclose?.({ code: 1006 }));
  }

  send(): void {}

  close(): void {}
}

test('W18: where WebSockets are blocked, calls, subscriptions and streams go over HTTP', async () => {
  const warnings: string[] = [];
  const c = client({ wsCtor: Blocked, onWarning: ({ type }) => warnings.push(type) });
  const id = fresh();
  const counter = c.actor('Counter', id);
  expect(await counter.call.inc({ by: 2 })).toBe(2);
  expect(c.connection).toMatchObject({ state: 'open', transport: 'http' });
  expect(warnings).toContain('transport-fallback');

  let n = -1;
  const heard: unknown[] = [];
  const stop = await counter.subscribe((state) => (n = state.n), { onEmit: (type, data) => heard.push([type, data]) });
  expect(n).toBe(2);
  await server.call('Counter', id, 'inc');
  await until(() => n === 3);
  await counter.call.shout({ text: 'here' });
  await until(() => heard.length === 1);
  stop();

  const values: number[] = [];
  for await (const value of counter.stream('count', { to: 10 }, { credit: 2 })) {
    values.push(value);
  }
  expect(values).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  await expect(counter.call.fail({ why: 'no' })).rejects.toMatchObject({ code: 'ActorAbort', message: 'no' });
  expect(await counter.tell('inc', {})).toMatch(/./);
});

test('over HTTP, too, each call is done once and no event is missed, whatever is cut', async () => {
  const proxy = await wire();
  const id = fresh();
  const ledger = client({ url: proxy.url, transport: 'http' }).actor('Ledger', id);
  const got: number[] = [];
  await ledger.subscribe((_, { events }) => got.push(...(events ?? []).map(({ amount }) => amount)));
  const calls: Promise<unknown>[] = [];
  for (let amount = 1; amount <= 20; amount++) {
    calls.push(ledger.call.credit({ amount }));
    if (amount % 6 === 0) {
      proxy.cut();
      await calls.at(-1);
    }
  }
  await Promise.all(calls);
  await until(() => got.length >= 20);
  expect([...got].sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  expect((await server.state('Ledger', id)).entries).toBe(20);
});
