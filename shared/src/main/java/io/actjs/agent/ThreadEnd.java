package io.actjs.agent;

/** The end of a thread that has been told to stop. */
public final class ThreadEnd {
  private ThreadEnd() {}

  /**
   * Returns when the thread has ended, even if the caller is interrupted in the meantime: the
   * resources of the thread are closed next. The interruption is kept.
   */
  public static void await(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
