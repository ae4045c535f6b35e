import { afterAll, afterEach, beforeAll } from 'vitest';
import { WebSocket } from 'ws';
import { Client, type ClientOptions } from '../../src/client/index.ts';
import type { Classes } from './classes.ts';
import { OriginalClient } from './original-client.ts';
import { FrameProxy, TcpProxy } from './proxy.ts';
import { Server } from './server.ts';

/** The server of all contract tests; each test has actors of its own. */
export let server: Server;
const open: { close(): Promise<void> }[] = [];
let number = 0;

beforeAll(async () => {
  server = await Server.start();
});
afterAll(() => server?.stop());
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
});

/** An id that no other test has. */
export function fresh(name = 'a'): string {
  return `${name}-${++number}`;
}

export function client(options: Partial<ClientOptions> = {}): Client<Classes> {
  const made = new Client<Classes>({ url: server.url, wsCtor: WebSocket, random: () => 0.1, ...options });
  open.push(made);
  return made;
}

export function original(...options: [reducers?: Record<string, (state: any, event: any) => any>, manifest?: string]): OriginalClient {
  const made = new OriginalClient(server.url, ...options);
  open.push(made);
  return made;
}

export async function frames(): Promise<FrameProxy> {
  const proxy = await FrameProxy.to(server.url);
  open.push(proxy);
  return proxy;
}

export async function wire(): Promise<TcpProxy> {
  const proxy = await TcpProxy.to(server.port);
  open.push(proxy);
  return proxy;
}
