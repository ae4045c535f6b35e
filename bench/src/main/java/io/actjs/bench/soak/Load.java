package io.actjs.bench.soak;

import io.actjs.actctl.screen.Failure;
import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Activities that are done again and again, each on a thread of its own. */
final class Load {
  /** What fails is not tried again at once. */
  private static final long PAUSE_AFTER_FAILURE_MS = 500;

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Tally tally;
  private final List<Thread> threads = new ArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);

  Load(Tally tally) {
    this.tally = tally;
  }

  /**
   * @param pauseMs between two times
   */
  void add(Activity activity, long pauseMs) {
    threads.add(
        Thread.ofVirtual()
            .name(activity.getClass().getSimpleName())
            .start(() -> repeat(activity, pauseMs)));
  }

  private void repeat(Activity activity, long pauseMs) {
    try {
      boolean ended = false;
      while (!ended) {
        ended =
            end.await(succeeds(activity) ? pauseMs : PAUSE_AFTER_FAILURE_MS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean succeeds(Activity activity) throws InterruptedException {
    try {
      activity.once();
      return true;
    } catch (IOException | BenchFailure | Failure e) {
      String code = e instanceof Failure failure ? failure.code() + ": " : "";
      tally.failed(activity.getClass().getSimpleName() + ": " + code + e);
      return false;
    }
  }

  /** Lets each activity come to its end. One that does not has waited for what never came. */
  void stop() throws InterruptedException {
    end.countDown();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (Thread thread : threads) {
      long left = Math.max(1, deadline - System.nanoTime());
      if (!thread.join(Duration.ofNanos(left))) {
        tally.failed(thread.getName() + " waits in vain");
      }
    }
  }
}
