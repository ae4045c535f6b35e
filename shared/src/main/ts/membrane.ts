import { arrayMethod } from "./arrays";
import { ActjsError } from "./errors";
import { Mode } from "./ledger";
import { Orders } from "./order";
import { type Box, type Container, FRESH, Part, partBehind } from "./part";
import { settle } from "./settle";
import { Writing } from "./writing";

/** Whose turn a membrane belongs to. */
export interface TurnOwner {
  /** @throws ActjsError when the code that runs must not change what this turn changes */
  mayAct(what: string): void;
}

/**
 * The state as one turn sees it: the real objects behind proxies that note every change, so that
 * finishing a turn and undoing it cost what it changed and not what there is.
 *
 * What holds: a change is noted before it happens. No proxy is ever stored. Objects that the
 * handler made stay its own until the end of the turn, when copies take their places
 * ({@link settle}); until then reading them back gives the same objects, and anything may stand in
 * the state: only what is there in the end has to be JSON. After the end every write throws.
 */
export class Membrane extends Writing {
  readonly top: Part;
  /** Whether an earlier membrane of the turn has taken members out of objects. */
  readonly inherits: boolean;
  /** How deep the copies reach. */
  depth = 0;
  /** By how much parts that moved stand deeper than before, in sum. */
  deepened = 0;
  private open = true;
  private root: Part | null = null;
  /** Parts by their objects, but for elements at home; and what the handler put in. */
  private known: Map<object, Part> | null = null;
  private methods: Record<string | symbol, unknown> | null = null;

  /**
   * @param owner whose code may write; null for everybody's
   * @param orders those of all membranes of one turn
   */
  constructor(
    box: Box,
    mode: Mode,
    private readonly owner: TurnOwner | null = null,
    readonly orders: Orders = new Orders(),
  ) {
    super(mode);
    this.inherits = !orders.none;
    this.top = new Part(this, box as unknown as Container, null, "");
  }

  /** The state: a proxy, or a value that is not an object. */
  read(): unknown {
    const value = (this.top.target as unknown as Box).value;
    const { root } = this;
    if (root !== null && root.target === value) {
      return root.proxy;
    }
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const known = this.lookUp(value);
    if (known === undefined) {
      this.root = this.reach(value as Container, this.top, "value");
      return this.root.proxy;
    }
    return known === FRESH ? value : known.proxy;
  }

  /** Replaces the whole state. */
  write(value: unknown): void {
    this.mayWrite(this.top, "value");
    this.put(this.top, "value", value);
  }

  /** Ends the turn well: what was stored becomes the state's own. @throws ActjsError */
  finish(): void {
    this.open = false;
    if (this.placements > 0) {
      settle(this);
    }
  }

  /** Forgets the changes, so that a proxy which the handler keeps does not keep them too. */
  forget(): void {
    this.first = null;
    this.last = null;
  }

  /** Ends the turn badly: the state is what it was, once {@link orders} are forgotten. */
  rollback(): void {
    this.open = false;
    this.undo();
    this.forget();
  }

  /** The part of an object of the state, or {@link FRESH}; elements at home are found otherwise. */
  lookUp(value: object): Part | undefined {
    return this.known === null ? undefined : this.known.get(value);
  }

  register(part: Part): void {
    (this.known ??= new Map()).set(part.target, part);
  }

  /** Makes the part of an object that no part has. */
  reach(value: Container, up: Part | null, key: string | number): Part {
    const part = new Part(this, value, up, key);
    part.proxy = new Proxy(value, part);
    this.register(part);
    return part;
  }

  /** What a handler gets for a value that was just taken out of `from`. */
  reachRemoved(from: Part, value: unknown): unknown {
    if (typeof value !== "object" || value === null) {
      return value;
    }
    const known = this.lookUp(value);
    if (known === FRESH) {
      return value;
    }
    const part = known ?? this.reach(value as Container, null, "");
    if (part.depth < 0) {
      part.depth = from.depth + 1;
    }
    return part.proxy;
  }

  /** The part behind a proxy of this turn. */
  partOf(value: object): Part | null {
    const part = partBehind(value);
    return part !== null && part.membrane === this ? part : null;
  }

  /** The method that a handler gets for a method of arrays. */
  methodOf(key: string | symbol, native: unknown): unknown {
    this.methods ??= { __proto__: null } as unknown as Record<string, unknown>;
    return (this.methods[key] ??= arrayMethod(this, key, native));
  }

  /** What is stored for an object that a handler gave. */
  protected takeObject(value: object): object {
    const given = this.partOf(value);
    if (given !== null) {
      this.register(given);
      return given.target;
    }
    if (this.lookUp(value) !== FRESH) {
      (this.known ??= new Map()).set(value, FRESH);
    }
    return value;
  }

  /** @throws ActjsError, TypeError when the turn is over */
  mayWrite(part: Part, key: string | number | symbol): void {
    if (!this.open) {
      throw new TypeError("the state can change inside a turn only, and the turn of this is over");
    }
    if (this.owner !== null) {
      this.owner.mayAct("the state");
    }
    if (this.mode === Mode.Read) {
      const where = this.labelOf(part, key);
      throw new ActjsError("StateReadOnly", `${where} is read-only here; return an event instead`);
    }
    if (typeof key === "symbol" || key === "__proto__") {
      throw this.refusal(part, key, "has a name that no state may use");
    }
  }
}
