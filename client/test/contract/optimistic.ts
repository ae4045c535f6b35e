import { expect, test } from 'vitest';
import { MemoryOfflineQueue, type ClientOptions, type OfflineQueueBackend, type OfflineQueueOwner, type QueuedCall, type RpcError } from '../../src/client/index.ts';
import type { Classes } from './classes.ts';
import { client, frames, fresh, server, wire } from './context.ts';
import type { FrameProxy } from './proxy.ts';
import { until } from './server.ts';

/** A proxy that keeps calls back until they are let go. */
async function gate(): Promise<{ proxy: FrameProxy; held: string[]; letGo: () => void }> {
  const proxy = await frames();
  const held: string[] = [];
  let passes = false;
  proxy.filter.up = (frame) => {
    if (passes || !frame.includes('"actor.call"')) {
      return [...(passes ? held.splice(0) : []), frame];
    }
    held.push(frame);
    return [];
  };
  // What was held goes with the next frame, so one is sent that means nothing.
  return { proxy, held, letGo: () => (passes = true) };
}

const PUSH = (text: string) => (draft: Classes['Counter']['state']) => void draft.log.push(text);

test('W13, W28, scenario 56: an optimistic change is shown at once, and confirmed in one step', async () => {
  const { proxy, held, letGo } = await gate();
  const id = fresh();
  const counter = client({ url: proxy.url }).actor('Counter', id);
  const seen: string[] = [];
  await counter.subscribe((state) => seen.push(state.log.join()));
  const done = counter.optimistic('push', { text: 'a' }, PUSH('a'));
  expect(seen).toEqual(['', 'a']);
  expect(counter.pending.map(({ method, args }) => ({ method, args }))).toEqual([{ method: 'push', args: { text: 'a' } }]);
  await until(() => held.length === 1);
  letGo();
  await Promise.all([done, counter.tell('inc', {})]);
  expect(await done).toBe(1);
  await until(() => counter.pending.length === 0);
  // Never twice, and never gone in between.
  expect(new Set(seen.slice(1))).toEqual(new Set(['a']));
  expect((await server.state('Counter', id)).log).toEqual(['a']);
});

test('W28, scenario 56: pushes of many pending calls are doubled at no time, and end in order', async () => {
  const counter = client().actor('Counter', fresh());
  const seen: string[][] = [];
  await counter.subscribe((state) => seen.push(state.log));
  const texts = Array.from({ length: 25 }, (_, i) => `${i}`);
  await Promise.all(texts.map((text) => counter.optimistic('push', { text }, PUSH(text))));
  await until(() => counter.pending.length === 0);
  expect(seen.at(-1)).toEqual(texts);
  for (const each of seen) {
    expect(each).toEqual(texts.slice(0, each.length));
  }
});

test('W28, scenario 56: a change of somebody else survives when the optimistic one is taken back', async () => {
  const { proxy, held, letGo } = await gate();
  const id = fresh();
  const counter = client({ url: proxy.url }).actor('Counter', id);
  let n = -1;
  await counter.subscribe((state) => (n = state.n));
  const failed = counter.optimistic('fail', { why: 'no' }, (draft) => void (draft.n += 100));
  const outcome = failed.catch((e: RpcError) => e.code);
  expect(n).toBe(100);
  await until(() => held.length === 1);
  await server.call('Counter', id, 'inc', { by: 7 });
  await until(() => n === 107);
  letGo();
  await counter.tell('inc', { by: 0 });
  expect(await outcome).toBe('ActorAbort');
  expect(n).toBe(7);
  expect(counter.failed.map(({ method, error }) => [method, error.code])).toEqual([['fail', 'ActorAbort']]);
  counter.failed[0]!.discard();
  expect(counter.failed).toEqual([]);
});

test('scenario 6: a failed change leaves the confirmed state, and can be tried again', async () => {
  const counter = client().actor('Counter', fresh());
  let n = -1;
  await counter.subscribe((state) => (n = state.n));
  await expect(counter.optimistic('fail', { why: 'no' }, (draft) => void (draft.n = 5))).rejects.toMatchObject({ code: 'ActorAbort' });
  expect(n).toBe(0);
  const before = counter.failed[0]!;
  const again = before.retry();
  expect(n).toBe(5);
  await expect(again).rejects.toMatchObject({ code: 'ActorAbort' });
  expect(counter.failed).toHaveLength(1);
  // What the server remembers under the first key is the refusal.
  expect(counter.failed[0]!.idempotencyKey).not.toBe(before.idempotencyKey);
});

test('W33: a mutator is not run before there is a state, and then it is', async () => {
  const counter = client().actor('Counter', fresh());
  const drafts: unknown[] = [];
  const done = counter.optimistic('inc', { by: 2 }, (draft) => {
    drafts.push(draft);
    draft.n += 2;
  });
  let n = -1;
  await counter.subscribe((state) => (n = state.n));
  await done;
  await until(() => counter.pending.length === 0);
  expect(n).toBe(2);
  expect(drafts).not.toContain(undefined);
});

test('an optimistic change outlives kill -9 of the server, and is done once', async () => {
  const id = fresh();
  const c = client();
  const counter = c.actor('Counter', id);
  const seen: number[] = [];
  await counter.subscribe((state) => seen.push(state.n));
  await counter.call.inc({});
  await server.kill();
  await until(() => c.connection.state !== 'open');
  const done = counter.optimistic('inc', { by: 10 }, (draft) => void (draft.n += 10));
  expect(seen.at(-1)).toBe(11);
  const queued = counter.call.inc({ by: 100 }, { enqueueWhenOffline: true });
  await server.restart();
  expect(await Promise.all([done, queued])).toEqual(expect.arrayContaining([expect.any(Number), 111]));
  await until(() => seen.at(-1) === 111 && counter.pending.length === 0);
  expect((await server.state('Counter', id)).n).toBe(111);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
}, 60_000);

test('chaos: whatever the wire does, each call is done once, and every view ends right', async () => {
  const proxy = await wire();
  const id = fresh();
  const clients = [client({ url: proxy.url }), client({ url: proxy.url })];
  const views: string[][] = [[], []];
  await Promise.all(clients.map((c, i) => c.actor('Counter', id).subscribe((state) => (views[i] = state.log))));
  const cuts = setInterval(() => proxy.cut(), 40);
  const texts: string[] = [];
  const calls: Promise<unknown>[] = [];
  for (let i = 0; i < 60; i++) {
    const text = `${i % 2}-${i}`;
    texts.push(text);
    calls.push(clients[i % 2]!.actor('Counter', id).optimistic('push', { text }, PUSH(text)));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  setTimeout(() => clearInterval(cuts), 500);
  await Promise.all(calls);
  clearInterval(cuts);
  await until(() => clients.every((c) => c.actor('Counter', id).pending.length === 0));
  const { log } = (await server.state('Counter', id)) as { log: string[] };
  expect([...log].sort()).toEqual([...texts].sort());
  await until(() => views.every((each) => each.join() === log.join()));
});

test('scenario 8: what was in the queue before is done in order, and the queue is empty then', async () => {
  const id = fresh();
  const queue = new MemoryOfflineQueue();
  const call = (by: number, key: string): QueuedCall => ({
    idempotencyKey: key,
    className: 'Counter',
    actorId: id,
    method: 'push',
    args: { text: `${by}` },
    enqueuedAt: Date.now(),
  });
  queue.enqueue(call(2, 'k2'));
  queue.enqueue(call(5, 'k5'));
  client({ offlineQueue: queue });
  await until(() => queue.list().length === 0);
  expect((await server.state('Counter', id)).log).toEqual(['2', '5']);
});

test('W29, scenarios 9 and 57: a malformed entry is dropped and told of, an old one too, and the next are done', async () => {
  const id = fresh();
  const queue = new MemoryOfflineQueue();
  const failures: string[] = [];
  const entry = (key: string, more: Partial<QueuedCall>): QueuedCall => ({
    idempotencyKey: key,
    className: 'Counter',
    actorId: id,
    method: 'inc',
    args: {},
    enqueuedAt: Date.now(),
    ...more,
  });
  queue.enqueue(entry('malformed', { method: undefined as never }));
  queue.enqueue(entry('unknown', { method: 'nothing' }));
  queue.enqueue(entry('old', { enqueuedAt: Date.now() - 3000 }));
  queue.enqueue(entry('good', {}));
  client({ offlineQueue: queue, offlineLimits: { ageMs: 2000 }, onMutationFailed: ({ idempotencyKey }, { code }) => failures.push(`${idempotencyKey} ${code}`) });
  await until(() => queue.list().length === 0);
  expect(failures).toEqual(['malformed SchemaInvalid', 'unknown UnknownMethod', 'old QueueExpired']);
  expect((await server.state('Counter', id)).n).toBe(1);
});

test('W32: calls of the offline queue are done in their order across reconnects, and their number is bounded', async () => {
  const proxy = await wire();
  proxy.shut();
  const id = fresh();
  const counter = client({ url: proxy.url, offlineLimits: { calls: 20 } }).actor('Counter', id);
  const texts = Array.from({ length: 20 }, (_, i) => `${i}`);
  const calls = texts.map((text) => counter.call.push({ text }, { enqueueWhenOffline: true }));
  await expect(counter.call.push({ text: 'one too many' }, { enqueueWhenOffline: true })).rejects.toMatchObject({ code: 'QueueFull' });
  proxy.open();
  await calls[3];
  proxy.cut();
  await calls[9];
  proxy.cut();
  await Promise.all(calls);
  expect((await server.state('Counter', id)).log).toEqual(texts);
});

test('scenario 57: a refusal for now keeps the entry at its place', async () => {
  const proxy = await frames();
  let refusals = 0;
  proxy.filter.down = (frame) => {
    const { id, result } = JSON.parse(frame);
    return result && 'result' in result && refusals++ < 1
      ? [JSON.stringify({ id, jsonrpc: '2.0', error: { code: -32000, message: 'too often', data: { code: 'RateLimited', retryAfter: 0.1 } } })]
      : [frame];
  };
  const queue = new MemoryOfflineQueue();
  const id = fresh();
  queue.enqueue({ idempotencyKey: 'k', className: 'Counter', actorId: id, method: 'inc', args: {}, enqueuedAt: Date.now() });
  const failures: unknown[] = [];
  client({ url: proxy.url, offlineQueue: queue, onMutationFailed: (call) => failures.push(call) });
  await until(() => refusals === 2);
  await until(() => queue.list().length === 0);
  expect(failures).toEqual([]);
  expect((await server.state('Counter', id)).n).toBe(1);
});

test('a change that another program makes for this one is shown once, also when a state has it before its answer is known', async () => {
  const proxy = await wire();
  const id = fresh();
  const stored: QueuedCall[] = [];
  let owner: OfflineQueueOwner | undefined;
  const offlineQueue: OfflineQueueBackend = {
    isShared: true,
    open: (it) => (owner = it),
    enqueue: (call) => void stored.push(call),
    list: () => [],
    remove: () => {},
    clear: () => {},
  };
  const c = client({ url: proxy.url, offlineQueue });
  const counter = c.actor('Counter', id);
  const seen: string[] = [];
  await counter.subscribe(({ log }) => seen.push(log.join()));
  // It is subscribed to after the other one, also on the next connection.
  const later: number[] = [];
  await c.actor('Counter', `${id}-later`).subscribe(({ n }) => later.push(n));
  proxy.shut();
  await until(() => c.connection.state !== 'open');
  const done = counter.optimistic('push', { text: 'a' }, PUSH('a'), { enqueueWhenOffline: true });
  await until(() => stored.length === 1);

  const queue = new MemoryOfflineQueue();
  stored.forEach((call) => queue.enqueue(call));
  const other = client({ offlineQueue: queue });
  await until(() => queue.list().length === 0);
  await other.actor('Counter', id).call.push({ text: 'b' });
  await other.actor('Counter', `${id}-later`).call.inc({});
  proxy.open();
  await until(() => later.at(-1) === 1);
  expect(new Set(seen)).toEqual(new Set(['', 'a']));

  owner!.settled(stored[0]!.idempotencyKey, { result: 1, seq: '1' });
  expect(await done).toBe(1);
  await until(() => seen.at(-1) === 'a,b');
  expect(new Set(seen)).toEqual(new Set(['', 'a', 'a,b']));
});

/** How often two clients that change one list were shown a state that cannot be: their own texts are in it from the first, each once, in order. */
async function wrongStates(options: Partial<ClientOptions>, isCut: boolean): Promise<string[]> {
  const proxy = await wire();
  const id = fresh();
  const wrong: string[] = [];
  const clients = ['a', 'b'].map((name) => {
    const c = client({ ...options, url: proxy.url, deadlineMs: 60_000 });
    return { c, name, counter: c.actor('Counter', id), made: [] as string[], log: [] as string[] };
  });
  await Promise.all(
    clients.map((each) =>
      each.counter.subscribe(({ log }, { kind }) => {
        each.log = log;
        const own = log.filter((text) => text.startsWith(each.name));
        if (own.join() !== each.made.join() || new Set(log).size !== log.length) {
          wrong.push(`${each.name} was shown ${log} of ${each.made} by ${kind}`);
        }
      }),
    ),
  );
  const cuts = isCut ? setInterval(() => proxy.cut(), 60) : undefined;
  const calls: Promise<unknown>[] = [];
  for (let i = 0; i < 60; i++) {
    const { name, counter, made } = clients[i % 2]!;
    const text = `${name}${i}`;
    made.push(text);
    calls.push(counter.optimistic('push', { text }, PUSH(text)));
    if (i % 2 === 1) {
      // One at a time of each, since requests over HTTP overtake each other.
      await Promise.all(calls);
    }
  }
  clearInterval(cuts);
  await until(() => clients.every(({ counter }) => counter.pending.length === 0));
  const { log } = (await server.state('Counter', id)) as { log: string[] };
  await until(() => clients.every((each) => each.log.join() === log.join()));
  expect([...log].sort()).toEqual(clients.flatMap(({ made }) => made).sort());
  return wrong;
}

test.each([
  ['a WebSocket', {}, false],
  ['a WebSocket that is cut', {}, true],
  ['HTTP, where a change and its answer take two ways', { transport: 'http' }, false],
  ['HTTP that is cut', { transport: 'http' }, true],
] as const)('over %s, no state is shown that has a change twice, or without one that was shown', async (_, options, isCut) => {
  expect(await wrongStates(options, isCut)).toEqual([]);
});
