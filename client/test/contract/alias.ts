import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fresh, server } from './context.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

const CLASS = `
  import { Actor, handler } from '@jplevyak/actjs';
  export class Tally extends Actor<{ n: number }> {
    state = { n: 0 };
    @handler('bump') bump(args: { by: number }): number { return (this.state.n += args.by); }
  }`;
const CLASS_TEST = `
  import { TestRuntime, assertSnapshot, test } from '@jplevyak/actjs/test';
  import { Tally } from './Tally.js';
  test('bumps', async () => {
    const t = TestRuntime.create({ classes: { Tally } });
    const n: number = await t.actor(Tally).call.bump({ by: 2 });
    await assertSnapshot(t.actor(Tally), { n });
  });`;

/** What the original's documents show, on its own terms. */
const app = (url: string, id: string) => `
  import { Client, MemoryOfflineQueue, NoopOfflineQueue, RpcError } from '@jplevyak/actjs/client';
  import type { ActorHandle, CallOptions, ClientOptions, ClientWarning, ManifestPin, OfflineQueueBackend, QueuedCall, SubscriptionListener, TransportState, WebSocketCtor } from '@jplevyak/actjs/client';
  import { getActorStore, releaseActorStore, selectStore } from '@jplevyak/actjs/bindings';
  import { configureReact, useActor, useActorCall, useActorValue } from '@jplevyak/actjs/bindings/react';
  import { actor, actorValue, loadActor } from '@jplevyak/actjs/bindings/svelte';
  import { Tally } from './Tally.js';
  import React from 'react';
  import { WebSocket } from 'ws';

  interface CounterHandlers { inc(args: { by?: number }): Promise<number>; fail(args: { why: string }): Promise<void> }
  interface CounterState { n: number; log: string[] }

  const warnings: ClientWarning[] = [];
  const queue: OfflineQueueBackend = new MemoryOfflineQueue();
  const options: ClientOptions = {
    url: ${JSON.stringify(url)}, pin: 'latest', offlineQueue: queue, wsCtor: WebSocket as WebSocketCtor, random: Math.random,
    reducers: { Ledger: (state, event) => ({ balance: state.balance + event.amount }) },
    autoConnect: true, onWarning: (warning) => void warnings.push(warning), onMutationFailed: (call: QueuedCall, error) => console.error(call.method, error),
  };
  const client = new Client(options);
  const pin: ManifestPin = client.manifestPin();
  const counter: ActorHandle<CounterHandlers, CounterState> = client.actor<CounterHandlers, CounterState>('Counter', ${JSON.stringify(id)});
  const once: CallOptions = { idempotencyKey: 'once-' + counter.id, enqueueWhenOffline: true };
  const seen: number[] = [];
  const listener: SubscriptionListener<CounterState> = (state) => seen.push(state.n);
  const off: () => void = await counter.subscribe(listener);
  const three: number = await counter.call.inc({ by: 3 }, once);
  const same: number = await counter.get.inc({ by: 3 }, once);
  const refusal = await counter.call.fail({ why: 'no' }).catch((e: unknown) => e instanceof RpcError && [e.frameworkCode, typeof e.code]);

  const store = getActorStore(client, 'Counter', counter.id);
  const tens = selectStore(store, (state: CounterState) => Math.floor(state.n / 10));
  await store.ready;
  const values: unknown[] = [];
  const readable = actor(client, 'Counter', counter.id);
  const stop = readable.subscribe(({ state, loading }) => values.push(loading ? 'loading' : state.n));
  const stopValue = actorValue(client, 'Counter', counter.id, (state: CounterState) => state.n * 2).subscribe(() => {});
  while (values.at(-1) !== 3) await new Promise((resolve) => setTimeout(resolve, 5));
  const { snapshot, manifestSha } = await loadActor(client, 'Counter', counter.id);
  configureReact(React);
  const state: TransportState = client.connection.state;
  console.log(JSON.stringify({ pin, three, same, refusal, seen, tens: tens.getSnapshot(), values, snapshot: snapshot.n, manifestSha, state, warnings, base: client.baseUrl() === options.url,
    hooks: [useActor, useActorCall, useActorValue].every((each) => typeof each === 'function'), none: new NoopOfflineQueue().list().length, tally: typeof Tally }));
  try { new Tally(); } catch (e) { console.log((e as Error).message); }
  stop(); stopValue(); releaseActorStore(store); readable.destroy(); off();
  await client.close();`;

test('under the alias "@jplevyak/actjs": "npm:actjs" what was written for the original compiles and runs', { timeout: 300_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'actjs-alias-'));
  try {
    const installed = join(folder, 'node_modules/@jplevyak/actjs');
    await mkdir(installed, { recursive: true });
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
    await run('sh', ['-c', `tar xzf "$0"/actjs-*.tgz -C "$1" --strip-components=1`, folder, installed]);
    await mkdir(join(folder, 'node_modules/@types'));
    for (const name of ['react', 'svelte', 'ws', '@types/react', '@types/node', '@types/ws']) {
      await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    const id = fresh();
    for (const [name, text] of Object.entries({ Tally: CLASS, 'Tally.test': CLASS_TEST, app: app(server.url, id) })) {
      await writeFile(join(folder, `${name}.ts`), text);
    }
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const flags = ['--strict', '--target', 'ES2022', '--module', 'NodeNext', '--esModuleInterop', '--skipLibCheck', 'false', '--types', 'node'];
    await run(process.execPath, [tsc, ...flags, 'app.ts', 'Tally.test.ts'], { cwd: folder }).catch(({ stdout }: { stdout: string }) => expect.fail(stdout));
    const [line, stub] = (await run(process.execPath, ['app.js'], { cwd: folder, timeout: 120_000 })).stdout.split('\n');
    expect(JSON.parse(line!)).toEqual({
      pin: 'latest',
      three: 3,
      same: 3,
      refusal: ['ActorAbort', 'string'],
      seen: [0, 3],
      tens: 0,
      values: [3],
      snapshot: 3,
      manifestSha: 'latest',
      state: 'open',
      warnings: [],
      base: true,
      hooks: true,
      none: 0,
      tally: 'function',
    });
    expect(stub).toBe('actjs: actor classes run on the server: publish them with actctl publish, or run actctl dev');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
