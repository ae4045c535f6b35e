import { abandonConstruction, kit } from "./actors";
import { Bridge, Log } from "./bridge";
import { limitBuffers } from "./buffers";
import { behalfOf, NOBODY } from "./caller";
import { importKit, loadClass, type LoadedClass, shapeOf } from "./classes";
import { ActjsError, failed } from "./errors";
import { type Command, FrameReader, numberOf, segmentOf, textOf } from "./frame";
import { defineGlobals } from "./globals";
import { ActorHandle } from "./handle";
import { Host, type StateRequest } from "./host";
import { THROUGH_SERVER } from "./localcalls";
import { clock, drawFrom, lockDown, protect, purity } from "./lockdown";
import { describeMigration, migrate as migrateStored } from "./migration";
import type { Kind } from "./policy";
import { Random, random } from "./random";
import { iterate } from "./reads";
import { forgetRejections } from "./rejections";
import { type Limits, markIn, stage } from "./stage";
import { ALL } from "./yielding";

// The kernel's whole interface is text in, text out: commands for actors by number, and what came
// of them. Nothing of it can be reached from actor code.

const classes = new Map<number, LoadedClass>();
const hosts = new Map<number, Host>();
const reader = new FrameReader();
/** Commands that a step did not come to and that must not get lost. */
const kept: Command[] = [];
/** Whether the reader's item is still to be run. */
let held = false;
let deadline = 0;

const drop = (host: number): void => {
  const dropped = hosts.get(host);
  if (dropped !== undefined) {
    hosts.delete(host);
    stage.calls.forget(dropped);
  }
};

/**
 * Sets the bounds; called once, before all else. `json`: {@link Limits}; `seed`: 32 bytes in hex;
 * `mark`: memory for two numbers, which say what runs.
 */
export function configure(json: string, seed: string, mark: ArrayBuffer): void {
  stage.limits = JSON.parse(json) as Limits;
  markIn(mark);
  limitBuffers(stage.limits.heapBytes);
  random.seed(seed);
}

/**
 * Evaluates a class and returns its shape as JSON. `schemas`: its document, empty when it has none.
 *
 * @throws Error with `code` ClassInvalid
 */
export function load(
  key: number,
  name: string,
  version: string,
  factory: Parameters<typeof loadClass>[2],
  schemas = "",
): string {
  purity.reducing = false;
  stage.lastRun = null;
  forgetRejections();
  const loaded = loadClass(name, version, factory, schemas);
  classes.set(key, loaded);
  return shapeOf(loaded);
}

export { rejectionChanged, tellRejections } from "./rejections";

/** Brings stored state to a later version of its class: see {@link migrateStored}. */
export function migrate(json: string): string {
  return migrateStored(json, classes);
}

/** What a class says about migrations: see {@link describeMigration}. */
export function migrator(key: number): string {
  return describeMigration(classes.get(key)!);
}

/** Forgets a class, whose actors were dropped. */
export function unload(key: number): void {
  classes.delete(key);
}

/**
 * Forgets all classes and actors. From now on chance follows from the seed, 32 bytes in hex, and the
 * present time of actor code is when its turn began; outside of turns it is `now`.
 */
export function renew(seed: string, now: number): void {
  for (const host of hosts.values()) {
    host.forget();
    drop(host.number);
  }
  classes.clear();
  kept.length = 0;
  held = false;
  stage.lastRun = null;
  stage.running = null;
  stage.outcomes.take();
  forgetRejections();
  random.seed(seed);
  drawFrom(fraction, () => stage.lastRun?.now ?? now);
}

/**
 * From now on chance follows from the seed, the present time of actor code is `now` always, and the
 * kernel's own ids are the same whatever the seed.
 */
export function repeat(seed: string, now: number): void {
  random.seed(seed);
  ids.seed(ID_SEED);
  drawFrom(fraction, () => now, () => fractionOf(ids));
}

const ids = new Random();
const ID_SEED = "00".repeat(32);

/** From 0 up to 1, as `Math.random()` gives it. */
function fraction(): number {
  return fractionOf(random);
}

function fractionOf(source: Random): number {
  const words = new Uint32Array(2);
  source.fill(new Uint8Array(words.buffer));
  return ((words[0]! >>> 5) * 0x4000000 + (words[1]! >>> 6)) / 0x20000000000000;
}

/** A step whose outcomes are this long begins no further command. */
const LONG_STEP = 4 << 20;

/**
 * Runs the commands of a frame, after those that an earlier step kept, and then the calls that
 * actors make to each other in this isolate. Either part has a time slice of its own, so that
 * neither keeps the other from its turn.
 *
 * @param room characters of outcomes for which the server has memory
 * @param epoch says which permissions hold: see {@link LocalCalls}
 * @param now milliseconds since 1970
 * @returns whether the step goes on with {@link goOn} when the microtasks have run
 */
export function step(
  frame: string,
  room = Number.MAX_SAFE_INTEGER,
  epoch = THROUGH_SERVER,
  now = 0,
): boolean {
  stage.room = room;
  stage.local = false;
  stage.calls.beginStep(epoch, now);
  beginPart();
  reader.open(frame);
  return enter();
}

function beginPart(): void {
  stage.over = false;
  deadline = clock() + stage.limits.sliceMs;
}

/** Goes on with a step, in an entry into V8 of its own; returns what {@link step} returns. */
export function goOn(): boolean {
  stage.running?.announce();
  return enter();
}

/** Returns and forgets the outcomes so far; they end by saying whether commands were kept. */
export function take(): string {
  stage.running?.announce();
  stage.running = null;
  stage.calls.release(defer);
  if (kept.length > 0 || stage.calls.first !== undefined) {
    stage.outcomes.unfinished();
  }
  stage.calls.told();
  return stage.outcomes.take();
}

/** Ends the turn that ran when V8 stopped the code; returns outcomes like {@link take}. */
export function abandon(code: string): string {
  purity.reducing = false;
  purity.deciding = false;
  purity.place = "";
  abandonConstruction();
  forgetRejections();
  const { running } = stage;
  stage.running = null;
  if (running !== null) {
    running.abandon(failed(code, LIMITS.get(code) ?? "the turn was stopped"));
  }
  stage.over = true;
  if (!stage.local) {
    beginEntry();
    runFrame();
  }
  return take();
}

const LIMITS: ReadonlyMap<string, string> = new Map([
  ["HandlerTimeout", "the handler used more CPU time than one turn may; it was stopped and undone"],
  ["HeapExhausted", "the handler used more memory than one turn may; it was stopped and undone"],
]);

/** Runs commands until one needs an entry of its own; returns whether there is such a one. */
function enter(): boolean {
  beginEntry();
  if (!stage.local) {
    if (runFrame()) {
      return true;
    }
    stage.local = true;
    beginPart();
  }
  return runLocal();
}

function beginEntry(): void {
  stage.running = null;
  stage.lastRun = null;
  stage.shared = false;
  stage.closed = false;
}

function runFrame(): boolean {
  while (!stage.over && kept.length > 0) {
    if (mustWait(kept[0]!)) {
      return true;
    }
    run(kept.shift()!);
  }
  while (held || reader.next()) {
    held = false;
    if (stage.over) {
      putOff(reader);
    } else if (mustWait(reader)) {
      held = true;
      return true;
    } else {
      run(reader);
    }
  }
  return false;
}

function runLocal(): boolean {
  const { calls } = stage;
  for (let next = calls.first; next !== undefined && !stage.over; next = calls.first) {
    if (mustWait(next)) {
      return true;
    }
    calls.pass();
    run(next);
  }
  // What waits may go on in the microtasks, and make calls.
  return stage.closed && !stage.over;
}

/** Leaves a command to a later step: a call to the server, what must not get lost to the kernel. */
function putOff(command: FrameReader): void {
  if (command.op === "C" || command.op === "H") {
    defer(command);
  } else {
    kept.push(command.command());
  }
}

/**
 * Whether the entry into V8 ends before a command. Code that may go on in microtasks does not share
 * an entry with other actors' code, which may have left microtasks too: whatever V8 has to stop in
 * them is the fault of the actor that is charged for it.
 */
function mustWait({ op, numbers, segments }: Command): boolean {
  const { lastRun, shared } = stage;
  if (lastRun !== null && !stage.closed) {
    const host = hosts.get(numbers[0]!);
    const alone = host === lastRun && !shared;
    stage.closed = host !== undefined && !alone && host.mayWait(op, segments[0] ?? null);
  }
  return stage.closed;
}

/** Turns that begin from now on read these values; those under way keep what they have. */
function setEnv(command: Command): void {
  classes.get(numberOf(command, 1))?.env.set(textOf(command, 0), textOf(command, 1));
}

function run(command: Command): void {
  const host = hosts.get(numberOf(command, 0));
  if (host === undefined) {
    runWithoutHost(command);
  } else {
    runFor(host, command);
  }
  if (clock() >= deadline || stage.outcomes.length > LONG_STEP) {
    stage.over = true;
  }
}

function runFor(host: Host, command: Command): void {
  switch (command.op) {
    case "C":
    case "H":
      call(host, command);
      break;
    case "R":
      host.replay(numberOf(command, 1), textOf(command, 0));
      break;
    case "S":
      start(host, command);
      break;
    case "V":
      host.answerCall(numberOf(command, 1), segmentOf(command, 0), null);
      break;
    case "E": {
      const reason = segmentOf(command, 2);
      const reasonCode = reason === null ? null : (JSON.parse(reason) as string);
      const data = segmentOf(command, 3);
      const issues = segmentOf(command, 4);
      const refusal = { reasonCode, data, issues, reason: segmentOf(command, 5) };
      const error = new ActjsError(textOf(command, 0), textOf(command, 1), refusal);
      host.answerCall(numberOf(command, 1), null, error);
      break;
    }
    case "G":
      host.answerState(stateRequestOf(command));
      break;
    case "F":
      host.forgetViewer(textOf(command, 0));
      break;
    case "Q":
      host.ask(numberOf(command, 1), numberOf(command, 2));
      break;
    case "B":
      host.cancel(numberOf(command, 1));
      break;
    case "D":
      host.deactivate(numberOf(command, 1), numberOf(command, 2));
      break;
    case "X":
      host.forget();
      drop(host.number);
      break;
    case "N":
      next(host);
      break;
    case "U":
      host.tags(textOf(command, 0), numberOf(command, 1) === 1);
      break;
    case "L":
      stage.calls.permit(host, numberOf(command, 1), numberOf(command, 2));
      break;
    case "A":
      throw new Error(`kernel: host ${host.number} is active already`);
    default:
      throw unknown(command);
  }
}

/** A request for the state, or for leave; one that somebody has to be let through for says who. */
function stateRequestOf(command: Command): StateRequest {
  const request = numberOf(command, 1);
  if (command.segments.length === 0) {
    return { request, wish: null, wantsState: true, behalf: NOBODY };
  }
  const kind = textOf(command, 0) as Kind;
  const wish = { kind, method: segmentOf(command, 1), args: segmentOf(command, 2) };
  const behalf = behalfOf(command.segments, 3);
  return { request, wish, wantsState: numberOf(command, 2) === 1, behalf };
}

function call(host: Host, command: Command): void {
  const { from } = command;
  if (from === null && (host.waitsHere || host.behind.length > 0)) {
    stage.calls.putBehind(host, reader.command());
    return;
  }
  begin(host, command);
}

function begin(host: Host, command: Command): void {
  const { from } = command;
  if (!host.isIdle || (from !== null && !from.isWaiting())) {
    defer(command);
    return;
  }
  const now = numberOf(command, 2);
  if (command.op === "H") {
    const behalf = behalfOf(command.segments, 2);
    host.hook(numberOf(command, 1), now, textOf(command, 0), textOf(command, 1), behalf);
    return;
  }
  const key = numberOf(command, 3);
  const depth = from === null ? 0 : numberOf(command, 4);
  // The server says it of a call whose caller reads the values one by one.
  const asked = from === null && command.numbers.length > 4 ? numberOf(command, 4) : ALL;
  const method = textOf(command, 0);
  const args = segmentOf(command, 1);
  const behalf = from === null ? behalfOf(command.segments, 2) : from.behalf;
  host.call(numberOf(command, 1), now, key, depth, method, args, from, asked, behalf);
}

/** Begins the first call behind a turn that has ended; with another turn it waits for that one. */
function next(host: Host): void {
  const call = host.isIdle ? stage.calls.takeFirst(host) : undefined;
  if (call !== undefined) {
    begin(host, call);
  }
}

/** The server has the call again. */
function defer(command: Command): void {
  stage.outcomes.deferred(numberOf(command, 0), numberOf(command, 1));
  command.from?.goesOut();
}

function start(host: Host, command: Command): void {
  const isNew = numberOf(command, 2) === 1;
  const behalf = behalfOf(command.segments, 1);
  host.start(numberOf(command, 1), isNew, numberOf(command, 3), segmentOf(command, 0), behalf);
}

/** An actor whose start failed in this frame has commands behind it: its calls were not begun. */
function runWithoutHost(command: Command): void {
  switch (command.op) {
    case "A":
      activate(command);
      break;
    case "K":
      setEnv(command);
      break;
    case "C":
    case "H":
    case "D":
      defer(command);
      break;
    case "G":
      stage.outcomes.lost(numberOf(command, 0));
      break;
    case "R":
    case "S":
    case "U":
    case "V":
    case "E":
    case "L":
    case "N":
    case "X":
    case "Q":
    case "B":
    case "F":
      break;
    default:
      throw unknown(command);
  }
}

function unknown({ op }: Command): Error {
  return new Error(`kernel: there is no command ${op}`);
}

function activate(command: Command): void {
  const number = numberOf(command, 0);
  const key = numberOf(command, 1);
  const loaded = classes.get(key);
  if (loaded === undefined) {
    throw new Error(`kernel: class ${key} is not loaded`);
  }
  // A substring would keep the whole frame in memory.
  const ownId = JSON.parse(JSON.stringify(textOf(command, 0))) as string;
  hosts.set(number, new Host(number, loaded, ownId, segmentOf(command, 1), drop));
}

defineGlobals(protect);
lockDown([kit, importKit, ActjsError, ActorHandle, Bridge, Log, iterate]);
