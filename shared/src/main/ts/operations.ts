import { type Change, GONE, Kind } from "./change";
import { copyOf, type Parts } from "./json";
import { escapeKey, type Ledger } from "./ledger";
import type { Orders } from "./order";
import type { Part } from "./part";

const { stringify } = JSON;

/**
 * The RFC 6902 patch of a finished turn, as text. An operation that put a value which later went
 * elsewhere in the same turn is left out, or carries null until a later operation takes it away.
 * Whoever applies the operations one by one gives the members of objects the order that the turn
 * gave them.
 */
export function patchText(ledger: Ledger): string {
  if (ledger.scrambles > 0) {
    dropSuperseded(ledger);
  }
  let text = "";
  for (let change = ledger.first; change !== null; change = change.next) {
    if (change.path !== null) {
      const operations = operationsOf(ledger, change, change.path);
      if (operations !== "") {
        text += text === "" ? operations : "," + operations;
      }
    }
  }
  return `[${text}]`;
}

function operationsOf(ledger: Ledger, change: Change, path: string): string {
  const { orders } = ledger;
  switch (change.kind) {
    case Kind.Put:
      if (change.value === GONE) {
        return "";
      }
      return valued("replace", pointer(ledger, change, path), valueOf(ledger, change), orders);
    case Kind.Add:
      return valued("add", pointer(ledger, change, path), valueOf(ledger, change), orders);
    case Kind.Remove:
      return removal(pointer(ledger, change, path));
    case Kind.Splice:
      return spliceText(ledger, change, path);
    case Kind.Scramble: {
      const { part } = change;
      // One that has moved is in what another operation carries, or nowhere.
      if (lastReplacement(part, ledger.top) === -1) {
        return "";
      }
      // What has left with an array around it may hold anything by now.
      const value = ledger.isAttached(part) ? part.target : null;
      return valued("replace", path, value, orders);
    }
  }
}

/**
 * Whether it does not matter what a change put: what it put it into has left the state, where
 * anything may be, or is replaced as a whole by another operation.
 */
function isLost(ledger: Ledger, { placed, part }: Change): boolean {
  return placed && (part.scrambled || !ledger.isAttached(part));
}

function valueOf(ledger: Ledger, change: Change): unknown {
  return isLost(ledger, change) ? GONE : change.value;
}

function spliceText(ledger: Ledger, change: Change, path: string): string {
  const { orders } = ledger;
  const lost = isLost(ledger, change);
  const values = change.value as unknown[];
  const removed = (change.old as unknown[]).length;
  const at = change.key as number;
  const operations: string[] = [];
  for (let i = 0; i < values.length; i++) {
    const value = lost ? GONE : values[i];
    if (i >= removed) {
      operations.push(valued("add", `${path}/${at + i}`, value, orders));
    } else if (value !== GONE) {
      operations.push(valued("replace", `${path}/${at + i}`, value, orders));
    }
  }
  // From the end, so that a reader moves few elements.
  for (let i = removed - 1; i >= values.length; i--) {
    operations.push(removal(`${path}/${at + i}`));
  }
  return operations.join(",");
}

function valued(op: string, path: string, value: unknown, orders: Orders): string {
  return `{"op":"${op}","path":${stringify(path)},"value":${valueText(value, orders)}}`;
}

function removal(path: string): string {
  return `{"op":"remove","path":${stringify(path)}}`;
}

function valueText(value: unknown, orders: Orders): string {
  switch (typeof value) {
    case "number":
      return String(value);
    case "string":
      return stringify(value);
    case "symbol":
      return "null";
    default:
      return value === null ? "null" : treeText(value!, orders);
  }
}

/** The JSON text of a part of a state whose turn has ended but is not stored yet. */
export function treeText(value: unknown, orders: Orders): string {
  return stringify(orders.none ? value : copyOf(value, new Ordered(orders), 0).value);
}

/** Copies what is the state's own, with its members in the order that they will have. */
class Ordered implements Parts {
  constructor(private readonly orders: Orders) {}

  rawOf(value: object): object {
    return value;
  }

  mayMove(): boolean {
    return false;
  }

  keysOf(value: object): (string | symbol)[] {
    return this.orders.keysOf(value);
  }
}

function pointer(ledger: Ledger, change: Change, path: string): string {
  return change.part === ledger.top ? "" : `${path}/${escapeKey(change.key)}`;
}

/**
 * Drops operations inside arrays that a later operation replaces as a whole. One whose place is no
 * longer known may lie inside too and count on those before it, so they stay.
 */
function dropSuperseded(ledger: Ledger): void {
  let nextUnknown = Infinity;
  for (let change = ledger.last; change !== null; change = change.prev) {
    if (change.path !== null) {
      const replacedBy = lastReplacement(change.part, ledger.top);
      if (replacedBy === -1) {
        nextUnknown = change.number;
      } else if (replacedBy > change.number && replacedBy < nextUnknown) {
        change.path = null;
      }
    }
  }
}

/** Number of the change that replaced the part last, or what is around it; -1 when it has moved. */
function lastReplacement(from: Part, top: Part): number {
  let last = 0;
  for (let part = from; part !== top; part = part.up) {
    if (part.up === null || !part.home) {
      return -1;
    }
    last = Math.max(last, part.known === null ? -1 : part.known.scrambledBy);
  }
  return last;
}
