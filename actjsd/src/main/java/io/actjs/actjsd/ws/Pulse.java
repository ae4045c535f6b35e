package io.actjs.actjsd.ws;

import io.actjs.model.Clock;

/** Tells whether the other end of a connection lives. {@link #seen} may come from any thread. */
final class Pulse {
  enum Sign {
    ALIVE,
    /** Nothing was heard for too long. */
    SILENT
  }

  private final Clock clock;
  private volatile long lastSeen;
  private long sentBefore;

  Pulse(Clock clock) {
    this.clock = clock;
    this.lastSeen = clock.nowMs();
  }

  /** Something was received. */
  void seen() {
    lastSeen = clock.nowMs();
  }

  /**
   * Called at each tick.
   *
   * @param sent bytes that the socket has taken in all; more than before means that someone reads
   * @param heldBack whether this side has stopped reading, so that no pong can be seen
   */
  Sign check(long timeoutMs, long sent, boolean heldBack) {
    if (sent != sentBefore || heldBack) {
      sentBefore = sent;
      seen();
    }
    return clock.nowMs() - lastSeen > timeoutMs ? Sign.SILENT : Sign.ALIVE;
  }
}
