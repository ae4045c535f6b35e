package io.actjs.model;

/** A change of an actor's durable inbox that is not a turn of that actor. */
public sealed interface InboxEntry extends JournalEntry {

  /** A message from outside becomes durable. */
  record Accepted(InboxMessage message) implements InboxEntry {
    @Override
    public ActorRef ref() {
      return message.target();
    }
  }

  /**
   * A due reminder becomes a message. Refused as {@code ALREADY_CONSUMED} when the reminder is not
   * pending with exactly this {@code dueAt}: it has fired, or was cancelled.
   *
   * @param nextDueAt when it is due again, milliseconds since 1970; 0 when it is done
   */
  record ReminderFired(Reminder reminder, long nextDueAt, InboxMessage message)
      implements InboxEntry {
    @Override
    public ActorRef ref() {
      return reminder.target();
    }
  }

  /**
   * A message that cannot be handled leaves the inbox for the dead letters, with the reason.
   *
   * @param attempts how many turns tried it
   * @param reason {@code Code: message} of the last attempt
   * @param at milliseconds since 1970
   */
  record DeadLettered(InboxMessage message, int attempts, String reason, long at)
      implements InboxEntry {
    @Override
    public ActorRef ref() {
      return message.target();
    }
  }
}
