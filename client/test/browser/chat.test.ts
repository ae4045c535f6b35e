import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { TcpProxy } from '../contract/proxy.ts';
import { Server, until } from '../contract/server.ts';
import { CHROMIUM, launch } from './chromium.ts';

const CHAT = fileURLToPath(new URL('../../../examples/chat', import.meta.url));
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const PATIENCE = 60_000;

/** examples/chat as people see it, on a real server; each test has a room of its own. */
describe.skipIf(!CHROMIUM)('the chat in a browser', () => {
  let server: Server;
  let browser: Browser;
  const open: { close(): Promise<void> }[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([Server.of(CHAT, '--ephemeral'), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((each) => each.close()));
  });

  async function enter(room: string, name: string, { url = server.url, script = () => {} } = {}): Promise<Page> {
    const context = await browser.newContext();
    open.push(context);
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript((it) => localStorage.setItem('name', it), name);
    await context.addInitScript(script);
    const page = await context.newPage();
    await page.goto(`${url}/#${room}`);
    await page.locator('#connection[data-state=open]').waitFor();
    await page.getByText(`${name} (you)`).waitFor();
    return page;
  }

  async function say(page: Page, text: string): Promise<void> {
    await page.getByLabel('Message', { exact: true }).fill(text);
    await page.keyboard.press('Enter');
  }

  const stored = async (room: string) => ((await server.state('ChatRoom', room))?.messages ?? []) as { from: string; text: string }[];
  const textsOf = (page: Page) => page.locator('#messages .text').allTextContents();

  test('what one says, the other sees; and who is there, and who types', async () => {
    const ann = await enter('two', 'Ann');
    const bob = await enter('two', 'Bob');
    await ann.locator('#present li', { hasText: 'Bob' }).waitFor();
    await say(ann, 'Hello, Bob!');
    await bob.locator('.text', { hasText: 'Hello, Bob!' }).waitFor();
    await bob.getByLabel('Message', { exact: true }).pressSequentially('Hi');
    await ann.getByText('Bob is typing').waitFor();
    await bob.keyboard.press('Enter');
    await ann.locator('.text', { hasText: /^Hi$/ }).waitFor();
    expect(await textsOf(ann)).toEqual(['Hello, Bob!', 'Hi']);
    expect(await ann.locator('.pending').count()).toBe(0);
  });

  test('an answer comes word by word, and is then in the room for all', async () => {
    const ann = await enter('bot', 'Ann');
    const bob = await enter('bot', 'Bob');
    // Each text that the answer has had, as the page shows it.
    await ann.evaluate(() => {
      const shown: string[] = ((window as any).shown = []);
      new MutationObserver(() => {
        const text = document.querySelector('.bot .text')?.textContent;
        if (text && text !== shown.at(-1)) {
          shown.push(text);
        }
      }).observe(document.querySelector('#messages') as Node, { subtree: true, childList: true, characterData: true });
    });
    await say(ann, '@bot I am glad.');
    const answer = 'How long have you been glad? Tell the others, they may know what helps.';
    await bob.locator('.bot .text', { hasText: answer }).waitFor();
    await until(async () => (await textsOf(ann)).at(-1) === answer && (await ann.locator('.streaming').count()) === 0);
    const shown = (await ann.evaluate(() => (window as any).shown)) as string[];
    const words = answer.split(' ');
    expect(shown).toEqual(words.map((_, index) => words.slice(0, index + 1).join(' ')));
    expect(await textsOf(ann)).toEqual(['@bot I am glad.', answer]);
  });

  test('what is said offline is shown, kept, and said once when the connection is back', async () => {
    const wire = await TcpProxy.to(server.port);
    open.push(wire);
    const ann = await enter('offline', 'Ann', { url: wire.url });
    const bob = await enter('offline', 'Bob');
    // The browser lets no new connection through, and the wire ends the one there is.
    await ann.context().setOffline(true);
    wire.cut();
    await ann.locator('#connection[data-state=waiting]').waitFor();
    await say(ann, 'From the tunnel');
    await ann.locator('.pending .text', { hasText: 'From the tunnel' }).waitFor();
    await say(ann, 'Still in it');
    await ann.locator('.pending .text', { hasText: 'Still in it' }).waitFor();
    expect(await stored('offline')).toEqual([]);
    await ann.context().setOffline(false);
    await bob.locator('.text', { hasText: 'Still in it' }).waitFor();
    await until(async () => (await ann.locator('.pending').count()) === 0);
    expect(await textsOf(bob)).toEqual(['From the tunnel', 'Still in it']);
    expect(await textsOf(ann)).toEqual(['From the tunnel', 'Still in it']);
    expect((await stored('offline')).map((each) => each.text)).toEqual(['From the tunnel', 'Still in it']);
  });

  test('where WebSockets are blocked, everything goes over HTTP', async () => {
    const ann = await enter('blocked', 'Ann', {
      script: () => {
        (window as any).WebSocket = class {
          onclose?: (event: object) => void;
          constructor() {
            setTimeout(() => this.onclose?.({ code: 1006, reason: '' }));
          }
          send() {}
          close() {}
        };
      },
    });
    await ann.getByText('live over HTTP').waitFor();
    const bob = await enter('blocked', 'Bob');
    await say(bob, 'Can you hear me?');
    await ann.locator('.text', { hasText: 'Can you hear me?' }).waitFor();
    await say(ann, '@bot thanks');
    await ann.locator('.bot:not(.streaming) .text', { hasText: 'ready for it.' }).waitFor();
    await bob.locator('.bot .text', { hasText: 'ready for it.' }).waitFor();
  });

  test('axe finds nothing serious, in light and in dark', async () => {
    const ann = await enter('axe', 'Ann');
    await say(ann, 'Hello');
    await say(ann, '@bot hello');
    await ann.locator('.bot:not(.streaming) .text', { hasText: 'this room.' }).waitFor();
    await ann.addScriptTag({ path: AXE });
    for (const colorScheme of ['light', 'dark'] as const) {
      await ann.emulateMedia({ colorScheme });
      const found = (await ann.evaluate(() => (window as any).axe.run())) as { violations: { id: string; impact: string; nodes: { html: string }[] }[] };
      const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      expect(serious.map(({ id, nodes }) => [id, nodes.map((each) => each.html)])).toEqual([]);
    }
  });

  test('a saved style is there without a reload, a saved page with one', async () => {
    const ann = await enter('live', 'Ann');
    await ann.getByLabel('Message', { exact: true }).fill('not sent yet');
    const css = join(server.folder, 'public/chat.css');
    await writeFile(css, `${await readFile(css, 'utf8')}\nheader { border-bottom-width: 7px }\n`);
    await until(() => ann.evaluate(() => getComputedStyle(document.querySelector('header') as Element).borderBottomWidth === '7px'), PATIENCE);
    expect(await ann.getByLabel('Message', { exact: true }).inputValue()).toBe('not sent yet');
    const html = join(server.folder, 'public/index.html');
    await writeFile(html, (await readFile(html, 'utf8')).replace('<h1>Chat</h1>', '<h1>Another chat</h1>'));
    await ann.getByText('Another chat').waitFor();
  });
});
