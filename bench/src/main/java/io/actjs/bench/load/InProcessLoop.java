package io.actjs.bench.load;

import io.actjs.bench.work.BenchFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a given number of calls in flight whose answers are futures: a call begins when an earlier
 * one has ended, on the thread that ended it. A call that fails ends the run, except for those that
 * are tried again.
 */
public final class InProcessLoop {
  private final int inFlight;
  private final Predicate<Throwable> triedAgain;
  private final Calling calling;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong attemptsAgain = new AtomicLong();

  /** Begins calls. */
  public interface Calling {
    CompletableFuture<@Nullable String> call(long number);
  }

  /**
   * A loop that begins call after call.
   *
   * @param triedAgain says of a failure that the same call is to be made once more
   */
  public InProcessLoop(int inFlight, Predicate<Throwable> triedAgain, Calling calling) {
    this.inFlight = inFlight;
    this.triedAgain = triedAgain;
    this.calling = calling;
  }

  /** The numbers of calls go on where those of the run before ended. */
  public LoadResult runFor(double seconds) {
    return new Run(System.nanoTime() + (long) (seconds * 1e9)).await();
  }

  /** Calls that were made once more, in all runs. */
  public long attemptsAgain() {
    return attemptsAgain.get();
  }

  private final class Run {
    private final long begin = System.nanoTime();
    private final long end;
    private final Semaphore ended = new Semaphore(0);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Latencies latencies = new Latencies();

    Run(long end) {
      this.end = end;
    }

    LoadResult await() {
      for (int i = 0; i < inFlight; i++) {
        begin();
      }
      ended.acquireUninterruptibly(inFlight);
      double took = (System.nanoTime() - begin) / 1e9;
      Throwable reason = failure.get();
      if (reason != null) {
        throw new BenchFailure("a call failed: " + reason.getMessage());
      }
      return new LoadResult(latencies.count(), latencies.count(), 0, took, latencies);
    }

    private void begin() {
      long now = System.nanoTime();
      if (now >= end || failure.get() != null) {
        ended.release();
      } else {
        attempt(next.getAndIncrement(), now);
      }
    }

    private void attempt(long number, long sent) {
      var unused =
          calling.call(number).whenComplete((result, error) -> answered(number, sent, error));
    }

    private void answered(long number, long sent, @Nullable Throwable error) {
      if (error != null && triedAgain.test(error)) {
        attemptsAgain.incrementAndGet();
        attempt(number, sent);
        return;
      }
      if (error == null) {
        synchronized (latencies) {
          latencies.record(System.nanoTime() - sent);
        }
      } else {
        failure.set(error);
      }
      begin();
    }
  }
}
