import { hide } from "./env";
import { clip, failureOf } from "./errors";
import type { Host } from "./host";
import { stage } from "./stage";

/** A rejected promise that nobody has handled yet. */
interface Rejection {
  readonly host: Host | null;
  readonly where: string;
  readonly reason: unknown;
}

const open = new Map<unknown, Rejection>();

/** As many as one step tells of: something may go wrong in a loop. */
const MOST = 100;
const LONGEST = 2_000;

/** V8 calls this when a promise is rejected that nobody handles, and when somebody does, later. */
export function rejectionChanged(handled: boolean, promise: unknown, reason: unknown): void {
  if (handled) {
    open.delete(promise);
  } else if (open.size < MOST) {
    const host = stage.running ?? stage.lastRun;
    open.set(promise, { host, where: host === null ? "" : host.what, reason });
  }
}

/** Writes down what nobody has handled by the end of a step. Describing it may run actor code. */
export function tellRejections(): void {
  if (open.size === 0) {
    return;
  }
  for (const { host, where, reason } of open.values()) {
    if (host !== null) {
      const { code, message, stack } = failureOf(reason);
      const what = code === "HandlerError" ? message : `${code}: ${message}`;
      const told = `a promise that nobody awaits was rejected in '${where}': ${what}`;
      const text = stack === "" ? told : `${told}\n${stack}`;
      stage.outcomes.log(host.number, host.turn, "unhandled", hide(clip(text, LONGEST), host.env));
    }
  }
  open.clear();
}

/** Forgets them without a word. */
export function forgetRejections(): void {
  open.clear();
}
