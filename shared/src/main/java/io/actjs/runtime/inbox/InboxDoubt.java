package io.actjs.runtime.inbox;

import io.actjs.model.Clock;

/** When somebody last found that stored messages may be there which nobody delivers. */
public final class InboxDoubt {
  private final Clock clock;
  private volatile long raisedAt;

  public InboxDoubt(Clock clock) {
    this.clock = clock;
  }

  /** Stored messages may be there that nobody delivers: see {@link InboxWatch}. */
  public void raise() {
    raisedAt = clock.nowMs();
  }

  /** Milliseconds since 1970; 0 when there never was a doubt. */
  long raisedAt() {
    return raisedAt;
  }
}
