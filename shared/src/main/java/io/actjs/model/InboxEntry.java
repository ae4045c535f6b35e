package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * A move of a message that is not part of a turn of its actor. A move that does not fit where the
 * message is changes nothing and is refused as {@code ALREADY_CONSUMED}.
 */
public sealed interface InboxEntry extends JournalEntry {

  /**
   * A message from outside becomes durable, and is due now. One with a key is refused when a valid
   * reply to that key is stored.
   *
   * @param reply what the sender was answered, when its request had a key
   */
  record Accepted(InboxMessage message, @Nullable KeyedReply reply) implements InboxEntry {
    public Accepted(InboxMessage message) {
      this(message, null);
    }

    @Override
    public ActorRef ref() {
      return message.target();
    }
  }

  /**
   * What was due later is due now. Refused when it is not due later at exactly this {@code dueAt}:
   * it has fired already, or was cancelled.
   *
   * @param reminder as it is stored
   * @param nextDueAt when it is due again, milliseconds since 1970; 0 when it is only moved. What
   *     fires now has 0: the turn that handles an occurrence sets the next one
   * @param message what comes into the inbox: the same, with its id. In journals of earlier
   *     versions it has an id of its own
   */
  record ReminderFired(InboxMessage reminder, long nextDueAt, InboxMessage message)
      implements InboxEntry {

    /** The message moves as it is. */
    public static ReminderFired of(InboxMessage due) {
      return new ReminderFired(due, 0, due);
    }

    @Override
    public ActorRef ref() {
      return reminder.target();
    }
  }

  /**
   * A message of the inbox is put off. Refused when it is not in the inbox.
   *
   * @param message as it stands from now on: it is due at a time
   */
  record Postponed(InboxMessage message) implements InboxEntry {
    public Postponed {
      if (message.dueAt() <= 0) {
        throw new IllegalArgumentException("a message that is put off is due at a time");
      }
    }

    @Override
    public ActorRef ref() {
      return message.target();
    }
  }

  /**
   * A message that cannot be handled leaves the inbox for the dead letters, with the reason.
   * Refused when it is not in the inbox.
   *
   * @param attempts how many turns tried it
   * @param reason {@code Code: message} of the last attempt
   * @param at milliseconds since 1970
   * @param next the next occurrence of a repeating reminder, which goes on: it becomes due later;
   *     null of any other message
   */
  record DeadLettered(
      InboxMessage message, int attempts, String reason, long at, @Nullable InboxMessage next)
      implements InboxEntry {

    public DeadLettered(InboxMessage message, int attempts, String reason, long at) {
      this(message, attempts, reason, at, null);
    }

    @Override
    public ActorRef ref() {
      return message.target();
    }
  }

  /**
   * A dead letter is tried again, or dropped. Refused when there is none of this id, and when a
   * message with the id of {@code again} is pending: the next occurrence of a repeating reminder
   * has the id of one that was given up.
   *
   * @param ref the actor that the message was for; a deleted one takes no message, but what it left
   *     behind may be dropped
   * @param again what comes into the inbox; null when the letter is dropped
   * @param audit what the audit is told of it, in its transaction; no part of the journal
   */
  record Exhumed(
      ActorRef ref, String messageId, @Nullable InboxMessage again, @Nullable AuditEntry audit)
      implements InboxEntry {
    public Exhumed(ActorRef ref, String messageId, @Nullable InboxMessage again) {
      this(ref, messageId, again, null);
    }

    public Exhumed {
      if (again != null && !again.target().equals(ref)) {
        throw new IllegalArgumentException("a dead letter is tried again by its own actor");
      }
    }
  }
}
