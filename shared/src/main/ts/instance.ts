import { type Actor, construct, type EventSourced, type Owner } from "./actors";
import { Keeping, type LoadedClass } from "./classes";
import { ActjsError } from "./errors";
import { parseEvents } from "./events";
import { mayBeImpure, purity } from "./lockdown";
import type { ActorState } from "./state";

const { hasOwn } = Object;

/** What an actor's object sees of the turns. */
export interface TurnView {
  readonly hasTurn: boolean;
  /** Whether the code that runs is this actor's. */
  readonly isRunning: boolean;
  bridge(): object;
}

/** The object of an actor, made when it is first needed, and what it reaches through `this`. */
export class Instance implements Owner {
  private actor: Actor | null = null;
  private constructing = false;
  /** What the class gave as the state while the object was made. */
  private initial: unknown = undefined;

  constructor(
    private readonly loaded: LoadedClass,
    private readonly state: ActorState,
    private readonly turns: TurnView,
    private hasState: boolean,
  ) {}

  get(): Actor {
    if (this.actor === null) {
      this.constructing = true;
      try {
        const actor = construct(this.loaded.type, this);
        if (hasOwn(actor, "state")) {
          this.initial = actor.state;
          delete (actor as { state?: unknown }).state;
        }
        this.actor = actor;
      } finally {
        this.constructing = false;
      }
    }
    return this.actor;
  }

  /** Whether the code that runs is a constructor, or a field, of the class. */
  get isConstructing(): boolean {
    return this.constructing;
  }

  /** Gives an actor without stored state the one that its class begins with. */
  begin(): void {
    if (this.hasState) {
      return;
    }
    const actor = this.get();
    if (this.loaded.keeping !== Keeping.Events) {
      this.state.begin(this.initial);
    } else {
      purity.reducing = true;
      try {
        this.state.begin((actor as EventSourced).initialState());
      } finally {
        purity.reducing = false;
      }
    }
    this.hasState = true;
  }

  /** Applies the change of a stored turn. */
  replay(change: string): void {
    if (this.loaded.keeping !== Keeping.Events) {
      this.state.apply(change);
      this.hasState = true;
      return;
    }
    this.begin();
    const actor = this.get() as EventSourced;
    for (const event of parseEvents(change)) {
      this.state.fold(actor, event, false);
    }
  }

  readState(): unknown {
    mayBeImpure("this.state");
    if (this.constructing) {
      return this.initial;
    }
    if (!this.turns.hasTurn) {
      throw new TypeError("this.state is there inside a turn only");
    }
    if (!this.turns.isRunning) {
      throw new TypeError("this.state is another actor's; ask that actor with this.actjs.call");
    }
    return this.state.read();
  }

  writeState(value: unknown): void {
    mayBeImpure("this.state");
    if (this.constructing) {
      if (value === undefined) {
        throw new ActjsError("StateNotSerializable", "state is undefined; use null");
      }
      this.initial = value;
      return;
    }
    if (!this.turns.hasTurn) {
      throw new TypeError("this.state can change inside a turn only");
    }
    this.state.write(value);
  }

  bridge(): object {
    mayBeImpure("this.actjs");
    return this.turns.bridge();
  }
}
