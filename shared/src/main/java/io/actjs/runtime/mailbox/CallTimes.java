package io.actjs.runtime.mailbox;

import java.util.Locale;

/**
 * How long a call took, in three parts: until its turn began, until that had ended, and until all
 * that its answer depends on was stored. Each part is written before the next by the thread that
 * does it, and read when the answer is there.
 */
public final class CallTimes {
  private static final double NANOS_PER_MS = 1e6;

  private final long began = System.nanoTime();
  private volatile long ran;
  private volatile long ended;

  /** The turn begins; the last time that this is said counts. */
  public void running() {
    ran = System.nanoTime();
  }

  /** The turn has ended. */
  public void ended() {
    ended = System.nanoTime();
  }

  /**
   * What the header {@code Server-Timing} says now, when the answer is there; the parts that the
   * call had none of are left out, such as the turn of one that was answered before.
   */
  public String header() {
    long now = System.nanoTime();
    if (ran == 0) {
      return part("queue", now - began);
    }
    String queue = part("queue", ran - began);
    return ended == 0
        ? queue + ", " + part("run", now - ran)
        : queue + ", " + part("run", ended - ran) + ", " + part("store", now - ended);
  }

  private static String part(String name, long nanos) {
    return String.format(Locale.ROOT, "%s;dur=%.3f", name, nanos / NANOS_PER_MS);
  }
}
