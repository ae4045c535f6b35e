package io.actjs.testkit;

import io.actjs.model.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Time that moves when the test says so. */
public final class ManualClock implements Clock {
  private final AtomicLong steady;

  /** What somebody has set the other clock to, ahead of the steady one. */
  private final AtomicLong ahead = new AtomicLong();

  public ManualClock(long nowMs) {
    steady = new AtomicLong(nowMs);
  }

  @Override
  public long nowMs() {
    return steady.get() + ahead.get();
  }

  @Override
  public long steadyMs() {
    return steady.get();
  }

  /** Time passes. */
  public void advance(long millis) {
    steady.addAndGet(millis);
  }

  /** Somebody sets the machine's clock, back when this is negative. No time passes. */
  public void set(long millis) {
    ahead.addAndGet(millis);
  }
}
