import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContext, Page, WebSocketRoute } from 'playwright-core';
import { Server } from '../contract/server.ts';

const CLASSES = fileURLToPath(new URL('../classes', import.meta.url));
const PAGE = '<!doctype html><meta charset="utf-8"><title>queue</title><link rel="icon" href="data:,"><script type="module" src="app.ts"></script>';
const APP = `
  import { Client } from 'actjs/client';
  import { IndexedDbOfflineQueue } from 'actjs/offline';
  const asked = new URLSearchParams(location.search);
  const failed = [];
  const faults = [];
  // What was taken has to be done, whatever becomes of the page: it is known past its end, with the result when there is one.
  const taken = (text, result = '') => localStorage.setItem(text, result);
  class Queue extends IndexedDbOfflineQueue {
    async enqueue(call) {
      await super.enqueue(call);
      taken(call.args.text);
    }
  }
  const client = new Client({
    url: '/', transport: 'websocket', random: () => Number(asked.get('random') ?? 0), heartbeatMs: Number(asked.get('heartbeatMs') ?? 15_000),
    offlineQueue: new Queue({ url: '/', user: asked.get('user') ?? 'ann', calls: Number(asked.get('calls') ?? 1000) }),
    offlineLimits: { ageMs: Number(asked.get('ageMs') ?? 86_400_000) },
    onMutationFailed: ({ args }, error) => failed.push([args.text, error.code]),
  });
  const made = [];
  let underWay = 0;
  const hear = (text, call) => {
    underWay++;
    call
      .then((n) => (taken(text, n), made.push([text, n])), (e) => made.push([text, e.code]))
      .finally(() => underWay--);
  };
  Object.assign(globalThis, {
    client, failed, faults, made,
    push: (id, text) => hear(text, client.actor('Counter', id).call.push({ text }, { enqueueWhenOffline: true })),
    pushAtOnce: (id, text) =>
      hear(text, client.actor('Counter', id).optimistic('push', { text }, (draft) => void draft.log.push(text), { enqueueWhenOffline: true })),
    // Follows a log, in which each text is there once, and stays unless its call has failed.
    watch: (id) => {
      const counter = client.actor('Counter', id);
      let shown = new Set();
      const listener = ({ log }, { status, kind, seq }) => {
        const now = new Set(log);
        const twice = log.filter((text, index) => log.indexOf(text) !== index);
        const gone = [...shown].filter((text) => !now.has(text) && !counter.failed.some(({ args }) => args.text === text));
        if (twice.length + gone.length > 0) {
          faults.push({ status, kind, seq, twice, gone });
        }
        shown = now;
        Object.assign(globalThis, { log });
      };
      counter.subscribe(listener).catch((e) => faults.push(String(e)));
    },
    isQuiet: (id) => underWay === 0 && client.actor('Counter', id).pending.length === 0,
  });`;

/** A server of test/classes with a page that calls them through an offline queue. */
export async function queueServer(...options: string[]): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'actjs-queue-'));
  try {
    await cp(CLASSES, folder, { recursive: true });
    await mkdir(join(folder, 'public'));
    await writeFile(join(folder, 'public/index.html'), PAGE);
    await writeFile(join(folder, 'public/app.ts'), APP);
    return await Server.of(folder, ...options);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Lets pages reach the server, or not. Pages themselves are always loaded. */
export class Network {
  isUp = true;
  readonly #open = new Set<WebSocketRoute>();

  async of(context: BrowserContext): Promise<void> {
    // Pages reload when the test says so, and not when the server was started again.
    await context.route('**/.actjs/changes', (route) => route.abort());
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

/** The texts of the calls that the page's database has. */
export function stored(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const [named] = await indexedDB.databases();
    if (!named?.name) {
      return [];
    }
    const database = await done(indexedDB.open(named.name));
    try {
      return (await done(database.transaction('calls').objectStore('calls').getAll())).map(({ args }) => args.text as string);
    } finally {
      database.close();
    }
  });
}

/** Pushes texts to the log of a Counter, without waiting for what becomes of them. */
export function push(page: Page, id: string, ...texts: string[]): Promise<void> {
  return page.evaluate(([it, all]) => all.forEach((text) => (globalThis as any).push(it, text)), [id, texts] as const);
}
