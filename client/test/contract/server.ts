import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** The command that is actctl, words apart. */
export const ACTCTL: readonly string[] = (process.env.ACTJS_ACTCTL ?? here('../../../scripts/actctl')).split(' ');

/**
 * A real server of the classes in test/classes, at one port, with one folder of data, however often it is killed. `{folder}` in an option stands for the
 * folder that it serves.
 */
export class Server {
  readonly adminToken = `test-${crypto.randomUUID()}`;
  #process: ChildProcess | undefined;

  private constructor(
    readonly port: number,
    readonly folder: string,
    private readonly options: readonly string[],
  ) {}

  static async start(...options: string[]): Promise<Server> {
    return Server.of(here('../classes'), ...options);
  }

  /** One of a copy of another folder of classes, as `actctl dev` serves it. */
  static async of(classes: string, ...options: string[]): Promise<Server> {
    return Server.#at(await copied(classes), options);
  }

  /** One of test/classes with a page that runs a script. */
  static async withPage(script: string, ...options: string[]): Promise<Server> {
    const folder = await copied(here('../classes'));
    await mkdir(join(folder, 'public'));
    await writeFile(join(folder, 'public/index.html'), '<!doctype html><meta charset="utf-8"><title>test</title><script type="module" src="app.ts"></script>');
    await writeFile(join(folder, 'public/app.ts'), script);
    return Server.#at(folder, options);
  }

  /** One of a copy of a folder that depends on packages of npm: it finds those that are installed for these tests. */
  static async withPackages(classes: string, ...options: string[]): Promise<Server> {
    const folder = await copied(classes);
    await symlink(here('../../node_modules'), join(folder, 'node_modules'), 'junction');
    return Server.#at(folder, options);
  }

  static async #at(folder: string, options: readonly string[]): Promise<Server> {
    const server = new Server(
      await freePort(),
      folder,
      options.map((each) => each.replace('{folder}', folder)),
    );
    await server.restart();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Starts it again; resolves when it serves its classes. */
  async restart(): Promise<void> {
    const [command = '', ...words] = ACTCTL;
    const args = [...words, 'dev', this.folder, '--port', String(this.port), '--twice', 'none', '--json', ...this.options];
    // Nothing of the user's is read or written.
    const env = { ...process.env, ACTJS_ADMIN_TOKEN: this.adminToken, XDG_CONFIG_HOME: this.folder };
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true, env });
    this.#process = child;
    const said: string[] = [];
    createInterface({ input: child.stderr }).on('line', (line) => said.push(line));
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`${ACTCTL.join(' ')} ended with ${code}:\n${said.join('\n')}`)));
      createInterface({ input: child.stdout }).on('line', (line) => {
        said.push(line);
        if (line.includes('"event":"refused"')) {
          reject(new Error(line));
        } else if (line.includes('"event":"ready"')) {
          resolve();
        }
      });
    });
  }

  /** Runs a command of actctl that asks this server; gives what it prints. */
  async run(...args: string[]): Promise<string> {
    const [command = '', ...words] = ACTCTL;
    const env = { ...process.env, ACTJS_ADMIN_TOKEN: this.adminToken, XDG_CONFIG_HOME: this.folder, ACTJS_URL: this.url };
    return (await promisify(execFile)(command, [...words, ...args], { env })).stdout;
  }

  /** As a power cut ends it. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child?.pid && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // The group: a script may stand before the server.
      process.kill(-child.pid, 'SIGKILL');
      await ended;
    }
  }

  async stop(): Promise<void> {
    await this.kill();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  /** A call by plain HTTP, as another client makes it. */
  async call(className: string, id: string, method: string, args: unknown = {}): Promise<unknown> {
    const answer = await fetch(`${this.url}/v1/actors/${className}/${id}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(args),
    });
    const body = (await answer.json()) as { result?: unknown };
    if (!answer.ok) {
      throw new Error(JSON.stringify(body));
    }
    return body.result;
  }

  async state(className: string, id: string): Promise<any> {
    return ((await (await fetch(`${this.url}/v1/actors/${className}/${id}`)).json()) as { state: unknown }).state;
  }
}

async function copied(classes: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'actjs-client-'));
  await cp(classes, folder, { recursive: true, filter: (each) => !/\.test\.ts$|[\\/](\.actjs|node_modules)$/.test(each) });
  return folder;
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until it is so. */
export async function until(what: () => unknown, ms = 60_000): Promise<void> {
  let isOver = false;
  const poll = async () => {
    while (!isOver && !(await what())) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  try {
    await within(ms, `${what}`, poll());
  } finally {
    isOver = true;
  }
}

/** What it resolves to, if that is soon. */
export async function within<T>(ms: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what}: not within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
