import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Server, until } from '../contract/server.ts';
import { CHROMIUM, launch } from './chromium.ts';

const APP = `
  import { Client } from 'actjs/client';
  import { sharedWebSocket } from 'actjs/tabs';
  const asked = new URLSearchParams(location.search);
  const user = asked.get('user') ?? undefined;
  const token = asked.get('token') ?? undefined;
  const client = new Client({ url: '/', transport: 'websocket', random: () => 0.1, wsCtor: sharedWebSocket(() => user), ...(token && { token }) });
  const seen = {};
  Object.assign(globalThis, {
    client, seen,
    actor: (id) => client.actor('Counter', id),
    watch: async (id, options) => globalThis['stop ' + id] = await client.actor('Counter', id).subscribe((state) => seen[id] = state, options),
    collect: async (id, to) => {
      const values = [];
      for await (const each of client.actor('Counter', id).stream('count', { to }, { credit: 2 })) values.push(each);
      return values;
    },
  });`;

interface Counter {
  n: number;
  log: string[];
}

describe.skipIf(!CHROMIUM)('tabs that share a connection', () => {
  let server: Server;
  let browser: Browser;
  let number = 0;
  const contexts: BrowserContext[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([Server.withPage(APP), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((each) => each.close()));
    expect(faults.splice(0)).toEqual([]);
  });

  const fresh = () => `tabs-${++number}`;

  class Tab {
    /** The connections that it has to the server. */
    readonly open = new Set<unknown>();

    constructor(readonly page: Page) {
      page.on('websocket', (socket) => {
        this.open.add(socket);
        socket.on('close', () => this.open.delete(socket));
      });
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('close', () => this.open.clear());
    }

    run<T = unknown>(script: string): Promise<T> {
      return this.page.evaluate(`(async () => ${script})()`) as Promise<T>;
    }

    watch(id: string, options = '{}'): Promise<unknown> {
      return this.run(`void await watch('${id}', ${options})`);
    }

    shown(id: string): Promise<Counter | undefined> {
      return this.run(`seen['${id}']`);
    }

    /** Until there is such an actor: requests that are waited for keep all else from running. */
    hangUntil(id: string): Promise<unknown> {
      return this.run(`{
        let status = 0;
        while (status !== 200) {
          const request = new XMLHttpRequest();
          request.open('GET', '/v1/actors/Counter/${id}', false);
          request.send();
          status = request.status;
        }
      }`);
    }

    async state(): Promise<string> {
      return (await this.run<{ state: string }>('client.connection')).state;
    }
  }

  async function context(): Promise<BrowserContext> {
    const made = await browser.newContext();
    contexts.push(made);
    // Pages reload when the test says so, and not when the server was started again.
    await made.route('**/.actjs/changes', (route) => route.abort());
    return made;
  }

  async function tab(of: BrowserContext, query = ''): Promise<Tab> {
    const made = new Tab(await of.newPage());
    await made.page.goto(`${server.url}/?${query}`);
    await made.page.waitForFunction('globalThis.client?.connection.state === "open"');
    return made;
  }

  async function tabs(count: number): Promise<[Tab, Tab, Tab]> {
    const of = await context();
    const all: Tab[] = [];
    while (all.length < count) {
      all.push(await tab(of));
    }
    return all as [Tab, Tab, Tab];
  }

  const connections = (all: Tab[]) => all.map(({ open }) => open.size);
  const only = (all: Tab[]) => all.filter(({ open }) => open.size > 0);

  test('three tabs have one connection, and each hears what is for it', async () => {
    const all = await tabs(3);
    expect(connections(all)).toEqual([1, 0, 0]);
    const [id, other] = [fresh(), fresh()];
    await Promise.all([all[0].watch(id), all[1].watch(id), all[2].watch(other)]);
    const results = await Promise.all(all.map((each, i) => each.run(`Promise.all(Array.from({ length: 40 }, (_, k) => actor('${id}-${i}').call.inc({ by: ${i + 1} })))`)));
    expect(results).toEqual([1, 2, 3].map((by) => Array.from({ length: 40 }, (_, k) => by * (k + 1))));
    expect(await Promise.all(all.map((each, i) => each.run(`collect('${id}-${i}', ${10 + i})`)))).toEqual([10, 11, 12].map((to) => Array.from({ length: to }, (_, k) => k + 1)));
    await all[2].run(`actor('${id}').call.push({ text: 'hello' })`);
    await until(async () => (await all[0].shown(id))?.log.length === 1 && (await all[1].shown(id))?.log.length === 1);
    expect(await all[2].shown(id)).toBeUndefined();
    expect(await all[1].run(`actor('${id}').call.fail({ why: 'no' }).catch((e) => e.code + ' ' + e.message)`)).toContain('no');
    expect(connections(all)).toEqual([1, 0, 0]);
  });

  test('when the tab that has it is closed another one opens it, and nothing is lost or done twice', async () => {
    const all = await tabs(3);
    const id = fresh();
    const rest = all.slice(1);
    await Promise.all(rest.map((each) => each.watch(id)));
    const calls = rest.map((each, i) => each.run(`Promise.all(Array.from({ length: 200 }, (_, k) => actor('${id}').call.push({ text: '${i} ' + k })))`));
    await until(async () => ((await server.state('Counter', id))?.log.length ?? 0) > 20);
    await all[0].page.close();
    await Promise.all(calls);
    const { log } = (await server.state('Counter', id)) as Counter;
    expect([...log].sort()).toEqual([0, 1].flatMap((i) => Array.from({ length: 200 }, (_, k) => `${i} ${k}`)).sort());
    await until(async () => JSON.stringify((await Promise.all(rest.map((each) => each.shown(id)))).map((each) => each?.log)) === JSON.stringify([log, log]));
    expect(only(rest)).toHaveLength(1);
  });

  test('a tab that has it and hangs is replaced, and comes back', async () => {
    const [first, second] = await tabs(2);
    const [id, flag] = [fresh(), fresh()];
    await Promise.all([first.watch(id), second.watch(id)]);
    const hangs = first.hangUntil(flag);
    // Who comes next finds that nobody answers.
    const third = await tab(first.page.context());
    expect(third.open.size).toBe(1);
    await third.run(`actor('${id}').call.push({ text: 'while it hung' })`);
    await until(async () => (await second.shown(id))?.log.length === 1);
    await third.run(`actor('${flag}').call.inc({})`);
    await hangs;
    await until(async () => (await first.shown(id))?.log.length === 1);
    await until(async () => only([first, second, third]).length === 1);
    expect(await first.run(`actor('${id}').call.push({ text: 'after it' })`)).toBe(2);
    await until(async () => (await second.shown(id))?.log.length === 2);
  });

  test('a tab that takes nothing is cut off before it costs the others much, and comes back with what it missed', async () => {
    const [first, second] = await tabs(2);
    const flag = fresh();
    const ids = Array.from({ length: 8 }, fresh);
    await Promise.all(ids.map((id) => second.watch(id)));
    await second.run('void client.onConnection(({ error }) => (globalThis.lost = error?.data.closeCode ?? globalThis.lost))');
    const hangs = second.hangUntil(flag);
    for (let i = 0; i < 9; i++) {
      await first.run(`Promise.all(${JSON.stringify(ids)}.map((id) => actor(id).call.push({ text: 'x'.repeat(300000) })))`);
    }
    await first.run(`actor('${flag}').call.inc({})`);
    await hangs;
    for (const id of ids) {
      await until(() => second.run(`seen['${id}'].log.length === 9`));
    }
    expect(await second.run('lost')).toBe(1013);
    expect(connections([first, second])).toEqual([1, 0]);
  });

  test('what a tab subscribed to and streamed ends with it', async () => {
    const [first, second] = await tabs(2);
    const id = fresh();
    await first.watch(id, `{ who: 'first', presence: {}, onPresence: (all) => globalThis.present = all.map(({ who }) => who).sort().join() }`);
    await second.watch(id, `{ who: 'second', presence: {} }`);
    await until(async () => (await first.run('globalThis.present')) === 'first,second');
    const streamed = fresh();
    await second.run(`void (globalThis.stream = client.actor('Counter', '${streamed}').stream('count', { to: 1000000 }, { credit: 1 })).next()`);
    await until(async () => (await second.run('stream.next().then(({ value }) => value)')) === 2);
    await second.page.close();
    await until(async () => (await first.run('globalThis.present')) === 'first');
    // A stream that nobody takes from holds the actor.
    expect(await first.run(`actor('${streamed}').call.inc({})`)).toBe(1);
    expect(connections([first])).toEqual([1]);
  });

  test('subscriptions that come and go in many tabs are each shown what is theirs', async () => {
    const all = await tabs(3);
    const ids = [fresh(), fresh()];
    await Promise.all(
      all.map((each) =>
        each.run(`{
          for (let i = 0; i < 60; i++) {
            const id = ${JSON.stringify(ids)}[i % 2];
            await watch(id);
            await actor(id).call.inc({});
            globalThis['stop ' + id]();
          }
          await Promise.all(${JSON.stringify(ids)}.map((id) => watch(id)));
        }`),
      ),
    );
    await all[1].run(`Promise.all(${JSON.stringify(ids)}.map((id) => actor(id).call.push({ text: 'last' })))`);
    for (const id of ids) {
      await until(async () => (await Promise.all(all.map((each) => each.shown(id)))).every((each) => each?.n === 90 && each.log.length === 1));
    }
  });

  test('after kill -9 of the server all tabs go on over one connection', async () => {
    const all = await tabs(3);
    const id = fresh();
    await Promise.all(all.map((each) => each.watch(id)));
    await all[0].run(`actor('${id}').call.push({ text: 'before' })`);
    await server.kill();
    await until(async () => (await Promise.all(all.map((each) => each.state()))).every((each) => each !== 'open'));
    const calls = all.map((each, i) => each.run(`actor('${id}').call.push({ text: 'after ${i}' })`));
    await server.restart();
    await Promise.all(calls);
    for (const each of all) {
      await until(async () => (await each.shown(id))?.log.length === 4);
    }
    await until(async () => connections(all).reduce((a, b) => a + b) === 1);
  });

  test('another user has a connection of its own, and without a name nobody with a token has one', async () => {
    const of = await context();
    const [ann, bob] = [await tab(of, 'user=ann'), await tab(of, 'user=bob')];
    expect(connections([ann, bob])).toEqual([1, 1]);
    const nameless = new Tab(await of.newPage());
    // Before it has users, a server sells tickets to nobody; the token is enough to tell.
    const token = (await server.run('token', 'create', '--sub', 'cyd')).trim();
    await nameless.page.goto(`${server.url}/?token=${token}`);
    await nameless.page.waitForFunction('globalThis.client?.connection.state === "refused"');
    expect(await nameless.run('client.connection.error.message')).toContain('needs the name of the user');
    const [cyd, again] = [await tab(of, `user=cyd&token=${token}`), await tab(of, `user=cyd&token=${token}`)];
    expect(connections([cyd, again])).toEqual([1, 0]);
    expect(await again.run(`actor('${fresh()}').call.inc({})`)).toBe(1);
  });
});
