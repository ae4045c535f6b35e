package io.actjs.policy;

import io.actjs.model.Clock;

/**
 * Limits the logged faults of one kind: {@value #BURST} at once and {@value #A_SECOND} per second,
 * so that failing handlers or requests cannot fill the disk. Omitted ones are counted. Thread-safe.
 */
public final class FaultBudget {
  static final int BURST = 50;
  static final int A_SECOND = 10;

  private final Clock clock;
  private double left = BURST;
  private long refilledAt;
  private long leftOut;

  public FaultBudget(Clock clock) {
    this.clock = clock;
    this.refilledAt = clock.nowMs();
  }

  /** Whether this one may be logged. */
  public synchronized boolean take() {
    long now = clock.nowMs();
    left = Math.min(BURST, left + Math.max(0, now - refilledAt) * A_SECOND / 1000.0);
    refilledAt = now;
    if (left < 1) {
      leftOut++;
      return false;
    }
    left--;
    return true;
  }

  /** The number of omitted faults since the last call. */
  public synchronized long leftOut() {
    long count = leftOut;
    leftOut = 0;
    return count;
  }
}
