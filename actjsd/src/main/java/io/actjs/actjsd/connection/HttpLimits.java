package io.actjs.actjsd.connection;

import io.actjs.policy.Limit;
import io.actjs.policy.Limits;

/**
 * Bounds of the HTTP server.
 *
 * @param connections open at a time
 * @param perAddress of them, from one address
 * @param headMs for the whole head of a request, from its first byte
 * @param bodyBytes of one request
 * @param publicationBytes of a request that publishes a class
 * @param bodyMs for the whole body of a request
 */
public record HttpLimits(
    int connections,
    int perAddress,
    long headMs,
    int bodyBytes,
    int publicationBytes,
    long bodyMs) {

  public static HttpLimits of(Limits limits) {
    return new HttpLimits(
        limits.count(Limit.CONNECTIONS),
        limits.count(Limit.CONNECTIONS_PER_ADDRESS),
        limits.get(Limit.HEAD_TIME),
        limits.count(Limit.BODY),
        limits.count(Limit.PUBLICATION),
        limits.get(Limit.BODY_TIME));
  }
}
