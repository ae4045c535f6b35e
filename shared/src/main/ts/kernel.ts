import { abandonConstruction, kit } from "./actors";
import { Bridge, Log } from "./bridge";
import { importKit, loadClass, type LoadedClass, shapeOf } from "./classes";
import { ActjsError } from "./errors";
import { type Command, FrameReader } from "./frame";
import { Host } from "./host";
import { clock, lockDown, purity } from "./lockdown";
import { migrate as migrateStored } from "./migration";
import { iterate } from "./reads";
import { type Limits, stage } from "./stage";

// The kernel's whole interface is text in, text out: commands for actors by number, and what came
// of them. Nothing of it can be reached from actor code.

const classes = new Map<number, LoadedClass>();
const hosts = new Map<number, Host>();
const reader = new FrameReader();
/** Commands that a step did not come to and that must not get lost. */
const kept: Command[] = [];
let deadline = 0;

const drop = (host: number): void => {
  hosts.delete(host);
};

/** Sets the bounds; called once, before all else. `json`: {@link Limits}. */
export function configure(json: string): void {
  stage.limits = JSON.parse(json) as Limits;
}

/** Evaluates a class and returns its shape as JSON. @throws Error with `code` ClassInvalid */
export function load(
  key: number,
  name: string,
  version: string,
  factory: Parameters<typeof loadClass>[2],
): string {
  purity.reducing = false;
  const loaded = loadClass(name, version, factory);
  classes.set(key, loaded);
  return shapeOf(loaded);
}

/** Brings stored state to a later version of its class: see {@link migrateStored}. */
export function migrate(json: string): string {
  return migrateStored(json, classes);
}

/** Forgets a class, whose actors were dropped. */
export function unload(key: number): void {
  classes.delete(key);
}

/** Runs the commands of a frame, after those that an earlier step kept. */
export function step(frame: string): void {
  stage.running = null;
  stage.closed = false;
  deadline = clock() + stage.limits.sliceMs;
  reader.open(frame);
  stage.lastRun = null;
  stage.shared = false;
  while (kept.length > 0 && !mustWait(kept[0]!)) {
    const { op, numbers, first, second } = kept.shift()!;
    run(op, numbers, first, second);
  }
  runFrame();
}

/** Returns and forgets the outcomes so far; they end by saying whether commands were kept. */
export function take(): string {
  stage.running?.announce();
  stage.running = null;
  if (kept.length > 0) {
    stage.outcomes.unfinished();
  }
  return stage.outcomes.take();
}

/** Ends the turn that ran when V8 stopped the code; returns outcomes like {@link take}. */
export function abandon(code: string): string {
  purity.reducing = false;
  abandonConstruction();
  const { running } = stage;
  stage.running = null;
  if (running !== null) {
    running.abandon({ code, message: LIMITS.get(code) ?? "the turn was stopped", stack: "" });
  }
  stage.closed = true;
  runFrame();
  return take();
}

const LIMITS: ReadonlyMap<string, string> = new Map([
  ["HandlerTimeout", "the handler used more CPU time than one turn may; it was stopped and undone"],
  ["HeapExhausted", "the handler used more memory than one turn may; it was stopped and undone"],
]);

/** Runs or puts off what the reader has left. */
function runFrame(): void {
  while (reader.next()) {
    if (stage.closed && reader.op === "C") {
      stage.outcomes.deferred(reader.numbers[0]!, reader.numbers[1]!);
    } else if (mustWait(reader)) {
      kept.push(reader.command());
    } else {
      run(reader.op, reader.numbers, reader.first, reader.second);
    }
  }
}

/**
 * Whether the step ends before a command. Code that may go on in microtasks does not share a step
 * with other actors' code, which may have left microtasks too: whatever V8 has to stop in them is
 * the fault of the actor that is charged for it. Such a command is the next step's first: were it
 * deferred, a busy actor could come before it again and again.
 */
function mustWait({ op, numbers, first }: Command): boolean {
  const { lastRun, shared } = stage;
  if (lastRun !== null && !stage.closed) {
    const host = hosts.get(numbers[0]!);
    const alone = host === lastRun && !shared;
    stage.closed = host !== undefined && !alone && host.mayWait(op, first);
  }
  return stage.closed;
}

function run(
  op: string,
  numbers: readonly number[],
  first: string | null,
  second: string | null,
): void {
  const number = numbers[0]!;
  const host = hosts.get(number);
  if (host === undefined) {
    runWithoutHost(op, number, numbers, first, second);
  } else {
    runFor(host, op, numbers, first, second);
  }
  if (clock() >= deadline) {
    stage.closed = true;
  }
}

function runFor(
  host: Host,
  op: string,
  numbers: readonly number[],
  first: string | null,
  second: string | null,
): void {
  const at = numbers[1]!;
  switch (op) {
    case "C":
      if (host.hasTurn) {
        stage.outcomes.deferred(host.number, at);
      } else {
        host.call(at, numbers[2]!, first!, second);
      }
      break;
    case "R":
      host.replay(at, first!);
      break;
    case "S":
      host.start(at, numbers[2] === 1, numbers[3]!, first);
      break;
    case "V":
      host.answerCall(at, first, null);
      break;
    case "E":
      host.answerCall(at, null, new ActjsError(first!, second!));
      break;
    case "G":
      host.answerState(at);
      break;
    case "D":
      host.deactivate(at, numbers[2]!);
      break;
    case "X":
      host.forget();
      hosts.delete(host.number);
      break;
    default:
      throw new Error(`kernel: host ${host.number} is active already`);
  }
}

/** An actor whose start failed in this frame has commands behind it: its calls were not begun. */
function runWithoutHost(
  op: string,
  number: number,
  numbers: readonly number[],
  first: string | null,
  second: string | null,
): void {
  switch (op) {
    case "A":
      activate(number, numbers[1]!, first!, second);
      break;
    case "C":
    case "D":
      stage.outcomes.deferred(number, numbers[1]!);
      break;
    case "G":
      stage.outcomes.lost(number);
  }
}

function activate(number: number, key: number, id: string, state: string | null): void {
  const loaded = classes.get(key);
  if (loaded === undefined) {
    throw new Error(`kernel: class ${key} is not loaded`);
  }
  // A substring would keep the whole frame in memory.
  const ownId = JSON.parse(JSON.stringify(id)) as string;
  hosts.set(number, new Host(number, loaded, ownId, state, drop));
}

lockDown([kit, importKit, ActjsError, Bridge, Log, iterate]);
