package io.actjs.runtime.streaming;

/**
 * How many values a reader asks for ahead: few large ones, or many small ones. Not thread-safe.
 *
 * <p>More are asked for when half of them have come, so that a handler seldom has to wait for a
 * reader that keeps up, and seldom has to be told.
 */
public final class Window {
  /** What is asked for at most before the size of the values is known. */
  private static final long FIRST = 4;

  private static final long MOST = 64;
  private static final long BYTES = 256 << 10;

  private long taken;
  private long asked;
  private long largest = 1;

  /**
   * @param most values that may be asked for at first, from 1
   */
  public Window(long most) {
    asked = Math.min(FIRST, most);
  }

  /** How many values are asked for in all so far. */
  public long asked() {
    return asked;
  }

  /** The reader is done with a value of so many bytes. */
  public void took(long bytes) {
    taken++;
    largest = Math.max(largest, bytes);
  }

  /**
   * How many values to ask for in all, from the first on.
   *
   * @param most that may be asked for
   */
  public long ask(long most) {
    long ahead = Math.clamp(BYTES / largest, 1, MOST);
    long wanted = Math.min(most, taken + ahead);
    if (wanted > asked && (asked - taken <= ahead / 2 || wanted == most)) {
      asked = wanted;
    }
    return asked;
  }
}
