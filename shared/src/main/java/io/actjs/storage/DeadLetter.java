package io.actjs.storage;

import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;

/**
 * A message that was given up.
 *
 * @param at milliseconds since 1970
 */
public record DeadLetter(InboxMessage message, int attempts, String reason, long at) {

  /** A place in the order of dead letters, which is that of time and then of message ids. */
  public record Place(long diedAt, String messageId) {}

  public Place place() {
    return new Place(at, message.id());
  }

  public static DeadLetter of(InboxEntry.DeadLettered entry) {
    return new DeadLetter(entry.message(), entry.attempts(), entry.reason(), entry.at());
  }

  /** What becomes of a turn's outbox message whose target is deleted: the turn itself stands. */
  public static DeadLetter undeliverable(InboxMessage message) {
    return new DeadLetter(message, 0, "Gone: " + ProblemCode.Gone.title(), message.at());
  }
}
