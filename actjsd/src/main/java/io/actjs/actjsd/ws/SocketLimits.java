package io.actjs.actjsd.ws;

import io.actjs.policy.Limit;
import io.actjs.policy.Limits;

/**
 * Bounds of one WebSocket.
 *
 * @param requests that may be unanswered before it is not read from
 * @param requestBytes of those requests
 * @param unsentBytes above which it gets no more changes and is not read from
 * @param backlogBytes unsent bytes at which it is closed: a few of the largest snapshots
 * @param subscriptions that it may have at a time
 */
public record SocketLimits(
    int requests, long requestBytes, long unsentBytes, long backlogBytes, int subscriptions) {
  public static final SocketLimits DEFAULT = of(Limits.DEFAULT);

  public static SocketLimits of(Limits limits) {
    return new SocketLimits(
        limits.count(Limit.SOCKET_REQUESTS),
        limits.get(Limit.SOCKET_REQUEST_BYTES),
        limits.get(Limit.SOCKET_UNSENT),
        limits.get(Limit.SOCKET_BACKLOG),
        limits.count(Limit.SOCKET_SUBSCRIPTIONS));
  }

  /** Unsent bytes at which a socket is drained. */
  long drainedBytes() {
    return unsentBytes / 4;
  }
}
