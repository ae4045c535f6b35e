import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page, WebSocketRoute } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Server, until } from '../contract/server.ts';
import { CHROMIUM, launch } from './chromium.ts';

const CLASSES = fileURLToPath(new URL('../classes', import.meta.url));
const PAGE = '<!doctype html><meta charset="utf-8"><title>queue</title><script type="module" src="app.ts"></script>';
const APP = `
  import { Client } from 'actjs/client';
  import { IndexedDbOfflineQueue } from 'actjs/offline';
  const asked = new URLSearchParams(location.search);
  const failed = [];
  const client = new Client({
    url: '/', transport: 'websocket', random: () => 0,
    offlineQueue: new IndexedDbOfflineQueue({ url: '/', user: asked.get('user') ?? 'ann', calls: Number(asked.get('calls') ?? 1000) }),
    offlineLimits: { ageMs: Number(asked.get('ageMs') ?? 86_400_000) },
    onMutationFailed: ({ args }, error) => failed.push([args.text, error.code]),
  });
  const made = [];
  Object.assign(globalThis, {
    client, failed, made,
    push: (id, text) => {
      const call = client.actor('Counter', id).call.push({ text }, { enqueueWhenOffline: true });
      call.then((n) => made.push([text, n]), (e) => made.push([text, e.code]));
    },
  });`;

/** Lets pages reach the server, or not. Pages themselves are always loaded. */
class Network {
  isUp = true;
  readonly #open = new Set<WebSocketRoute>();

  async of(context: BrowserContext): Promise<void> {
    await context.routeWebSocket(/\/v1\/ws/, (route) => {
      if (this.isUp) {
        this.#open.add(route);
        route.connectToServer();
      } else {
        void route.close({ code: 1001 });
      }
    });
  }

  async down(): Promise<void> {
    this.isUp = false;
    await Promise.all([...this.#open].map((route) => route.close({ code: 1001 }).catch(() => {})));
    this.#open.clear();
  }
}

describe.skipIf(!CHROMIUM)('the offline queue in IndexedDB', () => {
  let server: Server;
  let browser: Browser;
  let number = 0;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'actjs-queue-'));
    await cp(CLASSES, folder, { recursive: true });
    await mkdir(join(folder, 'public'));
    await writeFile(join(folder, 'public/index.html'), PAGE);
    await writeFile(join(folder, 'public/app.ts'), APP);
    [server, browser] = await Promise.all([Server.of(folder, '--ephemeral'), launch()]);
    await rm(folder, { recursive: true });
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((each) => each.close()));
  });

  /** A browser of its own, and its network. */
  async function machine(): Promise<{ network: Network; tab(query?: string): Promise<Page> }> {
    const context = await browser.newContext();
    contexts.push(context);
    const network = new Network();
    await network.of(context);
    const tab = async (query = '') => {
      const page = await context.newPage();
      await page.goto(`${server.url}/?${query}`);
      await page.waitForFunction('globalThis.push');
      return page;
    };
    return { network, tab };
  }

  const fresh = () => `offline-${++number}`;
  const push = (page: Page, id: string, ...texts: string[]) => page.evaluate(([it, all]) => (all as string[]).forEach((text) => (globalThis as any).push(it, text)), [id, texts] as const);
  const read = (page: Page, name: string) => page.evaluate(`globalThis.${name}`) as Promise<any>;
  const log = async (id: string) => (await server.state('Counter', id))?.log as string[] | undefined;
  /** Calls that the page's database has. */
  const stored = (page: Page) =>
    page.evaluate(async () => {
      const [named] = await indexedDB.databases();
      const database = await new Promise<IDBDatabase>((resolve) => {
        const request = indexedDB.open(named!.name!);
        request.onsuccess = () => resolve(request.result);
      });
      const count = await new Promise<number>((resolve) => {
        const request = database.transaction('calls').objectStore('calls').count();
        request.onsuccess = () => resolve(request.result);
      });
      database.close();
      return count;
    });

  test('scenarios 7, 8 and W30: calls of before a reload are made once each, in order', async () => {
    const { network, tab } = await machine();
    const id = fresh();
    const page = await tab();
    await network.down();
    await push(page, id, 'one', 'two', 'three');
    await until(async () => (await stored(page)) === 3);
    await page.reload();
    await page.waitForFunction('globalThis.push');
    await push(page, id, 'four');
    await until(async () => (await stored(page)) === 4);
    network.isUp = true;
    await until(async () => (await log(id))?.length === 4);
    expect(await log(id)).toEqual(['one', 'two', 'three', 'four']);
    await until(async () => (await read(page, 'made')).length === 1);
    expect(await read(page, 'made')).toEqual([['four', 4]]);
    await until(async () => (await stored(page)) === 0);
  });

  test('scenario 57: of two tabs one makes the calls, each hears of its own, and the other goes on when that is closed', async () => {
    const { network, tab } = await machine();
    const id = fresh();
    const first = await tab();
    const second = await tab();
    await network.down();
    await push(first, id, 'a');
    await until(async () => (await stored(first)) === 1);
    await push(second, id, 'b');
    await until(async () => (await stored(first)) === 2);
    network.isUp = true;
    await until(async () => (await read(second, 'made')).length === 1);
    expect(await read(second, 'made')).toEqual([['b', 2]]);
    expect(await log(id)).toEqual(['a', 'b']);

    await network.down();
    await push(first, id, 'c');
    await until(async () => (await stored(first)) === 1);
    await push(second, id, 'd');
    await until(async () => (await stored(first)) === 2);
    await first.close();
    network.isUp = true;
    await until(async () => (await log(id))?.length === 4);
    expect(await log(id)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('the calls of one user are made for nobody else', async () => {
    const { network, tab } = await machine();
    const id = fresh();
    const ann = await tab('user=ann');
    await network.down();
    await push(ann, id, 'of ann');
    await until(async () => (await stored(ann)) === 1);
    await ann.close();
    network.isUp = true;
    const bob = await tab('user=bob');
    await push(bob, id, 'of bob');
    await until(async () => (await log(id))?.length === 1);
    expect(await log(id)).toEqual(['of bob']);
    await tab('user=ann');
    await until(async () => (await log(id))?.length === 2);
    expect(await log(id)).toEqual(['of bob', 'of ann']);
  });

  test('there is a most, and calls get old', async () => {
    const { network, tab } = await machine();
    const id = fresh();
    const page = await tab('calls=1');
    await network.down();
    await push(page, id, 'one', 'two');
    await until(async () => (await read(page, 'made')).length === 1);
    expect(await read(page, 'made')).toEqual([['two', 'QueueFull']]);
    await page.close();
    network.isUp = true;
    const later = await tab('ageMs=0');
    await until(async () => (await read(later, 'failed')).length === 1);
    expect(await read(later, 'failed')).toEqual([['one', 'QueueExpired']]);
    expect(await log(id)).toBeUndefined();
  });
});
