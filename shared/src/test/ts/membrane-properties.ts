import { Mode } from "./ledger";
import { Membrane } from "./membrane";
import { patchText } from "./operations";
import { type Box, FRESH, partBehind } from "./part";
import { applyPatch, differenceText } from "./patch";
import { ActjsError } from "./errors";
import { Orders } from "./order";
import { chanceOf, type Holder, isJson, Program, randomJson } from "./programs";

/** Runs random programs and returns what was wrong with the first that failed, or "". */
export function check(firstSeed: number, count: number): string {
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    for (const mode of [Mode.Track, Mode.Fold]) {
      try {
        checkProgram(seed, mode);
        checkRollback(seed, mode, false);
        checkRollback(seed, mode, true);
        checkRuns(seed, mode);
      } catch (error) {
        return `seed ${seed}, mode ${mode}: ${(error as Error).stack}`;
      }
    }
  }
  return "";
}

interface Run {
  readonly box: Box;
  readonly membrane: Membrane;
  readonly program: Program;
}

function initialOf(seed: number): unknown {
  return randomJson(chanceOf(seed ^ 0x5bd1e995), 4);
}

function start(seed: number, box: Box, mode: Mode, orders = new Orders()): Run {
  const membrane = new Membrane(box, mode, null, orders);
  const holder: Holder = {
    get state() {
      return membrane.read();
    },
    set state(value: unknown) {
      membrane.write(value);
    },
  };
  return { box, membrane, program: new Program(chanceOf(seed), holder) };
}

function stepsOf(seed: number): number {
  return 1 + (seed % 37);
}

function checkProgram(seed: number, mode: Mode): void {
  const before = initialOf(seed);
  const plain: Holder = { state: clone(before) };
  const expected = new Program(chanceOf(seed), plain);
  expected.run(stepsOf(seed));

  const run = start(seed, { value: clone(before) }, mode);
  run.program.run(stepsOf(seed));
  same("what the program saw", JSON.stringify(run.program.seen), JSON.stringify(expected.seen));
  if (!finishes(run, plain.state)) {
    return;
  }
  const patch = mode === Mode.Track ? patchText(run.membrane) : "[]";
  run.membrane.orders.settle();
  const after = clone(run.box.value);
  equal("the state after", after, clone(plain.state));
  checkTree(run);
  if (mode === Mode.Track) {
    equal("the patch, applied by the book", applyByTheBook(clone(before), patch), after);
    const replayed: Box = { value: clone(before) };
    applyPatch(replayed, patch);
    equal("the patch, replayed", replayed.value, after);
  }
  const difference: Box = { value: clone(before) };
  applyPatch(difference, differenceText(clone(before), after));
  equal("the difference, replayed", difference.value, after);
  for (const made of run.program.made) {
    made.changed = "after the turn";
  }
  equal("the state after its makers changed their objects", run.box.value, after);
}

/** Whether the turn ends well, which it has to do exactly when its state is JSON. */
function finishes({ membrane }: Run, expected: unknown): boolean {
  let refused = "";
  try {
    membrane.finish();
  } catch (error) {
    if (!(error instanceof ActjsError)) {
      throw error;
    }
    refused = error.message;
  }
  if ((refused === "") !== isJson(expected)) {
    throw new Error(`refused: ${refused || "nothing"}`);
  }
  return refused === "";
}

/** No proxy, no object of the handler's, and no object twice. */
function checkTree({ box, membrane, program }: Run): void {
  const seen = new Set<unknown>(program.made);
  const open: unknown[] = [box.value];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === "object" && value !== null) {
      const known = membrane.lookUp(value);
      if (seen.has(value) || known === FRESH || partBehind(value) !== null) {
        throw new Error(`not the state's own: ${JSON.stringify(value)}`);
      }
      seen.add(value);
      open.push(...Object.values(value));
    }
  }
}

/** A failed turn leaves every object where it was, and as it was. */
function checkRollback(seed: number, mode: Mode, finish: boolean): void {
  const before = initialOf(seed);
  const box: Box = { value: clone(before) };
  const objects = objectsOf(box.value);
  const run = start(seed, box, mode);
  run.program.run(stepsOf(seed));
  if (finish) {
    try {
      run.membrane.finish();
    } catch {
      // It is undone all the same.
    }
  }
  run.membrane.rollback();
  run.membrane.orders.forget();
  unchanged(box, before, objects);
}

function unchanged(box: Box, before: unknown, objects: ReadonlyMap<string, unknown>): void {
  equal("the state after a rollback", box.value, before);
  const now = objectsOf(box.value);
  for (const [path, object] of objects) {
    if (now.get(path) !== object) {
      throw new Error(`another object stands at ${path} after a rollback`);
    }
  }
}

/** Several runs within one turn, as reducers run: all of them stay, or none. */
function checkRuns(seed: number, mode: Mode): void {
  const before = initialOf(seed);
  const plain: Holder = { state: clone(before) };
  const box: Box = { value: clone(before) };
  const objects = objectsOf(box.value);
  const orders = new Orders();
  const runs: Run[] = [];
  for (let i = 0; i < 3; i++) {
    new Program(chanceOf(seed + i), plain).run(4);
    const run = start(seed + i, box, mode, orders);
    runs.push(run);
    run.program.run(4);
    if (!finishes(run, plain.state)) {
      break;
    }
    plain.state = clone(plain.state);
    const seen = new Membrane(box, Mode.Read, null, orders).read();
    equal(`the state that run ${i + 1} finds`, seen, plain.state);
  }
  if (isJson(plain.state) && seed % 2 === 0) {
    orders.settle();
    equal("the state after all runs", box.value, plain.state);
    return;
  }
  for (const run of runs.reverse()) {
    run.membrane.rollback();
  }
  orders.forget();
  unchanged(box, before, objects);
}

function objectsOf(root: unknown): Map<string, unknown> {
  const found = new Map<string, unknown>();
  const visit = (value: unknown, path: string): void => {
    if (typeof value === "object" && value !== null) {
      found.set(path, value);
      Object.entries(value).forEach(([key, inner]) => visit(inner, `${path}/${key}`));
    }
  };
  visit(root, "");
  return found;
}

/** RFC 6902 as it is written: an operation on what is not there is an error. */
function applyByTheBook(root: unknown, patch: string): unknown {
  const box: any = { root };
  for (const { op, path, value } of JSON.parse(patch)) {
    const names = `/root${path}`.split("/").slice(1);
    const keys = names.map(name => name.replaceAll("~1", "/").replaceAll("~0", "~"));
    const last = keys.pop()!;
    const at = keys.reduce((inner, key) => inner[key], box);
    const there = Object.hasOwn(at, last) && !(Array.isArray(at) && last === "length");
    if (op !== "add" && !there) {
      throw new Error(`${op} of ${path}, which is not there: ${patch}`);
    }
    if (op === "add" && Array.isArray(at)) {
      if (Number(last) > at.length) {
        throw new Error(`add at ${path}, behind the end: ${patch}`);
      }
      at.splice(Number(last), 0, value);
    } else if (op === "remove" && Array.isArray(at)) {
      at.splice(Number(last), 1);
    } else if (op === "remove") {
      delete at[last];
    } else {
      at[last] = value;
    }
  }
  return box.root;
}

function clone(value: unknown): any {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

/** Equal as JSON, down to the order of members. */
function equal(what: string, actual: unknown, expected: unknown): void {
  same(what, JSON.stringify(actual) ?? "undefined", JSON.stringify(expected) ?? "undefined");
}

function same(what: string, actual: string, expected: string): void {
  if (actual !== expected) {
    throw new Error(`${what}\n  is        ${actual}\n  should be ${expected}`);
  }
}
