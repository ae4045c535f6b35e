import { expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { RpcError } from '../../src/client/index.ts';
import type { Classes } from './classes.ts';
import { client, frames, fresh, server, wire } from './context.ts';
import { until } from './server.ts';

test('scenario 1: a call on a fresh actor', async () => {
  expect(await client().actor('Counter', fresh()).call.inc({ by: 3 })).toBe(3);
});

test('scenario 2: a handler that throws rejects with an RpcError that has the code and the members', async () => {
  const error = await client()
    .actor('Counter', fresh())
    .call.fail({ why: 'no more' })
    .catch((e: unknown) => e);
  expect(error).toBeInstanceOf(RpcError);
  expect(error).toMatchObject({ code: 'ActorAbort', frameworkCode: 'ActorAbort', message: 'no more', rpcCode: -32000, retryable: false });
});

test('scenario 3: a subscription has the state at once, and follows it', async () => {
  const counter = client().actor('Counter', fresh());
  await counter.call.inc({});
  const seen: number[] = [];
  const stop = await counter.subscribe((state) => seen.push(state.n));
  expect(seen).toEqual([1]);
  await counter.call.inc({ by: 4 });
  await until(() => seen.at(-1) === 5);
  stop();
});

test('scenario 4: events are folded by the reducer that was given', async () => {
  const reducers = { Ledger: (state: any, event: any) => ({ balance: state.balance + event.amount, entries: state.entries + 1 }) };
  const ledger = client({ reducers }).actor('Ledger', fresh());
  await ledger.call.credit({ amount: 10 });
  const seen: number[] = [];
  const events: unknown[] = [];
  await ledger.subscribe((state, change) => {
    seen.push(state.balance);
    events.push(...(change.events ?? []));
  });
  await ledger.call.credit({ amount: 5 });
  await until(() => seen.at(-1) === 15);
  expect(seen).toEqual([10, 15]);
  expect(events).toEqual([{ type: 'credited', amount: 5 }]);
});

test('scenario 5: the change of a call is seen before its answer', async () => {
  const counter = client().actor('Counter', fresh());
  let n = -1;
  await counter.subscribe((state) => (n = state.n));
  for (let i = 1; i <= 20; i++) {
    await counter.call.inc({});
    expect(n).toBe(i);
  }
});

test('scenario 10, W24: closes of the server with 1000, 1001, 1012 and 4001 are followed by a new connection', async () => {
  const proxy = await frames();
  const warnings: string[] = [];
  const c = client({ url: proxy.url, onWarning: ({ type }) => warnings.push(type) });
  const counter = c.actor('Counter', fresh());
  for (const [i, code] of [1000, 1001, 1012, 4001].entries()) {
    await until(() => c.connection.state === 'open');
    proxy.end(code);
    await until(() => warnings.length === i + 1);
    expect(await counter.call.inc({})).toBe(i + 1);
  }
  expect(warnings).toEqual(Array(4).fill('transport-reconnecting'));
});

test('W6: a handle can be awaited and printed', async () => {
  const { call } = await Promise.resolve(client().actor('Counter', fresh()));
  expect(await Promise.resolve(call)).toBe(call);
  expect(JSON.stringify(call)).toBe('{}');
});

test('W20, scenario 52: a call before the connection is sent once and done once', async () => {
  const proxy = await frames();
  const id = fresh();
  const c = client({ url: proxy.url });
  expect(await c.actor('Counter', id).call.inc({})).toBe(1);
  await c.actor('Counter', id).call.push({ text: 'after' });
  expect(proxy.of('actor.call').filter(({ frame }) => frame.params.method === 'inc')).toHaveLength(1);
  expect((await server.state('Counter', id)).n).toBe(1);
});

test('W21, scenario 52: a call of the offline queue is done once', async () => {
  const proxy = await wire();
  proxy.shut();
  const id = fresh();
  const counter = client({ url: proxy.url }).actor('Counter', id);
  const answers = [1, 2, 3].map((by) => counter.call.inc({ by }, { enqueueWhenOffline: true }));
  proxy.open();
  expect(await Promise.all(answers)).toEqual([1, 3, 6]);
  expect((await server.state('Counter', id)).n).toBe(6);
});

test('W22, scenario 52: a call whose answer was lost is sent again under its key, and done once', async () => {
  const proxy = await frames();
  const id = fresh();
  let isLost = false;
  proxy.filter.down = (frame, connection) => {
    if (connection === 1 && frame.includes('"result":{"result"')) {
      isLost = true;
      proxy.cut();
      return [];
    }
    return [frame];
  };
  expect(await client({ url: proxy.url }).actor('Counter', id).call.inc({})).toBe(1);
  expect(isLost).toBe(true);
  const calls = proxy.of('actor.call').map(({ frame }) => frame);
  expect(calls.map(({ params }) => params.idempotencyKey)).toEqual([calls[0].params.idempotencyKey, calls[0].params.idempotencyKey]);
  expect(calls[0].params.idempotencyKey).toMatch(/^[0-9a-f]{32}$/);
  expect((await server.state('Counter', id)).n).toBe(1);
});

test('W23, scenario 53: after each of many cuts a subscriber has seen each later change', async () => {
  const proxy = await wire();
  const id = fresh();
  const counter = client({ url: proxy.url }).actor('Counter', id);
  const seen: number[] = [];
  const statuses = new Set<string>();
  await counter.subscribe((state, { status }) => {
    seen.push(state.log.length);
    statuses.add(status);
  });
  for (let i = 1; i <= 10; i++) {
    proxy.cut();
    await server.call('Counter', id, 'push', { text: String(i) });
    await until(() => seen.at(-1) === i);
  }
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(statuses).toContain('stale');
});

test('scenario 53: every event comes exactly once, whatever is cut, and a caller-given position is a beginning', async () => {
  const proxy = await wire();
  const id = fresh();
  const c = client({ url: proxy.url });
  const got: number[] = [];
  let position: string | undefined;
  await c.actor('Ledger', id).subscribe((_, change) => {
    got.push(...(change.events ?? []).map(({ amount }) => amount));
    position = change.position;
  });
  for (let amount = 1; amount <= 30; amount++) {
    if (amount % 7 === 0) {
      proxy.cut();
    }
    await server.call('Ledger', id, 'credit', { amount });
  }
  await until(() => got.length >= 30);
  expect(got).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  const then = position as string;
  await server.call('Ledger', id, 'credit', { amount: 99 });
  const later: unknown[] = [];
  await client({ reducers: { Ledger: (state, { amount }) => ({ balance: state.balance + amount, entries: state.entries + 1 }) } })
    .actor('Ledger', id)
    .subscribe((state, { kind, events }) => later.push(events ?? `${kind} ${state.balance}`), { fromSeq: then, state: { balance: 465, entries: 30 } });
  await until(() => later.length === 2);
  // Without a snapshot: the state of then, and what has come since.
  expect(later.flat()).toEqual(['snapshot 465', { type: 'credited', amount: 99 }]);
});

test('W11: a deletion ends the subscription, and says so', async () => {
  const c = client();
  const counter = c.actor('Counter', fresh());
  await counter.call.inc({});
  const statuses: string[] = [];
  await counter.subscribe((_, { status }) => statuses.push(status));
  await counter.delete();
  await until(() => statuses.at(-1) === 'tombstoned');
  await expect(counter.call.inc({})).rejects.toMatchObject({ code: 'Gone' });
});

test('W12: a listener that throws keeps nothing from the others', async () => {
  const counter = client().actor('Counter', fresh());
  const shown = console.error;
  console.error = () => {};
  try {
    await counter.subscribe(() => {
      throw new Error('of this test');
    });
    let n = -1;
    await counter.subscribe((state) => (n = state.n));
    await counter.call.inc({});
    expect(n).toBe(1);
  } finally {
    console.error = shown;
  }
});

test('W27, scenario 53: of two listeners on one actor the other survives, also a reconnect, on one subscription', async () => {
  const proxy = await frames();
  const id = fresh();
  const counter = client({ url: proxy.url }).actor('Counter', id);
  let one = -1;
  let two = -1;
  const stop = await counter.subscribe(({ n }) => (one = n));
  await counter.subscribe(({ n }) => (two = n));
  stop();
  stop();
  proxy.cut();
  await server.call('Counter', id, 'inc');
  await until(() => two === 1);
  expect(one).toBe(0);
  expect(proxy.of('actor.subscribe').map(({ connection }) => connection)).toEqual([1, 2]);
});

test('W25, scenario 55: a call to nobody has a deadline', async () => {
  const proxy = await wire();
  proxy.shut();
  const counter = client({ url: proxy.url, deadlineMs: 50 }).actor('Counter', fresh());
  await expect(counter.call.inc({})).rejects.toMatchObject({ code: 'CallTimeout' });
});

test("W25, scenario 55: without an offline queue a call fails at once while there's no connection", async () => {
  const proxy = await wire();
  const c = client({ url: proxy.url, offlineQueue: 'none' });
  const counter = c.actor('Counter', fresh());
  await counter.call.inc({});
  proxy.shut();
  await until(() => c.connection.state !== 'open');
  await expect(counter.call.inc({})).rejects.toMatchObject({ code: 'Offline' });
});

/** Keeps the actor busy until the returned function is called: other calls wait. What it does to the state is undone. */
async function busy(id: string): Promise<() => Promise<void>> {
  const values = client().actor('Counter', id).stream('count', { to: 1000 }, { credit: 1 });
  await values.next();
  return async () => void (await values.return(undefined));
}

test('scenario 55: an aborted call is cancelled on the server', async () => {
  const id = fresh();
  const counter = client().actor('Counter', id);
  await counter.call.inc({});
  const free = await busy(id);
  const abort = new AbortController();
  const call = counter.call.inc({ by: 100 }, { signal: abort.signal });
  const waits = counter.call.inc({});
  setTimeout(() => abort.abort(new Error('the user left')), 50);
  await expect(call).rejects.toThrow('the user left');
  await free();
  expect(await waits).toBe(2);
});

test('W26: calls while it waits for the next attempt begin no attempts of their own', async () => {
  const proxy = await wire();
  proxy.shut();
  let attempts = 0;
  const c = client({ url: proxy.url, random: () => 0.999, onWarning: () => attempts++ });
  const counter = c.actor('Counter', fresh());
  const calls = Array.from({ length: 50 }, () => counter.call.inc({}, { deadlineMs: 400 }).catch((e: RpcError) => e.code));
  expect(await Promise.all(calls)).toEqual(Array(50).fill('CallTimeout'));
  expect(attempts).toBeLessThanOrEqual(3);
});

test('W31: the token is in no address, and the server is asked for a ticket', async () => {
  // An open server takes any token for nobody's, so it is the request that is looked at.
  const urls: string[] = [];
  class Spy extends WebSocket {
    constructor(url: string) {
      urls.push(url);
      super(url);
    }
  }
  const c = client({ wsCtor: Spy, token: async () => 'not-a-token' });
  await until(() => c.connection.state === 'refused' || c.connection.state === 'open');
  expect(urls.join()).not.toContain('not-a-token');
  expect(c.connection).toMatchObject({ state: 'refused', error: { code: 'Unauthorized', status: 401 } });
});

test('W15, scenario 54: an unknown manifest is a typed error, and no loop; another pin helps', async () => {
  const c = client({ pin: 'f'.repeat(64) });
  const id = fresh();
  await expect(c.actor('Counter', id).call.inc({})).rejects.toMatchObject({ code: 'ManifestUnknown', status: 400 });
  expect(c.connection.state).toBe('refused');
  await expect(c.actor('Counter', id).subscribe(() => {})).rejects.toMatchObject({ code: 'ManifestUnknown' });
  c.setManifestPin('latest');
  expect(await c.actor('Counter', id).call.inc({})).toBe(1);
});

test('W2: a connection that is dead and says nothing is replaced', async () => {
  const proxy = await wire();
  const id = fresh();
  const c = client({ url: proxy.url, heartbeatMs: 400 });
  const counter = c.actor('Counter', id);
  await counter.call.inc({});
  proxy.freeze();
  expect(await counter.call.inc({})).toBe(2);
  // A live one is kept: it answers signs of life.
  const before = proxy.connections;
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(proxy.connections).toBe(before);
});

test('W35: what waits is bounded, and so is a frame', async () => {
  const proxy = await wire();
  proxy.shut();
  const counter = client({ url: proxy.url, maxFrameBytes: 2000 }).actor('Counter', fresh());
  await expect(counter.call.push({ text: 'é'.repeat(1001) })).rejects.toMatchObject({ code: 'PayloadTooLarge' });
  const calls = Array.from({ length: 10_001 }, () => counter.call.inc({}, { deadlineMs: 1000 }).catch((e: RpcError) => e.code));
  const codes = await Promise.all(calls);
  expect(codes.filter((code) => code === 'QueueFull')).toHaveLength(1);
});

test('a frame that this server does not take ends one call, and not each connection', async () => {
  const c = client({ maxFrameBytes: 8 << 20 });
  const counter = c.actor('Counter', fresh());
  await expect(counter.call.push({ text: 'x'.repeat(3 << 20) })).rejects.toMatchObject({ code: 'PayloadTooLarge' });
  expect(await counter.call.inc({})).toBe(1);
});

test('frames that come twice change nothing, and a hole is healed by a snapshot', async () => {
  const proxy = await frames();
  const id = fresh();
  let dropped = 0;
  proxy.filter.down = (frame) => {
    if (!frame.includes('"kind":"patch"')) {
      return [frame, frame];
    }
    return ++dropped % 5 === 0 ? [] : [frame, frame];
  };
  const counter = client({ url: proxy.url }).actor('Counter', id);
  const seen: string[][] = [];
  await counter.subscribe((state) => seen.push(state.log));
  for (let i = 0; i < 12; i++) {
    await counter.call.push({ text: `${i}` });
  }
  await until(() => seen.at(-1)?.length === 12);
  expect(seen.at(-1)).toEqual(Array.from({ length: 12 }, (_, i) => `${i}`));
});

test('what a patch does not touch keeps its identity', async () => {
  const counter = client().actor('Counter', fresh());
  const seen: Classes['Counter']['state'][] = [];
  await counter.subscribe((state) => seen.push(state));
  await counter.call.inc({});
  expect(seen).toHaveLength(2);
  expect(seen[1]!.other).toBe(seen[0]!.other);
});

test('a stream gives values as they are taken, then the result', async () => {
  const counter = client().actor('Counter', fresh());
  const stream = counter.stream('count', { to: 100 }, { credit: 4 });
  const values: number[] = [];
  let step = await stream.next();
  for (; !step.done; step = await stream.next()) {
    values.push(step.value);
  }
  expect(values).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
  expect(step.value).toBe('done');
});

test('a consumer that leaves a stream cancels the call', async () => {
  const id = fresh();
  const counter = client().actor('Counter', id);
  await counter.call.inc({});
  for await (const value of counter.stream('count', { to: 1_000_000 }, { credit: 2 })) {
    if (value === 3) {
      break;
    }
  }
  expect(await counter.call.inc({})).toBe(2);
  expect((await server.state('Counter', id)).log).toEqual([]);
});

test('a stream that is cut off says so', async () => {
  const proxy = await wire();
  const counter = client({ url: proxy.url }).actor('Counter', fresh());
  const run = async () => {
    for await (const value of counter.stream('count', { to: 1_000_000 }, { credit: 2 })) {
      if (value === 5) {
        proxy.cut();
      }
    }
  };
  await expect(run()).rejects.toMatchObject({ code: 'ConnectionLost' });
});

test('tell, create, list, read and delete', async () => {
  const c = client();
  const tag = fresh('tag');
  const counter = await c.create('Counter', {}, { tags: [tag] });
  expect(await counter.tell('inc', { by: 2 })).toMatch(/./);
  await until(async () => (await counter.read()).state.n === 2);
  expect((await c.list({ class: 'Counter', tag })).actors.map(({ id }) => id)).toEqual([counter.id]);
  await counter.delete();
  await expect(counter.read()).rejects.toMatchObject({ code: 'Gone', status: 410 });
});

test('presence and messages that an actor emits', async () => {
  const id = fresh();
  const ann = client().actor('Counter', id);
  const bob = client().actor('Counter', id);
  let there: string[] = [];
  let cursor: unknown;
  const heard: unknown[] = [];
  await ann.subscribe(() => {}, {
    who: 'ann',
    presence: { x: 1 },
    onPresence: (present) => {
      there = present.map(({ who }) => who).sort();
      cursor = present.find(({ who }) => who === 'bob')?.data;
    },
    onEmit: (type, data) => heard.push([type, data]),
  });
  const leave = await bob.subscribe(() => {}, { who: 'bob', presence: { x: 2 } });
  await until(() => there.join() === 'ann,bob');
  await leave.setPresence({ x: 3 });
  await until(() => JSON.stringify(cursor) === '{"x":3}');
  await bob.call.shout({ text: 'hello' });
  await until(() => heard.length === 1);
  expect(heard).toEqual([['shout', 'hello']]);
  leave();
  await until(() => there.join() === 'ann');
});

test('closing rejects what waits, and is final', async () => {
  const c = client();
  const id = fresh();
  const counter = c.actor('Counter', id);
  await counter.call.inc({});
  await busy(id);
  const call = counter.call.inc({});
  const refused = expect(call).rejects.toMatchObject({ code: 'ClientClosed' });
  await c.close();
  await c.close();
  await refused;
  await expect(counter.call.inc({})).rejects.toMatchObject({ code: 'ClientClosed' });
});
