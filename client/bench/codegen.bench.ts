import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../test/contract/server.ts';
import { RunningActctl, actctl } from './actctl.ts';
import { application, misuse, use, writeClasses } from './application/index.ts';
import { median, quantile, report } from './report.ts';

const CLASSES = 200;
const ROUNDS = 3;
const SAVES = 20;

const client = fileURLToPath(new URL('..', import.meta.url));
const OPTIONS = {
  target: 'ES2022',
  module: 'ESNext',
  moduleResolution: 'Bundler',
  lib: ['ES2022', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
  types: [],
  strict: true,
  skipLibCheck: false,
  noEmit: true,
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'actjs-codegen-'));
  await mkdir(join(folder, 'node_modules'));
  await symlink(client, join(folder, 'node_modules/actjs'), 'junction');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Types a program as a process of its own, in the folder. */
async function check(program: string): Promise<{ said: string; ms: number; cpuMs: number }> {
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: OPTIONS, files: [program] }));
  const cpu = `data:text/javascript,import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, JSON.stringify(process.cpuUsage())));`;
  const start = performance.now();
  const tsc = spawn(process.execPath, ['--import', cpu, join(client, 'node_modules/typescript/bin/tsc'), '-p', folder], { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  const [said, used] = await Promise.all([text(tsc.stdout!), text(tsc.stdio[3] as NodeJS.ReadableStream)]);
  const ms = performance.now() - start;
  const { user, system } = JSON.parse(used);
  return { said, ms, cpuMs: (user + system) / 1000 };
}

async function filesOf(of: string): Promise<Record<string, string>> {
  const names = (await readdir(of)).sort();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(join(of, name), 'utf8')])));
}

test('200 classes: their types are made, and a program that uses all of them is checked', async () => {
  const all = application(CLASSES);
  expect(all.length).toBe(CLASSES);
  const classes = join(folder, 'classes');
  const types = join(folder, 'types');
  const home = join(folder, 'home');
  await writeClasses(classes, all);
  const coldMs = await timed(() => actctl(home, 'codegen', classes, '--out', types));
  const written = await filesOf(types);
  for (const { className } of all) {
    expect(written['index.d.ts']).toContain(`export interface ${className}Handlers {`);
  }
  const warm: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const again = join(folder, `again-${round}`);
    warm.push(await timed(() => actctl(home, 'codegen', classes, '--out', again)));
    expect(await filesOf(again)).toEqual(written);
  }

  await writeFile(join(folder, 'use.ts'), use(all));
  await writeFile(join(folder, 'empty.ts'), 'export {};\n');
  const wrong = misuse(all);
  await writeFile(join(folder, 'misuse.ts'), wrong.text);
  const errors = (await check('misuse.ts')).said.matchAll(/^\S*misuse\.ts\((\d+),\d+\): error/gm);
  expect(Array.from(errors, ([, line]) => Number(line))).toEqual(wrong.lines);

  const used = [];
  const empty = [];
  for (let round = 0; round < ROUNDS; round++) {
    used.push(await check('use.ts'));
    empty.push(await check('empty.ts'));
  }
  expect([...used, ...empty].map((each) => each.said).join('')).toBe('');
  const [checkMs, emptyMs] = [used, empty].map((each) => median(each.map(({ ms }) => ms))) as [number, number];
  const [checkCpuMs, emptyCpuMs] = [used, empty].map((each) => median(each.map(({ cpuMs }) => cpuMs))) as [number, number];
  report('codegen-200', {
    classes: CLASSES,
    coldMs,
    warmMs: median(warm),
    checkMs,
    emptyMs,
    ratio: checkMs / emptyMs,
    differenceMs: checkMs - emptyMs,
    checkCpuMs,
    emptyCpuMs,
    cpuRatio: checkCpuMs / emptyCpuMs,
  });
});

test.each([20, CLASSES])('%i classes are watched: how long a save takes to reach the types', async (count) => {
  const all = application(count);
  expect(all.length).toBe(count);
  const classes = join(folder, `watched-${count}`);
  const types = join(folder, `types-${count}`);
  await writeClasses(classes, all);
  const watch = new RunningActctl(join(folder, 'home'), 'codegen', classes, '--out', types, '--watch');
  try {
    const written = () => watch.said.filter((line) => line.startsWith('wrote ')).length;
    await until(() => written() === 1, 300_000);
    const times: Record<string, number[]> = {};
    // Nothing imports the first; boards are imported by most classes of theirs.
    for (const kind of ['Form', 'Board']) {
      const { className, source } = all.find((each) => each.className.endsWith(kind))!;
      const file = join(classes, `${className}.ts`);
      times[kind] = [];
      for (let save = 0; save < SAVES; save++) {
        const before = written();
        const member = `saved${kind}${save}`;
        const changed = source.replace(/(interface \w+State \{)/, `$1 ${member}?: boolean;`);
        times[kind].push(await timed(() => saved(file, changed, join(types, 'index.d.ts'), member)));
        await until(() => written() > before);
      }
    }
    const { Form = [], Board = [] } = times;
    report('codegen-watch', { classes: count, saves: SAVES, p50Ms: median(Form), p99Ms: quantile(Form, 0.99), importedP50Ms: median(Board), importedP99Ms: quantile(Board, 0.99) });
    expect(await readFile(join(types, 'index.d.ts'), 'utf8')).toContain(`savedBoard${SAVES - 1}?: boolean`);
  } finally {
    await watch.stop();
  }
});

/** Saves a class; resolves when the types say what is new in it. */
async function saved(file: string, source: string, types: string, news: string): Promise<void> {
  const { ino } = await stat(types);
  await writeFile(file, source);
  await until(async () => (await stat(types)).ino !== ino && (await readFile(types, 'utf8')).includes(news));
}
