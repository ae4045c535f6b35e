import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { fresh, server } from './context.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('the package has what its exports name, and nothing of its tests', async () => {
  const { stdout } = await promisify(execFile)('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
  const files = (JSON.parse(stdout) as { files: { path: string }[] }[])[0]!.files.map(({ path }) => path);
  const { exports, sideEffects } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { exports: Record<string, string | object>; sideEffects: boolean };
  const named = Object.values(exports).flatMap((each) => (typeof each === 'string' ? [each] : Object.values(each)) as string[]);
  expect(files).toEqual(expect.arrayContaining(['README.md', 'dist/client/http-socket.js', ...named.map((each) => each.slice(2))]));
  expect(sideEffects).toBe(false);
  expect(files.filter((path) => !/^(dist\/|package\.json|README\.md)/.test(path))).toEqual([]);
});

test('it takes what codegen makes: types without skipLibCheck, and reducers', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'actjs-types-'));
  const run = promisify(execFile);
  try {
    await mkdir(join(folder, 'node_modules'));
    await symlink(root, join(folder, 'node_modules', 'actjs'));
    await writeFile(join(folder, 'package.json'), '{"type":"module"}');
    // Of the files: another test deprecates versions of the server.
    await server.run('codegen', join(root, 'test/classes'), '--out', join(folder, 'actors'));
    const [counter, ledger] = [fresh(), fresh()];
    await writeFile(
      join(folder, 'app.ts'),
      `import { Client } from 'actjs/client';
      import { MANIFEST_SHA, reducers, type Classes } from './actors/index.js';

      const client = new Client<Classes>({ url: ${JSON.stringify(server.url)}, reducers });
      const counter = client.actor('Counter', ${JSON.stringify(counter)});
      const n: number = await counter.call.inc({ by: 2 });
      let sum = n;
      for await (const value of counter.stream('count', { to: 3 })) {
        sum += value;
      }
      const ledger = client.actor('Ledger', ${JSON.stringify(ledger)});
      const balances: number[] = [];
      await ledger.subscribe(({ balance }) => void balances.push(balance));
      await ledger.call.credit({ amount: 5 });
      await ledger.call.credit({ amount: 7 });
      // @ts-expect-error no such handler
      void (() => counter.call.decrement({}));
      // @ts-expect-error the argument has another type
      void (() => ledger.call.credit({ amount: '5' }));
      while (balances.at(-1) !== 12) {
        await ledger.read();
      }
      console.log(MANIFEST_SHA.length, sum, balances.join());
      await client.close();`,
    );
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    const options = ['--strict', '--target', 'ES2022', '--module', 'NodeNext', '--skipLibCheck', 'false'];
    await run(process.execPath, [tsc, ...options, 'app.ts'], { cwd: folder }).catch(({ stdout }: { stdout: string }) => expect.fail(stdout));
    const { stdout } = await run(process.execPath, ['app.js'], { cwd: folder });
    expect(stdout).toBe('64 8 0,5,12\n');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
