package io.actjs.model;

/** The source of time; injected, so that tests own it. */
public interface Clock {
  Clock SYSTEM =
      new Clock() {
        private final long startedMs = System.currentTimeMillis();
        private final long startedNanos = System.nanoTime();

        @Override
        public long nowMs() {
          return System.currentTimeMillis();
        }

        @Override
        public long steadyMs() {
          return startedMs + (System.nanoTime() - startedNanos) / 1_000_000;
        }

        @Override
        public long steadyNanos() {
          return System.nanoTime();
        }
      };

  /** Milliseconds since 1970. Whoever sets the machine's clock may set it back. */
  long nowMs();

  /**
   * Milliseconds of a clock that nobody sets, since 1970 if the other one was right when the
   * process started. Deadlines are measured with it; nothing of it is stored.
   */
  default long steadyMs() {
    return nowMs();
  }

  /** Nanoseconds of such a clock, from any time on: for how long something takes. */
  default long steadyNanos() {
    return steadyMs() * 1_000_000;
  }
}
