export type Members = Record<string | symbol, unknown>;

const { defineProperty, getOwnPropertyDescriptor, setPrototypeOf } = Object;
const { getPrototypeOf, ownKeys } = Reflect;

/** Gives what stands in for a built-in function all that the built-in shows of itself. */
export function defineMembers(guard: object, real: object): void {
  for (const name of ownKeys(real)) {
    defineProperty(guard, name, getOwnPropertyDescriptor(real, name)!);
  }
  setPrototypeOf(guard, getPrototypeOf(real));
}
