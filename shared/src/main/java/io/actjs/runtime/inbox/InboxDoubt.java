package io.actjs.runtime.inbox;

import io.actjs.model.Clock;

/** The last time at which stored messages might exist that nobody delivers. */
public final class InboxDoubt {
  private final Clock clock;
  private volatile long raisedAt;

  public InboxDoubt(Clock clock) {
    this.clock = clock;
  }

  /** Stored messages may exist that nobody delivers: see {@link InboxWatch}. */
  public void raise() {
    raisedAt = clock.nowMs();
  }

  /** Milliseconds since 1970; 0 when there never was a doubt. */
  long raisedAt() {
    return raisedAt;
  }
}
