package io.actjs.storage;

import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.Standing;

/**
 * A message that was given up, and stands as it did then: its attempts are those of the letter, and
 * its last error is the reason.
 *
 * @param at milliseconds since 1970
 */
public record DeadLetter(InboxMessage message, int attempts, String reason, long at) {

  public DeadLetter {
    Standing before = message.standing();
    message =
        message.with(
            new Standing(before.dueAt(), before.everyMs(), attempts, before.lost(), reason));
  }

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
