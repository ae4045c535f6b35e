package io.actjs.actjsd.rate;

import io.actjs.storage.valkey.SharedBuckets;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import org.jspecify.annotations.Nullable;

/**
 * The bucket of one subject: this server's, which bounds what it lets through whatever becomes of
 * the others, and beside it what it has of the bucket that all servers share. Thread-safe.
 */
final class Meter {
  private final Rate rate;
  private final Bucket own;
  private final @Nullable Lease lease;

  Meter(Subject subject, TimeMeter time, @Nullable SharedBuckets shared) {
    this.rate = subject.rate();
    this.own =
        Bucket.builder()
            .addLimit(
                limit -> limit.capacity(rate.burst()).refillGreedy(rate.count(), rate.period()))
            .withCustomTimePrecision(time)
            .build();
    this.lease = shared == null ? null : new Lease(shared, subject.key(), rate, time);
  }

  Rate rate() {
    return rate;
  }

  /** Whether {@link #take} has not to wait for other servers' bucket. */
  boolean isAtHand() {
    return lease == null || lease.isAtHand();
  }

  /**
   * A request has asked.
   *
   * @param remaining requests that may follow at once
   * @param waitNanos until one more may be made; 0 when it was let through
   * @param resetNanos until the bucket is full
   */
  record Probe(long remaining, long waitNanos, long resetNanos) {}

  /** Takes one request, if it may be made. */
  Probe take() {
    ConsumptionProbe probe = own.tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      return new Probe(
          0, Math.max(1, probe.getNanosToWaitForRefill()), probe.getNanosToWaitForReset());
    }
    long left = probe.getRemainingTokens();
    if (lease == null) {
      return new Probe(left, 0, probe.getNanosToWaitForReset());
    }
    long wait = lease.take();
    if (wait > 0) {
      own.addTokens(1);
    }
    long shared = wait > 0 ? 0 : Math.min(left, lease.left());
    return new Probe(shared, wait, rate.refillNanos(rate.burst() - shared));
  }
}
