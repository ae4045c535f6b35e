package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * How a message stands as work that its actor has to do.
 *
 * @param dueAt milliseconds since 1970; 0 for at once
 * @param everyMs milliseconds between two occurrences; 0 for a single one
 * @param attempts turns that tried it and failed, since it came or last succeeded
 * @param lost times that the server stopped while it was being tried
 * @param lastError {@code Code: message} of the last attempt that failed, or null
 */
public record Standing(
    long dueAt, long everyMs, int attempts, int lost, @Nullable String lastError) {

  /** Of a message that is due at once, once, and was never tried. */
  public static final Standing FRESH = new Standing(0, 0, 0, 0, null);

  /** Of a message that was never tried and is due later. */
  public static Standing dueAt(long at, long everyMs) {
    return new Standing(at, everyMs, 0, 0, null);
  }

  /** The same, when it is due at another time. */
  public Standing at(long time) {
    return new Standing(time, everyMs, attempts, lost, lastError);
  }

  public boolean isFresh() {
    return equals(FRESH);
  }
}
