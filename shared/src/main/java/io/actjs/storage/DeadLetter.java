package io.actjs.storage;

import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;

/**
 * A message that was given up.
 *
 * @param at milliseconds since 1970
 */
public record DeadLetter(InboxMessage message, int attempts, String reason, long at) {

  /** What becomes of a turn's outbox message whose target is deleted: the turn itself stands. */
  public static DeadLetter undeliverable(InboxMessage message) {
    return new DeadLetter(message, 0, "Gone: " + ProblemCode.Gone.title(), message.at());
  }
}
