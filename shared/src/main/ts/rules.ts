import { ActjsError } from "./errors";

/** What a class says about its turns and messages; 0 leaves a number to the server. */
export interface TurnRules {
  /** Whether its actors share an isolate with no other class. */
  readonly own: boolean;
  readonly deadlineMs: number;
  readonly attempts: number;
  readonly maxDelayMs: number;
  readonly parks: boolean;
}

/** How much a class lets itself be used. */
export interface UseLimits {
  /** Requests of one principal, as `100/s`; empty for any. */
  readonly rate: string;
  /** Actors in memory; 0 leaves the number to the server. */
  readonly maxActive: number;
}

const LONGEST_TURN_MS = 3_600_000;
const MOST_ATTEMPTS = 1_000;
const LONGEST_DELAY_MS = 7 * 86_400_000;
const MOST_ACTIVE = 10_000_000;
/** As the server reads it: a count, a period, and behind a colon how many at once. */
const RATE = /^0*[1-9]\d*\/[smh](?::0*[1-9]\d*)?$/;
const RATE_DIGITS = /\d{10}/;

/**
 * Reads `static isolation`, `static deadlineMs` and `static retry`. @throws ActjsError ClassInvalid
 */
export function rulesOf(name: string, type: object): TurnRules {
  const { isolation, deadlineMs, retry } = type as {
    isolation?: unknown;
    deadlineMs?: unknown;
    retry?: unknown;
  };
  if (isolation !== undefined && isolation !== "shared" && isolation !== "own") {
    throw invalid(name, "isolation", "'shared' or 'own'");
  }
  if (retry !== undefined && (typeof retry !== "object" || retry === null)) {
    throw invalid(name, "retry", "an object such as { attempts: 5, maxDelayMs: 60_000 }");
  }
  const { attempts, maxDelayMs, exhausted, ...others } = (retry ?? {}) as Record<string, unknown>;
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw invalid(name, "retry", `made of attempts, maxDelayMs and exhausted, without ${other}`);
  }
  if (exhausted !== undefined && exhausted !== "deadLetter" && exhausted !== "park") {
    throw invalid(name, "retry.exhausted", "'deadLetter' or 'park'");
  }
  return {
    own: isolation === "own",
    deadlineMs: whole(name, "deadlineMs", deadlineMs, LONGEST_TURN_MS),
    attempts: whole(name, "retry.attempts", attempts, MOST_ATTEMPTS),
    maxDelayMs: whole(name, "retry.maxDelayMs", maxDelayMs, LONGEST_DELAY_MS),
    parks: exhausted === "park",
  };
}

/** Reads `static rate` and `static maxActive`. @throws ActjsError ClassInvalid */
export function useLimitsOf(name: string, type: object): UseLimits {
  const { rate, maxActive } = type as { rate?: unknown; maxActive?: unknown };
  if (rate !== undefined && (typeof rate !== "string" || !isRate(rate))) {
    throw invalid(name, "rate", "such as '100/s', '600/m' or '1000/h:50' with 50 at once");
  }
  return { rate: rate ?? "", maxActive: whole(name, "maxActive", maxActive, MOST_ACTIVE) };
}

function isRate(text: string): boolean {
  return RATE.test(text) && !RATE_DIGITS.test(text);
}

function whole(name: string, member: string, value: unknown, most: number): number {
  if (value === undefined) {
    return 0;
  }
  if (!Number.isInteger(value) || (value as number) < 1 || (value as number) > most) {
    throw invalid(name, member, `a whole number from 1 to ${most}`);
  }
  return value as number;
}

function invalid(name: string, member: string, wanted: string): ActjsError {
  return new ActjsError("ClassInvalid", `${name}: static ${member} is ${wanted}`);
}
