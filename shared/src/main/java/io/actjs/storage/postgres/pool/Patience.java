package io.actjs.storage.postgres.pool;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Repeats what a server that is away, or too busy, could not do, for as long as callers are to
 * wait. Everything else that fails, fails at once. Knows from these attempts whether there is an
 * outage. Whether an attempt may be repeated is its own affair: it must not have had an effect, or
 * know which.
 */
final class Patience {
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long CLOSING_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);

  private final Address url;
  private final long patienceNanos;
  private volatile @Nullable Outage outage;

  /** Guarded by this. */
  private long outageSince;

  private volatile boolean closing;
  private volatile long closingSince;

  private record Outage(PostgresProblem problem, ActjsException failure) {
    String reason() {
      return failure.detail();
    }
  }

  /** One try. */
  interface Attempt<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  Patience(Address url, Duration patience) {
    this.url = url;
    this.patienceNanos = patience.toNanos();
  }

  /**
   * Tries until it succeeds.
   *
   * @param writes whether success shows that the server takes changes
   * @throws ActjsException as {@link PostgresProblem#exception}
   */
  <T extends @Nullable Object> T run(boolean writes, Attempt<T> attempt) {
    long start = System.nanoTime();
    long pause = FIRST_PAUSE_NANOS;
    while (true) {
      refuseWhenHopeless();
      try {
        T result = attempt.run();
        succeeded(writes);
        return result;
      } catch (SQLException e) {
        ActjsException failure = failed(e);
        boolean again = PostgresProblem.of(e).isPassing();
        if (!again || System.nanoTime() - start + pause > limit() || !paused(pause)) {
          throw failure;
        }
        pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
      }
    }
  }

  /**
   * A closing caller waits for an outage once, not once per remaining batch: each attempt to
   * connect takes seconds.
   */
  private void refuseWhenHopeless() {
    Outage known = outage;
    if (closing && known != null && System.nanoTime() - closingSince > CLOSING_NANOS) {
      throw new ActjsException(
          known.failure().code(), known.failure().detail(), known.failure().getCause());
    }
  }

  private long limit() {
    return closing ? Math.min(CLOSING_NANOS, patienceNanos) : patienceNanos;
  }

  /** False when the caller is to end. */
  private boolean paused(long nanos) {
    LockSupport.parkNanos(this, nanos);
    return !Thread.currentThread().isInterrupted();
  }

  /** A server that answers reads may still refuse changes. */
  void succeeded(boolean writes) {
    Outage known = outage;
    if (known != null && (writes || known.problem() != PostgresProblem.READ_ONLY)) {
      end();
    }
  }

  private synchronized void begin(Outage now) {
    if (outage == null) {
      outageSince = System.nanoTime();
      LOG.warn("the store is away, calls wait for it: {}", now.reason());
    }
    outage = now;
  }

  private synchronized void end() {
    if (outage != null) {
      outage = null;
      long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - outageSince);
      LOG.info("the store is back after {} ms", ms);
    }
  }

  /** Records the failure; returns the error for a caller that cannot wait any longer. */
  ActjsException failed(SQLException e) {
    ActjsException failure = PostgresProblem.exception(e, url);
    PostgresProblem problem = PostgresProblem.of(e);
    if (problem.isPassing() && failure.code() == ProblemCode.StorageUnavailable) {
      begin(new Outage(problem, failure));
    }
    return failure;
  }

  /** The reason why the last attempts failed; null when the last one succeeded. */
  @Nullable String outage() {
    Outage known = outage;
    return known == null ? null : known.reason();
  }

  /** From now on no caller waits for long. */
  void close() {
    if (!closing) {
      closingSince = System.nanoTime();
      closing = true;
    }
  }
}
