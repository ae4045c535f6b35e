package io.actjs.testkit;

import io.actjs.model.Clock;
import java.util.concurrent.atomic.AtomicLong;

/** Time that moves when the test says so. */
public final class ManualClock implements Clock {
  private final AtomicLong now;

  public ManualClock(long nowMs) {
    now = new AtomicLong(nowMs);
  }

  @Override
  public long nowMs() {
    return now.get();
  }

  public void advance(long millis) {
    now.addAndGet(millis);
  }
}
