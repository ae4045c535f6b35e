import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fresh, server } from './context.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What runs a module; Deno and Bun where the path has them. */
const RUNTIMES = [
  { name: 'Node', command: process.execPath, args: [] },
  { name: 'Deno', command: onPath('deno'), args: ['run', '--quiet', '--allow-net', '--allow-read', '--allow-env'] },
  { name: 'Bun', command: onPath('bun'), args: ['run'] },
];

function onPath(name: string): string | undefined {
  return (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)).find(existsSync);
}

const program = (url: string, id: string) => `
  import { Client } from 'actjs/client';
  for (const transport of ['auto', 'http']) {
    const client = new Client({ url: ${JSON.stringify(url)}, transport });
    const counter = client.actor('Counter', ${JSON.stringify(id)} + transport);
    const seen = [];
    const stop = await counter.subscribe(({ n }) => seen.push(n));
    await counter.call.inc({ by: 4 });
    await counter.optimistic('inc', { by: 2 }, (draft) => { draft.n += 2; });
    const values = [];
    for await (const value of counter.stream('count', { to: 3 })) values.push(value);
    const code = await counter.call.fail({ why: 'no' }).catch((e) => e.code);
    await fetch(${JSON.stringify(`${server.url}/v1/actors/Counter/`)} + counter.id + '/inc', { method: 'POST' });
    while (seen.at(-1) !== 7) await new Promise((resolve) => setTimeout(resolve, 5));
    stop();
    console.log(client.connection.transport, seen[0], values.join(), code);
    await client.close();
  }`;

test.each(RUNTIMES)('the built package works in $name, by its name', async ({ command, args }) => {
  if (command === undefined) {
    console.warn('not on the path: nothing was tested there');
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'actjs-runtime-'));
  try {
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules', 'actjs'));
    await writeFile(join(folder, 'package.json'), '{"type":"module","dependencies":{"actjs":"*"}}');
    await writeFile(join(folder, 'app.js'), program(server.url, fresh()));
    const { stdout } = await promisify(execFile)(command, [...args, 'app.js'], { cwd: folder, timeout: 60_000 });
    const isSocket = command !== process.execPath || 'WebSocket' in globalThis;
    expect(stdout).toBe(`${isSocket ? 'websocket' : 'http'} 0 1,2,3 ActorAbort\nhttp 0 1,2,3 ActorAbort\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
