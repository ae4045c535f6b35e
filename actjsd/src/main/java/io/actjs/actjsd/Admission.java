package io.actjs.actjsd;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets work in until the daemon stops, and then tells when the work that was let in has ended. Work
 * is never both refused and done.
 */
final class Admission {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private boolean open = true;
  private int inside;

  /**
   * Begins a piece of work, which must {@link #leave}.
   *
   * @throws ActjsException {@code ShuttingDown}
   */
  void enter() {
    lock.lock();
    try {
      if (!open) {
        throw stopping();
      }
      inside++;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inside--;
      assert inside >= 0;
      if (inside == 0 && !open) {
        idle.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isOpen() {
    lock.lock();
    try {
      return open;
    } finally {
      lock.unlock();
    }
  }

  /** Lets nothing in any more. */
  void shut() {
    lock.lock();
    try {
      open = false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until all work has left, or the time is over. */
  boolean awaitIdle(long millis) throws InterruptedException {
    lock.lock();
    try {
      long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
      while (inside > 0 && nanos > 0) {
        nanos = idle.awaitNanos(nanos);
      }
      return inside == 0;
    } finally {
      lock.unlock();
    }
  }

  static ActjsException stopping() {
    return new ActjsException(
        ProblemCode.ShuttingDown, "the server is stopping; send the request again in a moment");
  }
}
