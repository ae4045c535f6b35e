package io.actjs.actjsd.ws;

import io.actjs.actjsd.feed.OutboxLimits;
import io.actjs.policy.Limit;
import io.actjs.policy.Limits;

/**
 * Bounds of one WebSocket.
 *
 * @param requests that may be unanswered before it is not read from
 * @param requestBytes of those requests
 * @param batch requests in one frame
 * @param unsent above these it is not read from, either
 * @param subscriptions that it may have at a time
 */
public record SocketLimits(
    int requests, long requestBytes, int batch, OutboxLimits unsent, int subscriptions) {
  public static final SocketLimits DEFAULT = of(Limits.DEFAULT);

  public static SocketLimits of(Limits limits) {
    return new SocketLimits(
        limits.count(Limit.SOCKET_REQUESTS),
        limits.get(Limit.SOCKET_REQUEST_BYTES),
        limits.count(Limit.SOCKET_BATCH),
        OutboxLimits.of(limits),
        limits.count(Limit.SOCKET_SUBSCRIPTIONS));
  }
}
