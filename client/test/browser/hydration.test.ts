import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { renderToString } from 'react-dom/server';
import { compile } from 'svelte/compiler';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { InitialActor } from '../../src/bindings/index.ts';
import { fetchActor } from '../../src/bindings/react/server.ts';
import { Client } from '../../src/client/index.ts';
import { Server, until } from '../contract/server.ts';
import { CHROMIUM, launch } from './chromium.ts';
import { tree } from './hydrated/react.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const PATIENCE = 60_000;

interface Rendered {
  body: string;
  initial: InitialActor[];
}

type Frame = { method?: string; params?: Record<string, unknown> };

/** Bundles as an application's build does, with all warnings that frameworks have for developers. */
function bundle(entry: string, outfile: string, platform: 'browser' | 'node'): Promise<unknown> {
  const svelte: Plugin = {
    name: 'svelte',
    setup: ({ onLoad }) =>
      onLoad({ filter: /\.svelte$/ }, async ({ path: filename }) => {
        const generate = platform === 'node' ? 'server' : 'client';
        return { contents: compile(await readFile(filename, 'utf8'), { filename, generate, dev: true }).js.code };
      }),
  };
  const options: BuildOptions = { conditions: ['development', 'module'], define: { 'process.env.NODE_ENV': '"development"' }, plugins: [svelte] };
  return build({ ...options, entryPoints: [here(`hydrated/${entry}.ts`)], outfile, platform, bundle: true, format: 'esm', target: 'es2022', logLevel: 'warning' });
}

const onReactServer = async (url: string, id: string): Promise<Rendered> => {
  const initial = [await fetchActor('Counter', id, { url, wsCtor: WebSocket })];
  const client = new Client({ url, autoConnect: false });
  const body = renderToString(tree(client, initial, id));
  await client.close();
  return { body, initial };
};

describe.skipIf(!CHROMIUM)('a page that a server has rendered', () => {
  let server: Server;
  let browser: Browser;
  let onSvelteServer: (url: string, id: string) => Promise<Rendered>;
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'actjs-hydration-'));
    try {
      await cp(here('../classes'), folder, { recursive: true });
      await mkdir(join(folder, 'public'));
      await bundle('react-page', join(folder, 'public/react.js'), 'browser');
      await bundle('svelte-page', join(folder, 'public/svelte.js'), 'browser');
      await bundle('svelte-server', join(folder, 'svelte-server.mjs'), 'node');
      const { rendered } = await import(/* @vite-ignore */ join(folder, 'svelte-server.mjs'));
      onSvelteServer = (url, id) => rendered(url, id, WebSocket);
      await rm(join(folder, 'svelte-server.mjs'));
      [server, browser] = await Promise.all([Server.of(folder, '--ephemeral'), launch()]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });
  afterEach(async () => {
    await Promise.all(contexts.splice(0).map((each) => each.close()));
  });

  /** Opens what was rendered. `texts` has all that the page has shown, from the first on. */
  async function open(framework: string, id: string, { body, initial }: Rendered) {
    const data = JSON.stringify({ id, initial }).replaceAll('<', '\\u003c');
    const watch = `
      const root = document.querySelector('#root');
      globalThis.texts = [root.textContent];
      globalThis.button = document.querySelector('button');
      new MutationObserver(() => texts.at(-1) !== root.textContent && texts.push(root.textContent)).observe(root, { subtree: true, childList: true, characterData: true });`;
    const html = `<!doctype html><meta charset="utf-8"><title>${id}</title><link rel="icon" href="data:,">
      <div id="root">${body}</div><script type="application/json" id="data">${data}</script><script>${watch}</script><script type="module" src="${framework}.js"></script>`;
    await writeFile(join(server.folder, `public/${id}.html`), html);
    const context = await browser.newContext();
    contexts.push(context);
    context.setDefaultTimeout(PATIENCE);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => ['warning', 'error'].includes(message.type()) && complaints.push(message.text()));
    const sent: Frame[] = [];
    const received: Frame[] = [];
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => sent.push(JSON.parse(String(payload))));
      socket.on('framereceived', ({ payload }) => received.push(JSON.parse(String(payload))));
    });
    await page.goto(`${server.url}/${id}.html`);
    return { page, complaints, sent, received };
  }

  const isReady = (page: Page, text: string) => page.locator('button[data-status=ready]').getByText(text, { exact: true }).waitFor();

  describe.each([
    { framework: 'react', render: onReactServer },
    { framework: 'svelte', render: (url: string, id: string) => onSvelteServer(url, id) },
  ])('in $framework', ({ framework, render }) => {
    test('is taken over as it is, goes on from there, and shows what changes', async () => {
      const id = `${framework}-same`;
      await server.call('Counter', id, 'inc', { by: 14 });
      const rendered = await render(server.url, id);
      expect(rendered.body).toContain('14 1');
      const { page, complaints, sent, received } = await open(framework, id, rendered);
      await isReady(page, '14 1');
      // The very element that the server rendered.
      expect(await page.evaluate('button === document.querySelector("button")')).toBe(true);
      await server.call('Counter', id, 'inc', { by: 10 });
      await isReady(page, '24 2');
      await page.getByRole('button').click();
      await isReady(page, '25 2');
      expect(await page.evaluate('texts')).toEqual(['14 1', '24 2', '25 2']);
      // React's StrictMode mounts everything twice.
      expect(sent.filter(({ method }) => method === 'actor.subscribe').map(({ params }) => params?.fromSeq)).toEqual([rendered.initial[0]!.position]);
      expect(sent.filter(({ method }) => method === 'actor.unsubscribe')).toEqual([]);
      expect(received.filter(({ method }) => method === 'actor.event').map(({ params }) => params?.kind)).not.toContain('snapshot');
      expect(complaints).toEqual([]);
    });

    test('that has changed before it is there is taken over as it was, and shows that next', async () => {
      const id = `${framework}-changed`;
      await server.call('Counter', id, 'inc', { by: 4 });
      const rendered = await render(server.url, id);
      await server.call('Counter', id, 'inc', { by: 20 });
      const { page, complaints, received } = await open(framework, id, rendered);
      await isReady(page, '24 2');
      expect(await page.evaluate('texts')).toEqual(['4 0', '24 2']);
      await until(() => received.some(({ method }) => method === 'actor.event'));
      expect(received.filter(({ method }) => method === 'actor.event').map(({ params }) => params?.kind)).not.toContain('snapshot');
      expect(complaints).toEqual([]);
    });
  });
});
