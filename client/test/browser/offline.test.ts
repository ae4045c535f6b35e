import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { until, type Server } from '../contract/server.ts';
import { CHROMIUM, launch } from './chromium.ts';
import { Network, push, queueServer, stored } from './queue-page.ts';

describe.skipIf(!CHROMIUM)('the offline queue in IndexedDB', () => {
  let server: Server;
  let browser: Browser;
  let number = 0;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([queueServer('--ephemeral'), launch()]);
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
  const read = (page: Page, name: string) => page.evaluate(`globalThis.${name}`) as Promise<any>;
  const log = async (id: string) => (await server.state('Counter', id))?.log as string[] | undefined;
  test('scenarios 7, 8 and W30: calls of before a reload are made once each, in order', async () => {
    const { network, tab } = await machine();
    const id = fresh();
    const page = await tab();
    await network.down();
    await push(page, id, 'one', 'two', 'three');
    await until(async () => (await stored(page)).length === 3);
    await page.reload();
    await page.waitForFunction('globalThis.push');
    await push(page, id, 'four');
    await until(async () => (await stored(page)).length === 4);
    network.isUp = true;
    await until(async () => (await log(id))?.length === 4);
    expect(await log(id)).toEqual(['one', 'two', 'three', 'four']);
    await until(async () => (await read(page, 'made')).length === 1);
    expect(await read(page, 'made')).toEqual([['four', 4]]);
    await until(async () => (await stored(page)).length === 0);
  });

  test('scenario 57: of two tabs one makes the calls, each hears of its own, and the other goes on when that is closed', async () => {
    const { network, tab } = await machine();
    const id = fresh();
    const first = await tab();
    const second = await tab();
    await network.down();
    await push(first, id, 'a');
    await until(async () => (await stored(first)).length === 1);
    await push(second, id, 'b');
    await until(async () => (await stored(first)).length === 2);
    network.isUp = true;
    await until(async () => (await read(second, 'made')).length === 1);
    expect(await read(second, 'made')).toEqual([['b', 2]]);
    expect(await log(id)).toEqual(['a', 'b']);

    await network.down();
    await push(first, id, 'c');
    await until(async () => (await stored(first)).length === 1);
    await push(second, id, 'd');
    await until(async () => (await stored(first)).length === 2);
    await first.close();
    network.isUp = true;
    await until(async () => (await log(id))?.length === 4);
    expect(await log(id)).toEqual(['a', 'b', 'c', 'd']);
  });

  test('a tab hears of its call also when the one that made it ends before the call is out of the queue', async () => {
    const { network, tab } = await machine();
    const id = fresh();
    const first = await tab();
    const second = await tab();
    await network.down();
    await push(second, id, 'a');
    await until(async () => (await stored(second)).length === 1);
    await first.evaluate(() => {
      IDBObjectStore.prototype.delete = () => {
        throw new Error('here it ends');
      };
    });
    network.isUp = true;
    await until(async () => (await read(second, 'made')).length === 1);
    expect(await read(second, 'made')).toEqual([['a', 1]]);
    expect(await stored(second)).toEqual(['a']);

    await first.close();
    await until(async () => (await stored(second)).length === 0);
    expect(await log(id)).toEqual(['a']);
  });

  test('the calls of one user are made for nobody else', async () => {
    const { network, tab } = await machine();
    const id = fresh();
    const ann = await tab('user=ann');
    await network.down();
    await push(ann, id, 'of ann');
    await until(async () => (await stored(ann)).length === 1);
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
