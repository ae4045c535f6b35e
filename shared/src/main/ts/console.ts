import { type Bridge, describe } from "./bridge";
import { mayBeImpure } from "./lockdown";
import { stage } from "./stage";

// https://console.spec.whatwg.org, written to `this.actjs.log` of the actor whose code runs. At the
// top level of a class there is no actor, and nothing is written. What keeps something between two
// calls, like `count`, is left out: it would carry it from one class to another.

/** Replaces `%s`, `%d`, `%i`, `%f`, `%o`, `%O`, `%j`, `%c` and `%%` of a first text. */
export function formatted(values: readonly unknown[]): unknown[] {
  const [first, ...rest] = values;
  if (typeof first !== "string" || rest.length === 0 || !first.includes("%")) {
    return [...values];
  }
  const text = first.replace(/%([sdifoOjc%])/g, (whole, kind: string) => {
    if (kind === "%") {
      return "%";
    }
    if (rest.length === 0) {
      return whole;
    }
    const value = rest.shift();
    if (kind === "c") {
      return "";
    }
    if (kind === "s" || kind === "o" || kind === "O" || kind === "j") {
      return describe(value);
    }
    const number = typeof value === "symbol" ? NaN : Number(value);
    return String(kind === "f" ? number : Math.trunc(number));
  });
  return [text, ...rest];
}

type Level = "info" | "warn" | "error";
type Write = (...values: unknown[]) => void;

function writer(name: string, level: Level, prepare: (values: unknown[]) => unknown[]): Write {
  const methods = {
    [name](...values: unknown[]): void {
      mayBeImpure(`console.${name}()`);
      const host = stage.running ?? stage.lastRun;
      const prepared = prepare(values);
      if (host !== null && prepared.length > 0) {
        (host.bridge() as Bridge).log[level](...formatted(prepared));
      }
    },
  };
  return methods[name]!;
}

const same = (values: unknown[]) => values;

function stackHere(): string {
  return (new Error().stack ?? "").split("\n").slice(3).join("\n");
}

const writers: Record<string, Write> = {
  debug: writer("debug", "info", same),
  log: writer("log", "info", same),
  info: writer("info", "info", same),
  warn: writer("warn", "warn", same),
  error: writer("error", "error", same),
  dir: writer("dir", "info", values => values.slice(0, 1)),
  trace: writer("trace", "info", values => ["Trace:", ...values, "\n" + stackHere()]),
  assert: writer("assert", "error", ([truth, ...values]) =>
    truth ? [] : ["Assertion failed:", ...values],
  ),
};

export const console = Object.assign(Object.create(null) as object, writers);
Object.defineProperty(console, Symbol.toStringTag, { value: "console" });
