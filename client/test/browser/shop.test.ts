import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TcpProxy } from '../contract/proxy.ts';
import { Server, until } from '../contract/server.ts';
import { CHROMIUM, launch } from './chromium.ts';

const SHOP = fileURLToPath(new URL('../../../examples/shop', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PATIENCE = 60_000;

interface Item {
  sku: string;
  count: number;
  price: number;
}

/** examples/shop as people see it, on a real server; each test has customers of its own. */
describe.skipIf(!CHROMIUM)('the shop in a browser', () => {
  let server: Server;
  let browser: Browser;
  const open: { close(): Promise<void> }[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([Server.withPackages(SHOP, '--ephemeral'), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
    expect(faults.splice(0)).toEqual([]);
  });

  async function visit({ url = server.url, expected = /net::ERR_|WebSocket connection/ } = {}): Promise<Page> {
    const context = await browser.newContext();
    open.push(context);
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    // What the browser itself says of a lost connection, or of a refused one, is no fault of the page.
    page.on('console', (message) => message.type() === 'error' && !expected.test(message.text()) && faults.push(message.text()));
    await page.goto(url);
    return page;
  }

  async function enter(customer: string, options: { url?: string; expected?: RegExp } = {}): Promise<Page> {
    const page = await visit({ expected: /net::ERR_|WebSocket connection|status of 400/, ...options });
    await page.locator('.wire[data-state=open]').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Customer').fill(customer);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await page.locator('.customer').getByText(customer, { exact: true }).waitFor();
    await page.locator('aside[data-status=ready]').waitFor();
    return page;
  }

  const card = (page: Page, name: string) => page.locator('.shelves li').filter({ has: page.getByRole('heading', { name, exact: true }) });
  const inCart = (page: Page, sku: string) => page.locator(`.items [data-sku=${sku}] .count`);
  const stored = async (customer: string): Promise<Item[]> => (await server.state('Cart', customer))?.items ?? [];

  test('the shelves are filled, carts take from them, and a checkout is in the books', async () => {
    const ann = await enter('ann');
    await ann.getByRole('button', { name: 'Fill them' }).click();
    await card(ann, 'Apple').getByText('12 left').waitFor();
    const bob = await enter('bob');
    await card(ann, 'Apple').getByRole('button').click();
    await card(ann, 'Apple').getByRole('button').click();
    await until(async () => (await inCart(ann, 'apple').textContent()) === '2');
    await card(bob, 'Apple').getByText('10 left').waitFor();
    await card(ann, 'Plum').getByRole('button').click();
    await inCart(ann, 'plum').waitFor();
    await ann.getByRole('button', { name: 'Remove Plum' }).click();
    await until(async () => (await ann.locator('.items li').count()) === 1);
    await ann.getByRole('button', { name: 'Pay' }).click();
    await ann.getByText('Thank you: €0.60 paid.').waitFor();
    await bob.getByText('€0.60 taken in 1 sale').waitFor();
    expect(await stored('ann')).toEqual([]);
    await card(bob, 'Plum').getByText('12 left').waitFor();
  });

  test('what is put into the cart offline is there when the connection is back, once', async () => {
    await server.call('Stock', 'pear', 'restock', { count: 5, price: 45 });
    const wire = await TcpProxy.to(server.port);
    open.push(wire);
    const cyd = await enter('cyd', { url: wire.url });
    await card(cyd, 'Pear').getByRole('button').and(cyd.locator(':enabled')).waitFor();
    await cyd.context().setOffline(true);
    wire.cut();
    await cyd.locator('.wire[data-state=waiting]').waitFor();
    await card(cyd, 'Pear').getByRole('button').click();
    await card(cyd, 'Pear').getByRole('button').click();
    await until(async () => (await inCart(cyd, 'pear').textContent()) === '2');
    await cyd.getByText('2 changes wait for the connection.').waitFor();
    expect(await cyd.getByRole('button', { name: 'Pay' }).isDisabled()).toBe(true);
    expect(await stored('cyd')).toEqual([]);
    await cyd.context().setOffline(false);
    // An attempt that failed while it was offline may have put off the next one by half a minute.
    await until(async () => (await stored('cyd'))[0]?.count === 2, 90_000);
    await cyd.locator('button.wide:enabled').waitFor();
    expect(await inCart(cyd, 'pear').textContent()).toBe('2');
    expect(await stored('cyd')).toEqual([{ sku: 'pear', count: 2, price: 45 }]);
  });

  test('of the last one, whoever was offline hears that it is gone, and it is not in the cart', async () => {
    const { free = 0 } = (await server.state('Stock', 'quince')) ?? {};
    await server.call('Stock', 'quince', 'restock', { count: 1, price: 70 });
    if (free > 0) {
      await server.call('Cart', 'hoarder', 'add', { sku: 'quince', count: free });
    }
    const wire = await TcpProxy.to(server.port);
    open.push(wire);
    const dan = await enter('dan', { url: wire.url });
    await card(dan, 'Quince').getByText('1 left').waitFor();
    await dan.context().setOffline(true);
    wire.cut();
    await dan.locator('.wire[data-state=waiting]').waitFor();
    await card(dan, 'Quince').getByRole('button').click();
    await inCart(dan, 'quince').waitFor();
    await server.call('Cart', 'eve', 'add', { sku: 'quince' });
    await dan.context().setOffline(false);
    await dan.getByRole('alert').getByText('only 0 of quince left').waitFor();
    await until(async () => (await inCart(dan, 'quince').count()) === 0);
    await card(dan, 'Quince').getByText('sold out').waitFor();
    await dan.getByRole('alert').getByRole('button').click();
    await until(async () => (await dan.getByRole('alert').count()) === 0);
  });

  test('axe finds nothing serious, in light and in dark, wide and narrow', async () => {
    await server.call('Stock', 'lemon', 'restock', { count: 3, price: 60 });
    const fay = await enter('fay');
    await card(fay, 'Lemon').getByRole('button').click();
    await inCart(fay, 'lemon').waitFor();
    await fay.addScriptTag({ path: AXE });
    for (const width of [1280, 360]) {
      await fay.setViewportSize({ width, height: 800 });
      expect(await fay.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      for (const colorScheme of ['light', 'dark'] as const) {
        await fay.emulateMedia({ colorScheme });
        const found = (await fay.evaluate(() => (window as any).axe.run())) as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
        const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(serious.map(({ id, nodes }) => [id, nodes.map((each) => each.html)])).toEqual([]);
      }
    }
  });

  test('the page is pinned where its manifest is known, and says where it is not', async () => {
    const gil = await enter('gil');
    await gil.locator('.pin[data-pin=unknown]').waitFor();
    const { resolved, sha256 } = JSON.parse(await readFile(join(SHOP, 'public/actors/manifest.json'), 'utf8'));
    await server.run('manifest', 'register', ...Object.entries(resolved).map(([name, version]) => `${name}@${version}`));
    await gil.reload();
    await gil.locator('.wire[data-state=open]').waitFor();
    await gil.locator('.pin[data-pin=pinned]').getByText(sha256.slice(0, 12)).waitFor();
    await server.call('Stock', 'lemon', 'restock', { count: 3, price: 60 });
    await card(gil, 'Lemon').getByRole('button').click();
    await inCart(gil, 'lemon').waitFor();
    await until(async () => (await stored('gil')).length === 1);
    // A class is saved: the cart stays what the page was built for, and one that begins now does not.
    const file = join(server.folder, 'Cart.ts');
    await writeFile(file, (await readFile(file, 'utf8')).replace('the cart is empty', 'put something into the cart first'));
    const post = async (path: string, body: object) =>
      (await (await fetch(`${server.url}/v1/actors/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()) as { version: string };
    await until(async () => (await post(`Cart/${crypto.randomUUID()}/total`, {})).version === '1.0.1');
    // Whoever looks at it without a pin moves it for nobody.
    expect(await stored('gil')).toHaveLength(1);
    await card(gil, 'Lemon').getByRole('button').click();
    await until(async () => (await stored('gil'))[0]?.count === 2);
    expect(await gil.locator('.pin[data-pin=pinned]').count()).toBe(1);
    expect((await post('Cart/ida/add', { sku: 'lemon' })).version).toBe('1.0.1');
    const ida = await enter('ida');
    await ida.locator('.pin[data-pin=moved]').waitFor();
    await until(async () => (await inCart(ida, 'lemon').textContent()) === '1');
  });

  test('where dev keeps its types, the page is pinned from the start, and follows each save', async () => {
    const dev = await Server.withPackages(SHOP, '--ephemeral', '--types', '{folder}/public/actors');
    open.push({ close: () => dev.stop() });
    const jan = await enter('jan', { url: dev.url });
    expect(await jan.locator('.pin[data-pin=pinned]').count()).toBe(1);
    const pin = await jan.locator('.pin code').textContent();
    const file = join(dev.folder, 'Cart.ts');
    await writeFile(file, (await readFile(file, 'utf8')).replace('the cart is empty', 'put something into the cart first'));
    await until(async () => (await jan.locator('.pin code').textContent()) !== pin);
    await jan.locator('aside[data-status=ready]').waitFor();
    expect(await jan.locator('.pin[data-pin=pinned]').count()).toBe(1);
    await dev.call('Stock', 'lemon', 'restock', { count: 3, price: 60 });
    await card(jan, 'Lemon').getByRole('button').click();
    await until(async () => (await dev.state('Cart', 'jan'))?.items.length === 1);
  });

  // The last one: from here on the server has users.
  test('a server with users wants a token, and takes one', async () => {
    const token = (await server.run('token', 'create', '--sub', 'hal')).trim();
    const hal = await visit({ expected: /net::ERR_|WebSocket connection|status of 40[01]/ });
    await hal.getByText('please sign in').waitFor();
    await hal.getByLabel('Customer').fill('hal');
    await hal.getByLabel('Token').fill(`${token}x`);
    await hal.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await hal.getByText('please sign in').waitFor();
    await hal.getByLabel('Customer').fill('hal');
    await hal.getByLabel('Token').fill(token);
    await hal.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await hal.locator('.wire[data-state=open]').waitFor();
    await card(hal, 'Lemon').getByRole('button').click();
    await inCart(hal, 'lemon').waitFor();
    await hal.reload();
    await hal.locator('.wire[data-state=open]').waitFor();
    await inCart(hal, 'lemon').waitFor();

    const other = await visit({ expected: /net::ERR_|WebSocket connection|status of 40[013]/ });
    await other.getByText('please sign in').waitFor();
    await other.getByLabel('Customer').fill('ida');
    await other.getByLabel('Token').fill(token);
    await other.getByRole('dialog').getByRole('button', { name: 'Sign in' }).click();
    await other.locator('aside[data-status=error]').getByRole('alert').getByText("somebody else's cart").waitFor();

    await hal.getByRole('button', { name: 'Sign out' }).click();
    await hal.getByText('please sign in').waitFor();
  });
});
