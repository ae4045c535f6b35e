import { placedAt, TestHarnessAssertionError } from './failure';
import { fileOf, host } from './host';
import { applied } from './patch';
import { brief } from './show';

// The test's side of a runtime. Everything that it does is asked of the host, by the runtime's number.

const NOW = 1_700_000_000_000;
const USER = { sub: 'test-user', roles: [] };
const OPERATIONS = ['commit', 'activate', 'due', 'saveSnapshot', 'pendingInbox'];
const FAILURES = ['before', 'after', 'crash-before', 'crash-after'];

let runtimes = 0;

/** How many runtimes there have been. */
export function runtimesSoFar(): number {
  return runtimes;
}

/** Ends all runtimes after the first so many. */
export function closeSince(number: number): void {
  for (let runtime = number + 1; runtime <= runtimes; runtime++) {
    host.notify('close', { runtime });
  }
}

interface Named {
  readonly ctor: unknown;
  readonly name: string;
}

/** What the host publishes of an entry of `classes`. */
export function publication(key: string, entry: any): object {
  const { ctor, name, version, options } = typeof entry === 'function' ? ({ ctor: entry } as any) : (entry ?? {});
  return {
    file: fileOf(ctor),
    name: name ?? key,
    version: version ?? '1.0.0',
    deps: options?.deps ?? {},
    floating: options?.floating ?? false,
  };
}

function principalOf(given: any): object {
  const whole = typeof given === 'string' ? { sub: given } : given;
  if (typeof whole?.sub !== 'string' || whole.sub === '') {
    throw new TypeError(`a principal is its sub or { sub, roles? …}, not ${brief(given)}`);
  }
  const { sub, roles = [], tenant, capabilities = [], claims = {} } = whole;
  return { sub, roles, tenant, capabilities, claims: JSON.stringify(claims) };
}

function envOf(env: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, String(value)]));
}

function jsonOf(value: unknown, what: string): string {
  const text = JSON.stringify(value);
  if (text === undefined) {
    throw new TypeError(`${what} is no JSON: ${brief(value)}`);
  }
  return text;
}

/** A server for one test. */
export class TestRuntime {
  readonly #number: number;
  readonly #classes: readonly Named[];
  readonly #principal: object;
  readonly #recorders = new Map<number, Recorder>();
  readonly #seed: number;
  #minted = 0;
  #now: number;

  private constructor(options: any) {
    const { classes, now = NOW, principal = USER, env = {}, seed = 1 } = options ?? {};
    if (typeof classes !== 'object' || classes === null) {
      throw new TypeError('TestRuntime.create({ classes: { Cart } }): it names the classes to publish');
    }
    if (!Number.isInteger(now) || !Number.isSafeInteger(seed)) {
      throw new RangeError(`now and seed are whole numbers, not ${brief(now)} and ${brief(seed)}`);
    }
    const entries = Object.entries(classes) as [string, any][];
    this.#classes = entries.map(([key, entry]) => ({ ctor: entry?.ctor ?? entry, name: entry?.name ?? key }));
    this.#principal = principalOf(principal);
    this.#now = now;
    this.#seed = seed;
    const published = entries.map(([key, entry]) => publication(key, entry));
    this.#number = ++runtimes;
    owners.set(this.#number, this);
    // What goes wrong here is what the next request is answered.
    host.request('start', { runtime: this.#number, classes: published, now, env: envOf(env), seed }).catch(() => {});
  }

  static create(options: any): TestRuntime {
    return new TestRuntime(options);
  }

  /** For the modules of the harness. */
  static ask(runtime: TestRuntime, op: string, more: object = {}): Promise<any> {
    return runtime.#ask(op, more);
  }

  #ask(op: string, more: object = {}): Promise<any> {
    return host.request(op, { ...more, runtime: this.#number });
  }

  get now(): number {
    return this.#now;
  }

  set now(value: number) {
    if (!Number.isInteger(value)) {
      throw new RangeError(`now is whole milliseconds since 1970, not ${brief(value)}`);
    }
    host.notify('setNow', { runtime: this.#number, now: value });
    this.#now = value;
  }

  actor(ctor: unknown, options: any = {}): any {
    const named = this.#classes.find(each => each.ctor === ctor);
    const { id, init } = options;
    if (typeof ctor !== 'string' && named === undefined) {
      throw new TypeError(`${(ctor as any)?.name ?? brief(ctor)} is not among the classes of this runtime`);
    }
    if (id !== undefined && init !== undefined) {
      throw new TypeError('an actor with an id of your choice is created by its first call, without init: leave id out');
    }
    const className = named?.name ?? (ctor as string);
    return reference(this, className, id ?? this.#mint(), this.#principal, {
      wanted: init !== undefined,
      init,
      minted: id === undefined,
    });
  }

  /** An id of the form that the server's have: time, how many there were, and what the seed says. */
  #mint(): string {
    const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0').slice(-digits);
    const time = hex(this.#now, 12);
    const drawn = Math.imul(this.#seed + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(++this.#minted, 0xc2b2ae35);
    const mixed = (drawn ^ (drawn >>> 15)) >>> 0;
    const count = hex(this.#minted, 3);
    return `${time.slice(0, 8)}-${time.slice(8)}-7${count}-8${hex(mixed, 3)}-${hex(mixed, 8)}${hex(this.#minted, 4)}`;
  }

  actorRef(className: string, id: string): any {
    return reference(this, className, id, this.#principal, { wanted: false, init: undefined, minted: false });
  }

  async advanceTime(ms: number): Promise<number> {
    if (!Number.isInteger(ms) || ms < 0) {
      throw new RangeError(`advanceTime(ms): whole milliseconds from 0, not ${brief(ms)}`);
    }
    const place = new TestHarnessAssertionError('').calledFrom(this.advanceTime);
    const { fired, now, most } = await this.#ask('advance', { ms });
    this.#now = now;
    if (most) {
      const message = `time stands still: ${fired} reminders came due, more than a test may have; it is ${now}`;
      throw placedAt(place, new TestHarnessAssertionError(message));
    }
    return fired;
  }

  drainReminders(): Promise<number> {
    return this.advanceTime(0);
  }

  async drain(): Promise<void> {
    await this.#ask('drain');
  }

  async crash(): Promise<void> {
    await this.#ask('crash');
  }

  async restart(): Promise<void> {
    await this.#ask('restart');
  }

  failNext(operation: string, how = 'before'): void {
    if (!OPERATIONS.includes(operation) || !FAILURES.includes(how)) {
      throw new TypeError(
        `failNext(operation, how): one of ${OPERATIONS.join(', ')}, and one of ${FAILURES.join(', ')}; ` +
          `not ${brief(operation)}, ${brief(how)}`,
      );
    }
    host.notify('failNext', { runtime: this.#number, operation, how });
  }

  async subscribe(actor: any, options: any = {}): Promise<Recorder> {
    const { runtime, ref, principal } = addressOf(actor);
    requireOwn(this, runtime);
    const id = ++recorders;
    const recorder = new Recorder(() => this.#ask('unsubscribe', { recorder: id }));
    this.#recorders.set(id, recorder);
    await creation(actor);
    await this.#ask('subscribe', {
      recorder: id,
      ref,
      principal: options.principal === undefined ? principal : principalOf(options.principal),
      who: options.who,
    });
    return recorder;
  }

  async emitted(actor: any): Promise<any[]> {
    return this.#ask('emitted', { ref: addressOf(actor).ref });
  }

  async reminders(actor?: any): Promise<any[]> {
    return this.#ask('reminders', { ref: actor === undefined ? undefined : addressOf(actor).ref });
  }

  async deadLetters(actor?: any): Promise<any[]> {
    return this.#ask('deadLetters', { ref: actor === undefined ? undefined : addressOf(actor).ref });
  }

  async close(): Promise<void> {
    host.notify('close', { runtime: this.#number });
  }

  /** What a subscriber was told. */
  static record(number: number, recorder: number, what: string, value: any): void {
    const owner = owners.get(number);
    if (owner !== undefined) {
      owner.#recorders.get(recorder)?.[RECORD](what, value);
    }
  }
}

const owners = new Map<number, TestRuntime>();
let recorders = 0;

function requireOwn(one: TestRuntime, other: TestRuntime): void {
  if (one !== other) {
    throw new TypeError('the actor belongs to another runtime');
  }
}

const RECORD = Symbol();

/** What a subscriber was told, as it came. */
export class Recorder {
  readonly snapshots: any[] = [];
  readonly patches: any[][] = [];
  readonly events: any[] = [];
  readonly emits: any[] = [];
  #state: any;
  #ended: string | undefined;
  readonly #close: () => Promise<void>;

  constructor(close: () => Promise<void>) {
    this.#close = close;
  }

  get state(): any {
    return this.#state;
  }

  get ended(): string | undefined {
    return this.#ended;
  }

  async close(): Promise<void> {
    await this.#close();
  }

  [RECORD](what: string, value: any): void {
    switch (what) {
      case 'snapshot':
        this.snapshots.push(value);
        this.#state = value;
        break;
      case 'patch':
        this.patches.push(value);
        this.#state = applied(this.#state, value);
        break;
      case 'events':
        this.events.push(...value);
        break;
      case 'emit':
        this.emits.push(value);
        break;
      default:
        this.#ended = value;
    }
  }
}

host.serve('recorded', (all: { runtime: number; recorder: number; what: string; value: any }[]) => {
  for (const { runtime, recorder, what, value } of all) {
    TestRuntime.record(runtime, recorder, what, value);
  }
});

interface Address {
  readonly runtime: TestRuntime;
  readonly ref: { readonly class: string; readonly id: string };
  readonly principal: object;
  readonly creation: Creation;
}

/** Whether the actor is to be created with arguments, once, by whichever reference is used first. */
interface Creation {
  wanted: boolean;
  readonly init: unknown;
  /** Whether the id is one that the server would mint: others are created by their first call. */
  readonly minted: boolean;
}

const addresses = new WeakMap<object, Address>();

/** @throws TypeError for what is no reference */
export function addressOf(actor: any): Address {
  const address = addresses.get(actor);
  if (address === undefined) {
    throw new TypeError(`this is for a reference that t.actor() or t.actorRef() made, not for ${brief(actor)}`);
  }
  return address;
}

/** Creates the actor if its reference says with what, and nobody has yet. */
async function creation(actor: object): Promise<void> {
  const { runtime, ref, principal, creation } = addressOf(actor);
  if (creation.wanted) {
    creation.wanted = false;
    const init = jsonOf(creation.init ?? {}, 'init');
    await TestRuntime.ask(runtime, 'create', { ref, principal, init });
  }
}

function reference(runtime: TestRuntime, className: string, id: string, principal: object, init: Creation): any {
  const ref = { class: className, id };
  /** Creation and call are sent together, so that whoever sends two calls at once has them in order. */
  const send = async (op: string, who: object, name: string, value: unknown, options: any): Promise<any> => {
    const created = creation(actor);
    created.catch(() => {});
    const sent = TestRuntime.ask(runtime, op, {
      ref,
      principal: who,
      name,
      json: jsonOf(value ?? {}, op === 'call' ? 'the argument' : 'the payload'),
      key: options?.key,
      deadlineMs: options?.deadlineMs,
      ifSeq: options?.ifSeq === undefined ? undefined : Number(options.ifSeq),
    });
    sent.catch(() => {});
    await created;
    return sent;
  };
  const actor = {
    id,
    class: className,
    call: methods((name, value, options) => send('call', principal, name, value, options)),
    tell: methods((name, value) => send('tell', principal, name, value, undefined)),
    callAs: (who: any, name: string, value?: unknown, options?: any) => send('call', principalOf(who), name, value, options),
    tellAs: (who: any, name: string, value?: unknown) => send('tell', principalOf(who), name, value, undefined),
    as: (who: any) => reference(runtime, className, id, principalOf(who), init),
    create: async (...given: unknown[]): Promise<void> => {
      if (!init.minted) {
        throw new TypeError('an actor with an id of your choice is created by its first call, with {}');
      }
      if (given.length > 0) {
        Object.assign(init, { init: given[0] });
      }
      init.wanted = true;
      await creation(actor);
    },
    state: () => TestRuntime.ask(runtime, 'read', { ref, principal }),
    events: () => TestRuntime.ask(runtime, 'events', { ref }),
    delete: async (): Promise<void> => {
      await TestRuntime.ask(runtime, 'delete', { ref, principal });
    },
  };
  addresses.set(actor, { runtime, ref, principal, creation: init });
  return Object.freeze(actor);
}

/** An object each of whose members sends something of its name; it is no promise. */
function methods(send: (name: string, value: unknown, options: any) => Promise<any>): object {
  return new Proxy(Object.create(null), {
    get: (_target, name) =>
      typeof name !== 'string' || name === 'then' || name === 'toJSON'
        ? undefined
        : (value?: unknown, options?: unknown) => send(name, value, options),
  });
}
