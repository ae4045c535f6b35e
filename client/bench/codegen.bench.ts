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

interface Checked {
  said: string;
  ms: number;
  /** Of all its threads: what a machine that is busy with other things changes less. */
  cpuMs: number;
}

/** Types a program of the folder, in a process of its own. */
async function check(program: string): Promise<Checked> {
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

  const wrong = misuse(all);
  const programs = {
    'misuse.ts': wrong.text,
    'use.ts': use(all),
    'types.ts': `export type { Classes } from './types/index.js';\n`,
    'empty.ts': 'export {};\n',
  };
  await Promise.all(Object.entries(programs).map(([name, program]) => writeFile(join(folder, name), program)));
  const errors = (await check('misuse.ts')).said.matchAll(/^\S*misuse\.ts\((\d+),\d+\): error/gm);
  expect(Array.from(errors, ([, line]) => Number(line))).toEqual(wrong.lines);

  const checks: Checked[][] = [[], [], []];
  for (let round = 0; round < ROUNDS; round++) {
    for (const [i, program] of ['use.ts', 'types.ts', 'empty.ts'].entries()) {
      checks[i]!.push(await check(program));
    }
  }
  expect(checks.flat().map((each) => each.said)).toEqual(Array(3 * ROUNDS).fill(''));
  const [checkMs, typesMs, emptyMs] = checks.map((each) => median(each.map(({ ms }) => ms))) as [number, number, number];
  const [checkCpuMs, typesCpuMs, emptyCpuMs] = checks.map((each) => median(each.map(({ cpuMs }) => cpuMs))) as [number, number, number];
  report('codegen-200', {
    classes: CLASSES,
    coldMs,
    warmMs: median(warm),
    checkMs,
    typesMs,
    emptyMs,
    ratio: checkMs / emptyMs,
    differenceMs: checkMs - emptyMs,
    checkCpuMs,
    typesCpuMs,
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
    // Nothing imports a form; a board is imported by eleven others.
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
