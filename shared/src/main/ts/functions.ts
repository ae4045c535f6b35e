const AsyncFunction = (async () => {}).constructor;
const GENERATORS = [(function* () {}).constructor, (async function* () {}).constructor];

export function isGenerator(value: unknown): boolean {
  return GENERATORS.some(each => value instanceof each);
}

/** Whether it may go on after it returns. */
export function isAsync(value: unknown): boolean {
  return value instanceof AsyncFunction || isGenerator(value);
}

/** Whether it is a function that returns what it has to say, as far as its form tells. */
export function isSynchronous(value: unknown): boolean {
  return typeof value === "function" && !isAsync(value);
}
