import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { Client } from '../src/client/index.ts';
import { CHROMIUM, launch } from '../test/browser/chromium.ts';
import { Server, until } from '../test/contract/server.ts';
import { median, quantile, report } from './report.ts';

const RATE = 100;
const SECONDS = 20;
/** Until everything is compiled. */
const FIRST = 5 * RATE;

const CLASS = `
  import { Actor, handler } from 'actjs';
  export class Clock extends Actor<{ at: number; n: number }> {
    state = { at: 0, n: 0 };
    @handler('set') set(args: { at: number }): void {
      this.state.at = args.at;
      this.state.n++;
    }
  }`;
/** The time of both processes is that of the machine. */
const PAGE = `<!doctype html><meta charset="utf-8"><title>clock</title><p id="at"></p><script type="module">
  import { Client } from '/client/actjs.js';
  globalThis.late = [];
  const shown = document.getElementById('at');
  new MutationObserver(() => late.push(performance.timeOrigin + performance.now() - Number(shown.textContent)))
    .observe(shown, { childList: true, characterData: true, subtree: true });
  await new Client({ url: '/' }).actor('Clock', 'bench').subscribe((state) => { if (state.n > 0) shown.textContent = state.at; });
  globalThis.ready = true;
</script>`;

let folder: string;
let server: Server;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'actjs-bench-'));
  await mkdir(join(folder, 'public'));
  await writeFile(join(folder, 'Clock.ts'), CLASS);
  await writeFile(join(folder, 'public/index.html'), PAGE);
  [server, browser] = await Promise.all([Server.of(folder), launch()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

test.skipIf(!CHROMIUM)('how late a page shows a change, from the call of another process, stored on disk, to the DOM', async () => {
  const page = await browser.newPage();
  await page.goto(server.url);
  await page.waitForFunction('globalThis.ready');
  const client = new Client<any>({ url: server.url, wsCtor: WebSocket });
  const clock = client.actor('Clock', 'bench');
  const calls: Promise<unknown>[] = [];
  const start = performance.now();
  for (let i = 0; i < RATE * SECONDS; i++) {
    await until(() => performance.now() >= start + (i * 1000) / RATE);
    calls.push(clock.invoke('set', { at: performance.timeOrigin + performance.now() }));
  }
  await Promise.all(calls);
  await page.waitForFunction(`document.getElementById('at').textContent > 0`);
  const late = ((await page.evaluate('late')) as number[]).slice(FIRST);
  report('page-100-a-second', { shown: late.length, p50Ms: median(late), p99Ms: quantile(late, 0.99), slowestMs: Math.max(...late) });
  expect(late.length).toBeGreaterThan(RATE);
  await client.close();
});
