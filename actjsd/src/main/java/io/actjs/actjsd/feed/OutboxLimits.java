package io.actjs.actjsd.feed;

import io.actjs.policy.Budget;
import io.actjs.policy.Limit;
import io.actjs.policy.Limits;

/**
 * Bounds of what one connection has yet to send.
 *
 * @param unsentBytes above which it gets no more changes while at least half of the server's memory
 *     is free
 * @param backlogBytes unsent bytes at which it is closed: a few of the largest snapshots
 */
public record OutboxLimits(long unsentBytes, long backlogBytes) {
  public static final OutboxLimits DEFAULT = of(Limits.DEFAULT);

  public static OutboxLimits of(Limits limits) {
    return new OutboxLimits(limits.get(Limit.SOCKET_UNSENT), limits.get(Limit.SOCKET_BACKLOG));
  }

  /** {@link #allowance(long, long)} with what is used of the server's memory now. */
  long allowance(Budget memory) {
    return allowance(memory.held(), memory.limit());
  }

  /**
   * Unsent bytes above which a connection whose socket is full gets no more changes while so much
   * of the server's memory is used: all of them up to the half, then fewer and fewer, none from two
   * thirds on. Readers that fall behind are so cut to a snapshot the earlier, the more of them
   * there are. However many they are, what is between that and the three quarters that frames may
   * take together ({@link Budget#tryChargeDeferrable}) is left to readers that keep up, and the
   * last quarter to calls.
   */
  long allowance(long used, long limit) {
    long half = limit / 2;
    if (used <= half) {
      return unsentBytes;
    }
    long sixth = limit / 6;
    long left = half + sixth - used;
    return left <= 0 ? 0 : (long) ((double) unsentBytes * left / sixth);
  }
}
