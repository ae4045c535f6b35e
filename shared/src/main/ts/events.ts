import { ActjsError } from "./errors";

/** What a handler of an event-sourced actor returned. */
export interface Returned {
  readonly events: readonly unknown[];
  readonly result: unknown;
  /** Whether the events are the result. */
  readonly bare: boolean;
}

/** @throws ActjsError HandlerError when `value` is neither events nor `{ events, result }` */
export function readReturned(value: unknown): Returned {
  if (Array.isArray(value)) {
    return { events: value, result: undefined, bare: true };
  }
  if (typeof value === "object" && value !== null) {
    const { events, result } = value as { events?: unknown; result?: unknown };
    if (Array.isArray(events)) {
      return { events, result, bare: false };
    }
  }
  throw new ActjsError(
    "HandlerError",
    `a handler of an EventSourced class returns its events (E[]) or { events, result }; got ${
      value === null ? "null" : typeof value === "object" ? "an object without events" : typeof value
    }`,
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
