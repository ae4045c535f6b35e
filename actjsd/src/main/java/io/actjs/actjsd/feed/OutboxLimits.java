package io.actjs.actjsd.feed;

import io.actjs.policy.Limit;
import io.actjs.policy.Limits;

/**
 * Bounds of what one connection has yet to send.
 *
 * @param unsentBytes above which it gets no more changes
 * @param backlogBytes unsent bytes at which it is closed: a few of the largest snapshots
 */
public record OutboxLimits(long unsentBytes, long backlogBytes) {
  public static final OutboxLimits DEFAULT = of(Limits.DEFAULT);

  public static OutboxLimits of(Limits limits) {
    return new OutboxLimits(limits.get(Limit.SOCKET_UNSENT), limits.get(Limit.SOCKET_BACKLOG));
  }

  /** Unsent bytes at which a connection is drained. */
  long drainedBytes() {
    return unsentBytes / 4;
  }
}
