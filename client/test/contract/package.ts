import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fresh, server } from './context.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the built package works in a plain Node, by its name', async () => {
  const program = `
    import { Client } from 'actjs/client';
    const client = new Client({ url: ${JSON.stringify(server.url)} });
    const counter = client.actor('Counter', ${JSON.stringify(fresh())});
    await counter.subscribe(({ n }) => console.log(n));
    await counter.call.inc({ by: 4 });
    setTimeout(() => client.close(), 200);
  `;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: root });
  expect(stdout.split('\n')).toEqual(['0', '4', '']);
});

test('the package has what its exports name, and nothing of its tests', async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
  const files = (JSON.parse(stdout) as { files: { path: string }[] }[])[0]!.files.map(({ path }) => path);
  expect(files).toEqual(expect.arrayContaining(['package.json', 'README.md', 'dist/client/index.js', 'dist/client/index.d.ts', 'dist/client/http-socket.js']));
  expect(files.filter((path) => !/^(dist\/|package\.json|README\.md)/.test(path))).toEqual([]);
});

test('its types compile with strict and without skipLibCheck, and know the handlers', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'actjs-types-'));
  try {
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules', 'actjs'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    await writeFile(
      join(folder, 'app.ts'),
      `import { Client } from 'actjs/client';
      interface Classes {
        Counter: { state: { n: number }; event: never; handlers: { inc(args: { by: number }): Promise<number> }; eventSourced: false };
      }
      const counter = new Client<Classes>({ url: 'http://127.0.0.1' }).actor('Counter', 'a');
      export const n: Promise<number> = counter.call.inc({ by: 1 });
      // @ts-expect-error no such handler
      counter.call.decrement({});`,
    );
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--target', 'ES2022', '--module', 'NodeNext', '--skipLibCheck', 'false'];
    await promisify(execFile)(process.execPath, [tsc, ...options, 'app.ts'], { cwd: folder });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
