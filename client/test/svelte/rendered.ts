import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { compile } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { client, frames, fresh, server } from '../contract/context.ts';
import { until } from '../contract/server.ts';
import { subscribers } from '../contract/stores.ts';
import { mount } from './page.ts';
import Rendered from './Rendered.svelte';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What a plain Node prints that has the built package by its name. */
async function onServer(program: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'actjs-svelte-'));
  try {
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules', 'actjs'));
    for (const name of ['svelte', 'ws']) {
      await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    for (const name of ['App', 'Rendered']) {
      const source = (await readFile(new URL(`${name}.svelte`, import.meta.url), 'utf8')).replace('../../src/bindings/svelte/index.ts', 'actjs/bindings/svelte');
      await writeFile(join(folder, `${name}.js`), compile(source, { filename: `${name}.svelte`, generate: 'server' }).js.code);
    }
    await writeFile(join(folder, 'page.js'), program);
    return (await promisify(execFile)(process.execPath, ['page.js'], { cwd: folder })).stdout;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

test('load reads on the server, the page is rendered there, and the subscription goes on from it', async () => {
  const id = fresh();
  await server.call('Counter', id, 'inc', { by: 4 });
  const { body, initial, connection } = JSON.parse(
    await onServer(`
      import { Client } from 'actjs/client';
      import { loadActor } from 'actjs/bindings/svelte';
      import { render } from 'svelte/server';
      import { WebSocket } from 'ws';
      import App from './App.js';
      import Rendered from './Rendered.js';

      const url = ${JSON.stringify(server.url)};
      const load = async () => ({ counter: await loadActor('Counter', ${JSON.stringify(id)}, { url, wsCtor: WebSocket }) });
      const { counter } = await load();
      const client = new Client({ url, autoConnect: false });
      const { body } = await render(App, { props: { client, initial: [counter], of: Rendered, props: { id: counter.id } } });
      console.log(JSON.stringify({ body, initial: [counter], connection: client.connection.state }));
    `),
  );
  expect(body).toContain('<p>4</p>');
  expect(connection).toBe('idle');
  await until(async () => (await subscribers(id)) === 0);
  // It has changed before the page is there.
  await server.call('Counter', id, 'inc', { by: 20 });
  const proxy = await frames();
  const seen: string[] = [];
  const { text } = mount(Rendered, client({ url: proxy.url }), { id, seen }, body, initial);
  expect(text()).toBe('4');
  await until(() => text() === '24');
  expect(seen).toEqual(['stale 4', 'ready 24']);
  expect(proxy.of('actor.subscribe').map(({ frame }) => frame.params.fromSeq)).toEqual([initial[0].position]);
});
