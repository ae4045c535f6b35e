import type { Principal } from "./caller";
import type { LoadedClass } from "./classes";
import { ActjsError } from "./errors";
import { deepFreeze } from "./freezing";
import { isSynchronous } from "./functions";
import { textOf } from "./json";
import { purity } from "./lockdown";
import type { Membrane, TurnOwner } from "./membrane";
import { differenceText } from "./patch";
import { requireRoom, stage } from "./stage";
import { type ActorState, type Bound, strict } from "./state";

/** What a class shows of its actors' state. */
export interface View {
  /** What a viewer may see of `this.state`. */
  readonly see: (this: object, viewer: unknown) => unknown;
  /** What of a principal the view depends on; null for all of it. */
  readonly viewer: ((principal: Principal) => unknown) | null;
}

/** What one viewer sees: told apart by their keys, so that all who see the same share one. */
export interface Seen {
  readonly key: string;
  readonly text: string;
}

const LONGEST_KEY = 8 << 10;

/**
 * Reads `view` and `static viewer` of a class.
 *
 * @param handlers a handler of that name is no view
 * @throws ActjsError ClassInvalid
 */
export function viewOf(
  name: string,
  type: { readonly prototype: object },
  handlers: ReadonlyMap<string, unknown>,
): View | null {
  const see: unknown = (type.prototype as { view?: unknown }).view;
  const viewer: unknown = (type as { viewer?: unknown }).viewer;
  const isHandler = [...handlers.values()].includes(see);
  if (see === undefined || isHandler) {
    if (viewer !== undefined) {
      throw invalid(`${name}: static viewer says for whom view() is; write view(viewer) as well`);
    }
    return null;
  }
  if (!isSynchronous(see)) {
    throw invalid(`${name}: view(viewer) is a method that returns what may be seen, not a promise`);
  }
  if (viewer !== undefined && !isSynchronous(viewer)) {
    throw invalid(`${name}: static viewer(principal) is a function that returns JSON, not a promise`);
  }
  return { see: see as View["see"], viewer: (viewer as View["viewer"] | undefined) ?? null };
}

function invalid(message: string): ActjsError {
  return new ActjsError("ClassInvalid", message);
}

/** Somebody who is told of changes, and what it saw last. */
interface Viewer {
  readonly viewer: unknown;
  text: string;
  tree: unknown;
}

/** What a turn changes for a viewer. */
interface Told {
  readonly key: string;
  readonly known: Viewer;
  readonly text: string;
  readonly tree: unknown;
  readonly failed: boolean;
}

/** What an actor shows to whom. */
export class Viewing implements TurnOwner {
  private readonly viewers = new Map<string, Viewer>();
  /** What the running turn has told, to be remembered when it is final. */
  private told: Told[] = [];

  constructor(
    private readonly loaded: LoadedClass,
    private readonly view: View,
    private readonly state: ActorState,
  ) {}

  /**
   * What a principal may see of the state after the last turn.
   *
   * @param stays whether it is told of changes from then on, until {@link forget}
   * @throws whatever the view throws; ActjsError when it shows what is not JSON
   */
  open(principal: Principal, stays: boolean): Seen {
    const choose = this.view.viewer ?? ((whole: Principal) => whole);
    const key = keyOf(this.purely(() => choose(principal), "viewer"));
    const known = this.viewers.get(key);
    if (known !== undefined) {
      return { key, text: known.text };
    }
    // All who have the same key share it.
    const viewer: unknown = deepFreeze(JSON.parse(key));
    const text = this.textFor(viewer);
    if (stays) {
      this.viewers.set(key, { viewer, text, tree: JSON.parse(text) });
    }
    return { key, text };
  }

  forget(key: string): void {
    this.viewers.delete(key);
  }

  /**
   * Tells what a turn changes for each viewer, before it is final.
   *
   * @param tell gets a patch; null when there is none because the view failed: the viewer is
   *     forgotten, and asks again
   */
  changes(tell: (key: string, patch: string | null) => void): void {
    for (const [key, known] of this.viewers) {
      let text: string;
      try {
        text = this.textFor(known.viewer);
      } catch {
        this.told.push({ key, known, text: "", tree: null, failed: true });
        tell(key, null);
        continue;
      }
      if (text !== known.text) {
        const tree: unknown = JSON.parse(text);
        const patch = differenceText(known.tree, tree);
        requireRoom(patch.length);
        this.told.push({ key, known, text, tree, failed: false });
        tell(key, patch);
      }
    }
  }

  /** The turn is final. */
  commit(): void {
    for (const { key, known, text, tree, failed } of this.told) {
      if (failed) {
        this.viewers.delete(key);
      } else {
        known.text = text;
        known.tree = tree;
      }
    }
    this.told = [];
  }

  rollback(): void {
    this.told = [];
  }

  mayAct(what: string): void {
    throw new ActjsError("StateReadOnly", `view() only looks: ${what} is read-only there`);
  }

  private textFor(viewer: unknown): string {
    const look = this.state.look(this);
    try {
      const shown = this.purely(() => this.view.see.call(this.shown(look), viewer), "view");
      if (shown instanceof Promise) {
        throw new ActjsError("StateNotSerializable", "view() returned a promise; return what is seen");
      }
      return this.state.textSeen(shown === undefined ? null : shown, look, "view()", viewBound());
    } finally {
      look.finish();
    }
  }

  private purely<T>(work: () => T, place: "view" | "viewer"): T {
    purity.reducing = true;
    purity.place = place;
    try {
      return work();
    } finally {
      purity.reducing = false;
      purity.place = "";
    }
  }

  /** What `this` is in a view: the methods of the class, and the state, which cannot be changed. */
  private shown(look: Membrane): object {
    const outOfReach = (what: string) => () => {
      throw new ActjsError("ImpureReducer", `${what} inside view(); it sees this.state alone`);
    };
    return Object.freeze(
      Object.create(this.loaded.type.prototype as object, {
        state: { get: () => look.read(), set: () => this.mayAct("this.state") },
        actjs: { get: outOfReach("this.actjs") },
      }) as object,
    );
  }
}

function viewBound(): Bound {
  return { longest: stage.limits.stateChars, code: "StateTooLarge", advice: "show less" };
}

/** @throws ActjsError when it is not JSON, or too long */
function keyOf(viewer: unknown): string {
  const key = strict("viewer()", () => textOf(viewer === undefined ? null : viewer, null));
  if (key.length > LONGEST_KEY) {
    const advice = "let static viewer(principal) return what the view depends on, and no more";
    throw new ActjsError("StateTooLarge", `a viewer has ${key.length} characters of JSON; ${advice}`);
  }
  return key;
}
