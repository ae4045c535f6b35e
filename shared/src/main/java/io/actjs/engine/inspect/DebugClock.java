package io.actjs.engine.inspect;

import io.actjs.model.Clock;

/**
 * The time of a server that can be held by a debugger: the clock that deadlines are measured with
 * stands still meanwhile, so that none passes; the time of day goes on. Thread-safe.
 */
public final class DebugClock implements Clock {
  private final Clock clock;
  private int holders;
  private long heldSince;
  private long heldNanos;

  public DebugClock(Clock clock) {
    this.clock = clock;
  }

  /** Stops the deadlines, until each holder has released them. */
  synchronized void hold() {
    if (holders++ == 0) {
      heldSince = clock.steadyNanos();
    }
  }

  synchronized void release() {
    if (--holders == 0) {
      heldNanos += clock.steadyNanos() - heldSince;
    }
  }

  private synchronized long held() {
    return holders == 0 ? heldNanos : heldNanos + clock.steadyNanos() - heldSince;
  }

  @Override
  public long nowMs() {
    return clock.nowMs();
  }

  @Override
  public long steadyMs() {
    return clock.steadyMs() - held() / 1_000_000;
  }

  @Override
  public long steadyNanos() {
    return clock.steadyNanos() - held();
  }
}
