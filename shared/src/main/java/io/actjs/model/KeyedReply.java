package io.actjs.model;

/**
 * What a request under a key was answered. It is stored together with all that the request did, or
 * not at all, so that a repetition gets this answer and does nothing.
 *
 * @param ref the actor that answered
 * @param expiresAt milliseconds since 1970 after which the key may name another request
 * @param answer raw JSON; the runtime's own form of answers and refusals
 */
public record KeyedReply(ActorRef ref, RequestKey key, long expiresAt, String answer) {
  /** Whether a repetition at that time is answered with it. */
  public boolean isValidAt(long nowMs) {
    return nowMs < expiresAt;
  }
}
