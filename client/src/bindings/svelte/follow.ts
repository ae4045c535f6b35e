import { createSubscriber, toStore } from './svelte.ts';
import type { Source } from '../index.ts';

/** A value, or a function of state that gives it. */
export type Given<T> = T | (() => T);

export function given<T>(value: Given<T>): T {
  return typeof value === 'function' ? (value as () => T)() : value;
}

/** The contract of Svelte's stores. */
export interface Followable<T> {
  /** Calls `run` now and after each change, until the function that is returned is called. */
  readonly subscribe: (run: (value: T) => void) => () => void;
}

/** What `make` makes of the key, the same until that is another one. */
export function latest<K, T>(key: () => K, make: (key: K) => T): () => T {
  let last: { readonly of: K; readonly it: T } | undefined;
  return () => {
    const of = key();
    if (!last || last.of !== of) {
      last = { of, it: make(of) };
    }
    return last.it;
  };
}

/** The value of the source. An effect or a template that reads it runs again when it changes, and holds it until it is gone. */
export function reactive<T>({ get, subscribe }: Source<T>): () => T {
  const track = createSubscriber(subscribe);
  return () => {
    track();
    return get();
  };
}

export function storeOf<T>(get: () => T): Followable<T> {
  return { subscribe: (run) => toStore(get).subscribe(run) };
}
