import { isIndex } from "./order";
import type { Box } from "./part";

/** An operation of RFC 6902 as the journal has it. */
interface Operation {
  readonly op: "add" | "replace" | "remove";
  readonly path: string;
  readonly value?: unknown;
}

/** An object, or an array by its indexes. */
type Node = Record<string, unknown>;

/** Applies the stored patch of a turn to a state that nobody else holds. */
export function applyPatch(box: Box, json: string): void {
  const operations = JSON.parse(json) as Operation[];
  for (let i = 0; i < operations.length; i++) {
    applyOperation(box, operations[i]!);
  }
}

function applyOperation(box: Box, { op, path, value }: Operation): void {
  if (path === "") {
    box.value = op === "remove" ? null : value;
    return;
  }
  const last = path.lastIndexOf("/");
  const around = find(box.value, path, last);
  const key = member(path.slice(last + 1));
  if (!Array.isArray(around)) {
    if (op === "remove") {
      delete around[key];
    } else {
      around[key] = value;
    }
    return;
  }
  const index = key === "-" ? around.length : Number(key);
  if (op === "replace") {
    around[index] = value;
  } else if (op === "remove") {
    removeElement(around, index);
  } else if (index === around.length) {
    around.push(value);
  } else {
    around.splice(index, 0, value);
  }
}

function removeElement(array: unknown[], index: number): void {
  if (index === array.length - 1) {
    array.pop();
  } else if (index === 0) {
    array.shift();
  } else {
    array.splice(index, 1);
  }
}

function find(root: unknown, path: string, end: number): Node {
  let node = root as Node;
  let start = 1;
  while (start <= end) {
    const slash = path.indexOf("/", start);
    node = node[member(path.slice(start, slash))] as Node;
    start = slash + 1;
  }
  if (typeof node !== "object" || node === null) {
    throw new Error(`a stored patch has the path ${path}, which the state has not`);
  }
  return node;
}

function member(name: string): string {
  return name.includes("~") ? name.replaceAll("~1", "/").replaceAll("~0", "~") : name;
}

/** The patch that makes `after` of `before`, as text; both are JSON. Costs their size. */
export function differenceText(before: unknown, after: unknown): string {
  const operations: string[] = [];
  compare(before, after, "", operations);
  return `[${operations.join(",")}]`;
}

function isObject(value: unknown): value is Node {
  return typeof value === "object" && value !== null;
}

function compare(before: unknown, after: unknown, path: string, to: string[]): void {
  if (before === after) {
    return;
  }
  if (isObject(before) && isObject(after) && Array.isArray(before) === Array.isArray(after)) {
    if (Array.isArray(before)) {
      compareArrays(before, after as unknown as unknown[], path, to);
    } else {
      compareObjects(before, after, path, to);
    }
    return;
  }
  to.push(operation("replace", path, after));
}

/** Members that do not stand where they should are taken out and put behind the others. */
function compareObjects(before: Node, after: Node, path: string, to: string[]): void {
  const stays = staying(before, after);
  for (const key of Object.keys(before)) {
    if (!stays.has(key)) {
      to.push(operation("remove", `${path}/${escaped(key)}`, undefined));
    }
  }
  for (const key of Object.keys(after)) {
    const at = `${path}/${escaped(key)}`;
    if (stays.has(key)) {
      compare(before[key], after[key], at, to);
    } else {
      to.push(operation("add", at, after[key]));
    }
  }
}

/** The members that can stay where they are: those that come first, in the order that they have. */
function staying(before: Node, after: Node): Set<string> {
  const places = new Map(Object.keys(before).map((key, place) => [key, place]));
  const stays = new Set<string>();
  let last = -1;
  let open = true;
  for (const key of Object.keys(after)) {
    const place = places.get(key);
    if (isIndex(key)) {
      if (place !== undefined) {
        stays.add(key);
      }
    } else if (open && place !== undefined && place > last) {
      stays.add(key);
      last = place;
    } else {
      open = false;
    }
  }
  return stays;
}

function compareArrays(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  to: string[],
): void {
  const common = Math.min(before.length, after.length);
  for (let i = 0; i < common; i++) {
    compare(before[i], after[i], `${path}/${i}`, to);
  }
  for (let i = common; i < after.length; i++) {
    to.push(operation("add", `${path}/${i}`, after[i]));
  }
  for (let i = before.length - 1; i >= common; i--) {
    to.push(operation("remove", `${path}/${i}`, undefined));
  }
}

function escaped(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

function operation(op: string, path: string, value: unknown): string {
  const member = value === undefined ? "" : `,"value":${JSON.stringify(value)}`;
  return `{"op":"${op}","path":${JSON.stringify(path)}${member}}`;
}
