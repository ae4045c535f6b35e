package io.actjs.actctl;

/** Bounds the wait for a condition: tests look again and again, but not for ever. */
public final class Deadline {
  private final long endNanos = System.nanoTime() + 60_000_000_000L;

  /** Lets a little time pass; fails when there is none left. */
  public void pause(String otherwise) throws InterruptedException {
    if (System.nanoTime() > endNanos) {
      throw new AssertionError(otherwise);
    }
    Thread.sleep(20);
  }
}
