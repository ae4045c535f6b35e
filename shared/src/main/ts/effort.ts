import { Unchecked } from "./issues";

/** Values that are nested deeper in the places that are checked are refused. */
const DEEPEST = 1_000;
/** Objects, arrays and alternatives that a check looks at, beside one for each character. */
const STEPS = 200_000;
const STEPS_PER_CHAR = 8;

let steps = 0;

/** Begins the check of a value. `chars`: what its JSON has. */
export function beginCheck(chars: number): void {
  steps = STEPS + STEPS_PER_CHAR * chars;
}

/** Counts what a check is about to look at. @throws Unchecked when that is too much */
export function walk(depth: number, count: number): void {
  steps -= count;
  if (steps < 0) {
    throw new Unchecked("takes too much to be checked");
  }
  if (depth > DEEPEST) {
    throw new Unchecked(`is nested deeper than ${DEEPEST}`);
  }
}
