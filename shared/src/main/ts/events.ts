import type { Actor, EventSourced } from "./actors";
import { ActjsError } from "./errors";
import { type ActorState, eventsBound, resultBound } from "./state";

/** The events of a turn. */
export interface Raised {
  /** Takes what a handler returned and gives the result's JSON. @throws ActjsError */
  raise(state: ActorState, actor: Actor, returned: unknown): string | null;
  /** Takes what a lifecycle method returned, which may be nothing. @throws ActjsError */
  absorb(state: ActorState, actor: Actor, returned: unknown): void;
  /** All events, as a JSON array. */
  text(): string;
  clear(): void;
}

/** For actors that have no events: what their lifecycle methods return says nothing. */
export const NO_EVENTS: Raised = {
  raise: () => null,
  absorb: () => undefined,
  text: () => "[]",
  clear: () => undefined,
};

export class RaisedEvents implements Raised {
  /** Without brackets. */
  private inner = "";

  raise(state: ActorState, actor: Actor, returned: unknown): string | null {
    const { events, result, bare } = readReturned(returned);
    const text = state.textOf(events, "events", eventsBound());
    const answer = result === undefined ? null : state.textOf(result, "result", resultBound());
    const raised = parseEvents(text);
    state.endView();
    for (const event of raised) {
      state.fold(actor as EventSourced, event, true);
    }
    if (raised.length > 0) {
      const inner = text.slice(1, -1);
      this.inner += this.inner === "" ? inner : "," + inner;
    }
    return bare ? text : answer;
  }

  absorb(state: ActorState, actor: Actor, returned: unknown): void {
    if (returned !== undefined) {
      this.raise(state, actor, returned);
    }
  }

  text(): string {
    return `[${this.inner}]`;
  }

  clear(): void {
    this.inner = "";
  }
}

/** What a handler of an event-sourced actor returned. */
interface Returned {
  readonly events: readonly unknown[];
  readonly result: unknown;
  /** Whether the events are the result. */
  readonly bare: boolean;
}

/** @throws ActjsError HandlerError when `value` is neither events nor `{ events, result }` */
function readReturned(value: unknown): Returned {
  if (Array.isArray(value)) {
    return { events: value, result: undefined, bare: true };
  }
  if (typeof value === "object" && value !== null) {
    const { events, result } = value as { events?: unknown; result?: unknown };
    if (Array.isArray(events)) {
      return { events, result, bare: false };
    }
  }
  const got = value === null ? "null" : typeof value;
  throw new ActjsError(
    "HandlerError",
    "a handler of an EventSourced class returns its events (E[]) or { events, result }; got " +
      (got === "object" ? "an object without events" : got),
  );
}

/** Parses events; each is an object with a `type`. @throws ActjsError HandlerError */
export function parseEvents(json: string): readonly unknown[] {
  const events = JSON.parse(json) as unknown[];
  for (let i = 0; i < events.length; i++) {
    const event = events[i] as { type?: unknown } | null;
    if (typeof event !== "object" || event === null || typeof event.type !== "string") {
      throw new ActjsError("HandlerError", `event ${i} is not an object with a string 'type'`);
    }
  }
  return events;
}
