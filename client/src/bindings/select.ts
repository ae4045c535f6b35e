import type { ActorStore } from './store.ts';

export type Equality<T> = (a: T, b: T) => boolean;

/**
 * A selector that gives the same result until the state changes, and after that as long as the results are equal.
 *
 * @param before a result that the first one may be equal to
 */
export function memoized<S, T>(selector: (state: S) => T, equality: Equality<T> = Object.is, before?: () => T | undefined) {
  let last: { from: S | undefined; to: T | undefined } | undefined;
  return (state: S | undefined): T | undefined => {
    if (!last || last.from !== state) {
      const old = last ? last.to : before?.();
      const to = state === undefined ? undefined : selector(state);
      last = { from: state, to: old !== undefined && to !== undefined && equality(old, to) ? old : to };
    }
    return last.to;
  };
}

/** A part of a state. Its listeners are called when that part changes, each by what it has seen itself. */
export function selectStore<S, T>(store: Pick<ActorStore<any, S, any>, 'getSnapshot' | 'subscribe'>, selector: (state: S) => T, equality?: Equality<T>) {
  const select = memoized(selector, equality);
  const getSnapshot = () => select(store.getSnapshot());
  return {
    getSnapshot,
    subscribe(listener: () => void): () => void {
      let seen = getSnapshot();
      return store.subscribe(() => {
        const now = getSnapshot();
        if (seen !== now) {
          seen = now;
          listener();
        }
      });
    },
  };
}
