import type { Actor, EventSourced } from "./actors";
import { ActjsError } from "./errors";
import { copyOf, DEEPEST, NotJson, type Parts, textOf, TooLong } from "./json";
import { Mode } from "./ledger";
import { purity } from "./lockdown";
import { Membrane, type TurnOwner } from "./membrane";
import { patchText, treeText } from "./operations";
import { Orders } from "./order";
import type { Box } from "./part";
import { applyPatch, differenceText } from "./patch";
import { requireRoom, stage } from "./stage";

const NO_CHANGE = "[]";
const { stringify } = JSON;

/** How long a text may be, and what is wrong with one that is longer. */
export interface Bound {
  readonly longest: number;
  /** The problem's code. */
  readonly code: string;
  /** What the author may do. */
  readonly advice: string;
}

/** Of what a handler returns. */
export function resultBound(): Bound {
  const advice = "return less, or page by page";
  return { longest: stage.limits.resultChars, code: "ResultTooLarge", advice };
}

/** Of what an actor sends to another. */
export function argsBound(): Bound {
  const advice = "send less, or in several calls";
  return { longest: stage.limits.argsChars, code: "PayloadTooLarge", advice };
}

/** Of what an actor sends to its subscribers. */
export function emitBound(): Bound {
  const advice = "emit less, or in several messages";
  return { longest: stage.limits.emitChars, code: "PayloadTooLarge", advice };
}

/** Of the events that a handler returns. */
export function eventsBound(): Bound {
  const advice = "raise less in one turn";
  return { longest: stage.limits.changeChars, code: "PatchTooLarge", advice };
}

/** The state of one actor: one owner, changed in place, and as it was when a turn fails. */
export class ActorState {
  private readonly box: Box = { value: undefined };
  /** What patches are differences of, when the class has a `snapshot()` of its own. */
  private persisted: unknown = undefined;
  /** At least the characters of the state's JSON; measured when it passes the limit. */
  private chars = 0;
  /** At least the depth of the state; measured when it passes the limit. */
  private depth = DEEPEST;
  /** The present turn's view; null until the handler asks for the state. */
  private membrane: Membrane | null = null;
  /** The present turn's reducer runs. */
  private folds: Membrane[] | null = null;
  private readonly orders = new Orders();
  /** What {@link persisted} becomes when the turn is stored. */
  private saved: unknown = undefined;

  constructor(
    private readonly mode: Mode,
    private readonly ownSnapshot: boolean,
    private readonly owner: TurnOwner | null,
  ) {}

  /** Takes stored state, as JSON. */
  restore(json: string): void {
    this.chars = json.length;
    this.box.value = JSON.parse(json);
    this.persisted = this.ownSnapshot ? JSON.parse(json) : undefined;
  }

  /** Applies a stored patch. */
  apply(patch: string): void {
    this.chars += patch.length;
    applyPatch(this.box, patch);
    if (this.ownSnapshot) {
      const persisted: Box = { value: this.persisted };
      applyPatch(persisted, patch);
      this.persisted = persisted.value;
    }
  }

  /** Takes the state that a class begins with. @throws ActjsError StateNotSerializable */
  begin(value: unknown): void {
    const copy = strict("state", () => copyOf(value === undefined ? null : value, null, 0));
    this.box.value = copy.value;
    this.chars = copy.chars;
    this.depth = copy.depth;
  }

  /** The state as the running turn sees it. */
  read(): unknown {
    return this.view().read();
  }

  write(value: unknown): void {
    this.view().write(value);
  }

  /** The state after the last turn, for code of `owner` that must not change it. */
  look(owner: TurnOwner): Membrane {
    return new Membrane(this.box, Mode.Read, owner, this.orders);
  }

  /** JSON text of a value that may hold parts of what is looked at. @throws ActjsError */
  textSeen(value: unknown, look: Membrane, label: string, bound: Bound): string {
    return bounded(label, bound, () => textOf(value, new Unwrapping(look), bound.longest));
  }

  /** JSON of the state after the last turn. */
  json(): string {
    return stringify((this.ownSnapshot ? this.persisted : this.box.value) ?? null);
  }

  /** JSON text of a value that may hold parts of the state. @throws ActjsError */
  textOf(value: unknown, label: string, bound: Bound): string {
    return bounded(label, bound, () => this.boundedText(value, bound.longest));
  }

  private boundedText(value: unknown, longest: number): string {
    const { membrane } = this;
    if (typeof value !== "object" || value === null || membrane === null) {
      return textOf(value, null, longest);
    }
    const part = membrane.partOf(value);
    if (part === null || membrane.placements !== 0 || !this.orders.none) {
      return textOf(value, new Unwrapping(membrane), longest);
    }
    const text = stringify(part.target);
    if (text.length > longest) {
      throw new TooLong(text.length);
    }
    return text;
  }

  /** Makes a stored or new event part of the state. @throws whatever the reducer throws */
  fold(actor: EventSourced, event: unknown, live: boolean): void {
    const fold = new Membrane(this.box, Mode.Fold, null, this.orders);
    if (live) {
      (this.folds ??= []).push(fold);
    }
    purity.reducing = true;
    try {
      const next = actor.reduce(fold.read(), event);
      if (next instanceof Promise) {
        throw new ActjsError("ImpureReducer", "reduce must not be async");
      }
      if (next !== undefined) {
        fold.write(next);
      }
    } finally {
      purity.reducing = false;
    }
    this.finishView(fold);
    this.chars += fold.chars;
    if (!live) {
      this.orders.settle();
    }
  }

  /** Ends the handler's view, so that the next look sees what reducers made. */
  endView(): void {
    this.membrane?.finish();
    this.membrane = null;
  }

  /**
   * Ends a turn of an actor that writes its state and returns its patch. Until {@link commit} it can
   * still be undone.
   *
   * @param isNew whether the patch is the whole state
   * @param sent characters that leave with the patch
   * @throws ActjsError; the caller rolls back
   */
  finishPatch(actor: Actor, isNew: boolean, sent: number): string {
    if (this.ownSnapshot) {
      const value = actor.snapshot();
      const parts = this.membrane === null ? null : new Unwrapping(this.membrane);
      this.saved = strict("snapshot()", () => copyOf(value, parts, 0)).value;
    }
    const { membrane } = this;
    if (membrane !== null) {
      this.finishView(membrane);
    }
    if (isNew) {
      this.box.value ??= null;
    }
    let change = NO_CHANGE;
    if (isNew) {
      const { orders } = this;
      const value = this.ownSnapshot ? stringify(this.saved) : treeText(this.box.value, orders);
      change = `[{"op":"replace","path":"","value":${value}}]`;
    } else if (this.ownSnapshot) {
      change = differenceText(this.persisted, this.saved);
    } else if (membrane !== null && membrane.last !== null) {
      change = patchText(membrane);
    }
    this.checkSize(change, sent);
    return change;
  }

  /** Ends a turn of an event-sourced actor, like {@link finishPatch}. @throws ActjsError */
  finishEvents(events: string, sent: number): void {
    this.endView();
    this.checkSize(events, sent);
  }

  /** Makes the changes of a finished turn final. */
  commit(): void {
    this.orders.settle();
    this.persisted = this.saved;
    this.membrane?.forget();
    this.membrane = null;
    this.folds = null;
  }

  /** Makes the state what it was before the turn, down to the order of its members. */
  rollback(): void {
    this.membrane?.rollback();
    this.membrane = null;
    const { folds } = this;
    if (folds !== null) {
      for (let i = folds.length - 1; i >= 0; i--) {
        folds[i]!.rollback();
      }
      this.folds = null;
    }
    this.orders.forget();
  }

  private view(): Membrane {
    return (this.membrane ??= new Membrane(this.box, this.mode, this.owner, this.orders));
  }

  private finishView(membrane: Membrane): void {
    membrane.finish();
    if (membrane.depth > this.depth) {
      this.depth = membrane.depth;
    }
    if (membrane.deepened > 0) {
      this.depth += membrane.deepened;
      if (this.depth >= DEEPEST) {
        this.depth = depthOf(this.box.value);
      }
      if (this.depth >= DEEPEST) {
        this.depth = DEEPEST;
        throw new ActjsError("StateNotSerializable", `state is nested deeper than ${DEEPEST}`);
      }
    }
  }

  private checkSize(change: string, sent: number): void {
    const { changeChars, stateChars } = stage.limits;
    if (change.length > changeChars) {
      throw new ActjsError(
        "PatchTooLarge",
        `the turn changes ${change.length} characters of JSON; one turn may change ${changeChars}`,
      );
    }
    let chars = this.chars + change.length;
    if (chars > stateChars) {
      chars = stringify(this.box.value ?? null).length;
      if (chars > stateChars) {
        throw new ActjsError(
          "StateTooLarge",
          `the state would have ${chars} characters of JSON; an actor may have ${stateChars}`,
        );
      }
    }
    requireRoom(change.length + sent);
    this.chars = chars;
  }
}

/** The depth of the innermost container; the root is at 0. */
function depthOf(root: unknown): number {
  let depth = -1;
  for (let level = [root].filter(isContainer); level.length > 0; depth++) {
    level = level.flatMap(container => Object.values(container)).filter(isContainer);
  }
  return depth;
}

function isContainer(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

/** Copies parts of the state by their real objects. */
class Unwrapping implements Parts {
  constructor(private readonly membrane: Membrane) {}

  rawOf(value: object): object {
    const part = this.membrane.partOf(value);
    return part === null ? value : part.target;
  }

  keysOf(value: object): (string | symbol)[] {
    return this.membrane.orders.keysOf(value);
  }

  mayMove(): boolean {
    return false;
  }
}

/** Writes a text. @throws ActjsError when it is not JSON, or too long */
function bounded(label: string, { longest, code, advice }: Bound, write: () => string): string {
  try {
    return strict(label, write);
  } catch (fault) {
    if (fault instanceof TooLong) {
      const about = `${label}: ${fault.chars} characters of JSON or more`;
      throw new ActjsError(code, `${about}; ${longest} are the limit, ${advice}`);
    }
    throw fault;
  }
}

/** Runs a copy. @throws ActjsError StateNotSerializable */
export function strict<T>(label: string, copy: () => T): T {
  try {
    return copy();
  } catch (fault) {
    if (fault instanceof NotJson) {
      throw new ActjsError("StateNotSerializable", `${label}${fault.path} ${fault.problem}`);
    }
    throw fault;
  }
}
