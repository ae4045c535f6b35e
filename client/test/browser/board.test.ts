import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TcpProxy } from '../contract/proxy.ts';
import { Server, until } from '../contract/server.ts';
import { CHROMIUM, launch } from './chromium.ts';

const BOARD = fileURLToPath(new URL('../../../examples/board', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PATIENCE = 60_000;

interface Note {
  id: string;
  text: string;
  colour: string;
  x: number;
  y: number;
}

/** examples/board as people see it, on a real server; each test has a board of its own. */
describe.skipIf(!CHROMIUM)('the board in a browser', () => {
  let server: Server;
  let browser: Browser;
  const open: { close(): Promise<void> }[] = [];
  const faults: string[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([Server.withPackages(BOARD, '--ephemeral'), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
    expect(faults.splice(0)).toEqual([]);
  });

  async function enter(board: string, name: string, { url = server.url } = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1100, height: 700 } });
    open.push(context);
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript((it) => localStorage.setItem('person', JSON.stringify({ id: it.toLowerCase(), name: it, hue: it.length * 40 })), name);
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    // What the browser itself says of a lost connection is no fault of the page.
    page.on('console', (message) => message.type() === 'error' && !/net::ERR_|WebSocket connection/.test(message.text()) && faults.push(message.text()));
    await page.goto(`${url}/#${board}`);
    await page.locator('.wire[data-state=open]').waitFor();
    await page.getByText(`${name} (you)`).waitFor({ state: 'attached' });
    return page;
  }

  const noteOf = (page: Page, text: string): Locator => page.locator('li[data-id]').filter({ has: page.getByRole('button', { name: `Move: ${text}`, exact: true }) });
  const stored = async (board: string): Promise<Note[]> => (await server.state('Board', board))?.notes ?? [];

  async function write(page: Page, text: string): Promise<void> {
    const before = await page.locator('li[data-id]').count();
    await page.getByRole('button', { name: 'Add a note' }).click();
    await until(async () => (await page.locator('li[data-id]').count()) > before);
    // The new note has the focus.
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
    await noteOf(page, text).waitFor();
  }

  test('what one writes, moves, colours and deletes, the other sees', async () => {
    const ann = await enter('two', 'Ann');
    const bob = await enter('two', 'Bob');
    await ann.getByText('Bob', { exact: true }).waitFor({ state: 'attached' });
    await write(ann, 'Buy milk');
    await noteOf(bob, 'Buy milk').waitFor();
    const [before] = await stored('two');
    const grip = await noteOf(bob, 'Buy milk').getByRole('button', { name: 'Move' }).boundingBox();
    await bob.mouse.move(grip!.x + 8, grip!.y + 8);
    await bob.mouse.down();
    await bob.mouse.move(grip!.x + 128, grip!.y + 68, { steps: 4 });
    await bob.mouse.up();
    await until(async () => (await stored('two'))[0]?.x === before!.x + 120 && (await stored('two'))[0]?.y === before!.y + 60);
    await ann.locator(`li[data-id][style*="${before!.x + 120}px ${before!.y + 60}px"]`).waitFor();
    await noteOf(ann, 'Buy milk').getByRole('button', { name: 'Colour' }).click();
    await until(async () => (await stored('two'))[0]?.colour !== before!.colour);
    await noteOf(bob, 'Buy milk').getByRole('button', { name: 'Delete' }).click();
    await until(async () => (await ann.locator('li[data-id]').count()) === 0);
  });

  test('the pointer of one moves over the board of the other', async () => {
    const ann = await enter('pointers', 'Ann');
    const bob = await enter('pointers', 'Bob');
    await ann.getByText('Bob', { exact: true }).waitFor({ state: 'attached' });
    await bob.getByText('Ann', { exact: true }).waitFor({ state: 'attached' });
    const pointer = bob.locator('.pointer[data-by=ann]');
    await ann.mouse.move(300, 300);
    await ann.mouse.move(320, 310);
    await pointer.waitFor();
    expect(await pointer.textContent()).toContain('Ann');
    // They are told at most so often, so the last move of several may be left out.
    await until(async () => {
      await ann.mouse.move(500, 400);
      await ann.mouse.move(501, 400);
      return /\b50[01]px 400px/.test((await pointer.getAttribute('style')) ?? '');
    });
    expect(await stored('pointers')).toEqual([]);
  });

  test('undo takes back what one did oneself, and nothing of the others', async () => {
    const ann = await enter('undo', 'Ann');
    const bob = await enter('undo', 'Bob');
    await write(ann, 'Ours');
    await noteOf(bob, 'Ours').waitFor();
    await write(bob, 'His');
    await noteOf(ann, 'Ours').getByRole('button', { name: 'Colour yellow' }).click();
    await until(async () => (await stored('undo')).some(({ text, colour }) => text === 'Ours' && colour === 'pink'));
    await ann.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await stored('undo')).some(({ text, colour }) => text === 'Ours' && colour === 'yellow'));
    await ann.getByRole('button', { name: 'Redo' }).click();
    await until(async () => (await stored('undo')).some(({ text, colour }) => text === 'Ours' && colour === 'pink'));
    // Bob writes into it: what Ann takes back now is hers alone.
    await noteOf(bob, 'Ours').getByRole('textbox').fill('Ours, and more');
    await bob.keyboard.press('Tab');
    await noteOf(ann, 'Ours, and more').waitFor();
    await ann.getByRole('button', { name: 'Undo' }).click();
    await until(async () => (await stored('undo')).some(({ colour, text }) => text === 'Ours, and more' && colour === 'yellow'));
    await ann.getByRole('button', { name: 'Undo' }).click();
    await ann.getByText('Somebody has changed that since').waitFor();
    expect((await stored('undo')).map(({ text }) => text).sort()).toEqual(['His', 'Ours, and more']);
  });

  test('the keyboard alone writes, moves and deletes', async () => {
    const ann = await enter('keys', 'Ann');
    await write(ann, 'By hand');
    const [before] = await stored('keys');
    await noteOf(ann, 'By hand').getByRole('button', { name: 'Move' }).focus();
    await ann.keyboard.press('ArrowRight');
    await ann.keyboard.press('ArrowDown');
    await until(async () => (await stored('keys'))[0]?.x === before!.x + 28 && (await stored('keys'))[0]?.y === before!.y + 28);
    await ann.keyboard.press('Control+z');
    await until(async () => (await stored('keys'))[0]?.y === before!.y);
    await noteOf(ann, 'By hand').getByRole('button', { name: 'Delete' }).focus();
    await ann.keyboard.press('Enter');
    await until(async () => (await stored('keys')).length === 0);
    await ann.getByText('Note deleted').waitFor();
  });

  test('what is written offline is there for all when the connection is back', async () => {
    const wire = await TcpProxy.to(server.port);
    open.push(wire);
    const ann = await enter('offline', 'Ann', { url: wire.url });
    await ann.context().setOffline(true);
    wire.cut();
    await ann.locator('.wire[data-state=waiting]').waitFor();
    await write(ann, 'From the tunnel');
    expect(await stored('offline')).toEqual([]);
    await ann.context().setOffline(false);
    // An attempt that failed while it was offline may have put off the next one by half a minute.
    await until(async () => (await stored('offline'))[0]?.text === 'From the tunnel', 90_000);
    expect(await stored('offline')).toHaveLength(1);
  });

  test('axe finds nothing serious, in light and in dark, wide and narrow', async () => {
    const ann = await enter('axe', 'Ann');
    for (const text of ['One', 'Two', 'Three', 'Four', 'Five']) {
      await write(ann, text);
    }
    await ann.addScriptTag({ path: AXE });
    for (const width of [1100, 360]) {
      await ann.setViewportSize({ width, height: 700 });
      expect(await ann.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      for (const colorScheme of ['light', 'dark'] as const) {
        await ann.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const found = (await ann.evaluate(() => (window as any).axe.run())) as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
        const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect(serious.map(({ id, nodes }) => [id, nodes.map((each) => each.html)])).toEqual([]);
      }
    }
    const shots = process.env.ACTJS_SCREENSHOTS;
    if (shots) {
      await mkdir(shots, { recursive: true });
      await ann.screenshot({ path: join(shots, 'board-narrow.png') });
    }
  });

  test('a component that does not compile says so on the page, until it does', async () => {
    const ann = await enter('live', 'Ann');
    const file = join(server.folder, 'public/App.svelte');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('{/key}', ''));
    await ann.getByRole('alert').getByText(/^App\.svelte:\d+:\d+: .*block_unclosed|^App\.svelte:\d+:\d+: /).waitFor();
    faults.length = 0;
    await writeFile(file, text);
    await ann.getByRole('button', { name: 'Add a note' }).waitFor();
    // The broken module is what was thrown.
    await until(async () => (await ann.getByRole('alert').count()) === 0);
    faults.length = 0;
  });
});
