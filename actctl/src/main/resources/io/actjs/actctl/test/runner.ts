import { type Arbitrary, check } from './arbitrary';
import { TestHarnessAssertionError } from './failure';
import { host } from './host';
import { closeSince, runtimesSoFar } from './runtime';
import { brief } from './show';

// Declares tests, and runs one of them whenever the host says so. The host watches the time, stops
// what takes too long, and closes the runtimes of a test that has ended.

type Mode = 'run' | 'skip' | 'only' | 'todo';

interface Declared {
  readonly id: number;
  readonly name: string;
  readonly mode: Mode;
  readonly timeoutMs: number;
  readonly group: Group;
  /** Where it is declared. */
  readonly stack: string;
  readonly body: () => unknown;
}

interface Group {
  readonly name: string;
  readonly outer: Group | null;
  readonly mode: Mode;
  readonly before: (() => unknown)[];
  readonly after: (() => unknown)[];
}

const TIMEOUT_MS = 5_000;
const LONGEST_TIMEOUT_MS = 600_000;

const declared: Declared[] = [];
let group: Group = { name: '', outer: null, mode: 'run', before: [], after: [] };
let running = false;

function path(name: string): string {
  const names = [name];
  for (let at: Group | null = group; at !== null; at = at.outer) {
    names.unshift(at.name);
  }
  return names.filter(each => each !== '').join(' > ');
}

function declare(name: unknown, mode: Mode, body: unknown, options: any): void {
  if (running) {
    throw new TypeError('a test is declared at the top of a file or in describe(), not inside another test');
  }
  if (typeof name !== 'string' || name === '') {
    throw new TypeError(`a test has a name, not ${brief(name)}`);
  }
  if (typeof body !== 'function' && (mode === 'run' || mode === 'only')) {
    throw new TypeError(`test(${brief(name)}, body): body is a function; test.todo(name) has none`);
  }
  const timeoutMs = options?.timeoutMs ?? TIMEOUT_MS;
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > LONGEST_TIMEOUT_MS) {
    throw new RangeError(`timeoutMs is a whole number from 1 to ${LONGEST_TIMEOUT_MS}, not ${brief(timeoutMs)}`);
  }
  const { stack = '' } = new Error();
  declared.push({ id: declared.length, name: path(name), mode, timeoutMs, group, stack, body: body as () => unknown });
}

export const test = Object.assign(
  (name: string, body: () => unknown, options?: object) => declare(name, 'run', body, options),
  {
    skip: (name: string, body?: () => unknown, options?: object) => declare(name, 'skip', body, options),
    only: (name: string, body: () => unknown, options?: object) => declare(name, 'only', body, options),
    todo: (name: string) => declare(name, 'todo', undefined, undefined),
    prop: (name: string, inputs: Arbitrary<any>[], body: (...inputs: any[]) => unknown, options?: any) => {
      if (!Array.isArray(inputs) || typeof body !== 'function') {
        throw new TypeError('test.prop(name, [arbitrary, …], body): there are inputs, and a body that takes them');
      }
      declare(name, 'run', () => holds(name, inputs, body, options ?? {}), options);
    },
  },
);

/** Each try of a property has runtimes of its own. */
async function holds(name: string, inputs: Arbitrary<any>[], body: (...inputs: any[]) => unknown, options: any): Promise<void> {
  const alone = async (...values: unknown[]): Promise<void> => {
    const before = runtimesSoFar();
    try {
      await body(...values);
    } finally {
      closeSince(before);
    }
  };
  await check(path(name), inputs, alone, options);
}

function describeAs(name: string, mode: Mode, body: () => unknown): void {
  const outer = group;
  group = { name, outer, mode, before: [], after: [] };
  try {
    const returned = body();
    if (typeof (returned as any)?.then === 'function') {
      throw new TypeError(`describe(${brief(name)}): its body may not be async; await in beforeEach() or in tests`);
    }
  } finally {
    group = outer;
  }
}

export const describe = Object.assign((name: string, body: () => void) => describeAs(name, 'run', body), {
  skip: (name: string, body: () => void) => describeAs(name, 'skip', body),
  only: (name: string, body: () => void) => describeAs(name, 'only', body),
});

export function beforeEach(body: () => unknown): void {
  group.before.push(body);
}

export function afterEach(body: () => unknown): void {
  group.after.push(body);
}

function groupsOf(each: Declared): Group[] {
  const groups: Group[] = [];
  for (let at: Group | null = each.group; at !== null; at = at.outer) {
    groups.unshift(at);
  }
  return groups;
}

/** What becomes of a test, with what its groups and the others say. */
function modeOf(each: Declared, someOnly: boolean): 'run' | 'skip' | 'todo' {
  const groups = groupsOf(each);
  const isOnly = each.mode === 'only' || groups.some(it => it.mode === 'only');
  if (each.mode === 'todo') {
    return 'todo';
  }
  const skipped = each.mode === 'skip' || groups.some(it => it.mode === 'skip');
  return skipped || (someOnly && !isOnly) ? 'skip' : 'run';
}

async function run(each: Declared): Promise<void> {
  const groups = groupsOf(each);
  host.unhandled();
  running = true;
  let failure: { thrown: unknown } | null = null;
  const attempt = async (work: () => unknown): Promise<void> => {
    try {
      await work();
    } catch (thrown) {
      failure ??= { thrown };
    }
  };
  await attempt(async () => {
    for (const before of groups.flatMap(it => it.before)) {
      await before();
    }
    await each.body();
  });
  for (const after of groups.reverse().flatMap(it => it.after)) {
    await attempt(after);
  }
  const [lost] = host.unhandled();
  if (failure === null && lost !== undefined) {
    failure = { thrown: lost };
  }
  host.notify('done', { id: each.id, failure: failure === null ? null : describeFailure((failure as { thrown: unknown }).thrown) });
}

const LONGEST = 20_000;

function describeFailure(thrown: unknown): object {
  if (!(thrown instanceof Error)) {
    return { name: 'Error', message: `threw ${brief(thrown)}`, stack: '', diff: [] };
  }
  const { name, message, stack } = thrown;
  const diff = thrown instanceof TestHarnessAssertionError ? thrown.diff : [];
  const { property } = thrown as { property?: string };
  const { code } = thrown as { code?: unknown };
  return {
    name: String(code ?? name),
    message: String(message).slice(0, LONGEST),
    stack: String(stack).slice(-LONGEST),
    diff,
    property,
  };
}

host.serve('list', () => {
  const someOnly = declared.some(each => each.mode === 'only' || groupsOf(each).some(it => it.mode === 'only'));
  host.notify(
    'tests',
    declared.map(each => ({
      id: each.id,
      name: each.name,
      mode: modeOf(each, someOnly),
      timeoutMs: each.timeoutMs,
      stack: each.stack,
    })),
  );
});

host.serve('run', ({ id }: { id: number }) => void run(declared[id]!));
