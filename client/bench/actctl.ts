import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { ACTCTL } from '../test/contract/server.ts';

const [COMMAND = '', ...WORDS] = ACTCTL;
const DEADLINE_MS = 300_000;

/** `home` has caches and settings, so that nothing of the user's is read or written. */
const environment = (home: string) => ({ ...process.env, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home });

/** Runs a command; gives what it prints. Fails when it does not end well. */
export async function actctl(home: string, ...args: string[]): Promise<string> {
  return (await promisify(execFile)(COMMAND, [...WORDS, ...args], { env: environment(home), timeout: DEADLINE_MS, killSignal: 'SIGKILL' })).stdout;
}

/** A command that runs until it is stopped. */
export class RunningActctl {
  readonly #process: ChildProcess;
  readonly #said: string[] = [];

  constructor(home: string, ...args: string[]) {
    this.#process = spawn(COMMAND, [...WORDS, ...args], { env: environment(home), stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    for (const stream of [this.#process.stdout!, this.#process.stderr!]) {
      createInterface({ input: stream }).on('line', (line) => this.#said.push(line));
    }
  }

  /** The lines that it has printed; fails when it has ended. */
  get said(): readonly string[] {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
      throw new Error(`actctl has ended:\n${this.#said.join('\n')}`);
    }
    return this.#said;
  }

  async stop(): Promise<void> {
    const child = this.#process;
    if (child.pid && child.exitCode === null && child.signalCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      // The group: a script may stand before it.
      process.kill(-child.pid, 'SIGKILL');
      await ended;
    }
  }
}
