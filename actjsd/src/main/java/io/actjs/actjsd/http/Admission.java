package io.actjs.actjsd.http;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.javalin.http.Handler;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets work in until the daemon stops, and then tells when the work that was let in has ended. Work
 * is never both refused and done.
 */
public final class Admission {
  private final AtomicInteger inside = new AtomicInteger();
  private final CountDownLatch idle = new CountDownLatch(1);
  private volatile boolean open = true;
  private volatile boolean last;

  /**
   * Begins a piece of work, which must {@link #leave}.
   *
   * @throws ActjsException {@code ShuttingDown}
   */
  public void enter() {
    // Counted before the check: either shut() sees this work, or this work sees that it is shut.
    inside.incrementAndGet();
    if (!open) {
      leave();
      throw stopping();
    }
  }

  public void leave() {
    int left = inside.decrementAndGet();
    assert left >= 0;
    if (left == 0 && !open) {
      idle.countDown();
    }
  }

  /** Work that a stopping daemon lets finish, including its answer. */
  public Handler admitted(Handler work) {
    return ctx -> {
      enter();
      try {
        work.handle(ctx);
      } finally {
        leave();
      }
    };
  }

  public boolean isOpen() {
    return open;
  }

  /** Whether the daemon is about to stop, although it still does what it is asked for. */
  public boolean isLast() {
    return last || !open;
  }

  /** What comes now is the last that is admitted. */
  public void announceEnd() {
    last = true;
  }

  /** Admits nothing from now on. */
  public void shut() {
    open = false;
    if (inside.get() == 0) {
      idle.countDown();
    }
  }

  /** Waits, once it is shut, until all work has left or the time is up. */
  public boolean awaitIdle(long millis) throws InterruptedException {
    return idle.await(millis, TimeUnit.MILLISECONDS);
  }

  public static ActjsException stopping() {
    return new ActjsException(
        ProblemCode.ShuttingDown, "the server is stopping; send the request again in a moment");
  }
}
