package io.actjs.simulation;

import org.jspecify.annotations.Nullable;

/** The first promise that was found broken, wherever that was: the runtime survives what throws. */
final class Verdict {
  private @Nullable Violation first;

  /** Runs checks, and keeps what they find. */
  void during(Runnable checks) {
    try {
      checks.run();
    } catch (Violation e) {
      if (first == null) {
        first = e;
      }
      throw e;
    }
  }

  /** Throws what was found. */
  void give() {
    if (first != null) {
      throw first;
    }
  }
}
