/** How long what was begun outlives its last listener, so that a double mount or a change of the route does not begin it again, in milliseconds. */
const GRACE_MS = 1000;

/** A value that can be followed. */
export interface Source<T> {
  /** The same object until it changes. */
  readonly get: () => T;
  /** Calls the listener after each change, until the function that is returned is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

export interface Cell<T> extends Source<T> {
  readonly set: (value: T) => void;
  /** If nobody listens, ends what was begun: after so many milliseconds, with 0 now. */
  readonly rest: (ms: number) => void;
}

/**
 * A value, and those who listen.
 *
 * @param begin is called when there is a first listener; what it returns, a while after the last has gone
 */
export function cell<T>(value: T, begin?: () => () => void): Cell<T> {
  const listeners = new Set<() => void>();
  let end: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    end?.();
    end = undefined;
  };
  const rest = (ms: number) => {
    if (!listeners.size) {
      clearTimeout(timer);
      if (ms) {
        timer = setTimeout(stop, ms);
        // A server that has rendered is not kept alive by it.
        (timer as { unref?(): void }).unref?.();
      } else {
        stop();
      }
    }
  };
  return {
    get: () => value,
    set(next) {
      value = next;
      [...listeners].forEach((listener) => listener());
    },
    rest,
    subscribe(listener) {
      const each = () => listener();
      clearTimeout(timer);
      // What changes at once is seen by those who look when they have subscribed.
      end ??= begin?.();
      listeners.add(each);
      return () => {
        if (listeners.delete(each)) {
          rest(GRACE_MS);
        }
      };
    },
  };
}
