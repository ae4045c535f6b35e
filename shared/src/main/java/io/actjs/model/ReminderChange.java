package io.actjs.model;

/** A change that a turn made to its actor's reminders. */
public sealed interface ReminderChange {
  /** Of the reminder. */
  String id();

  /**
   * A reminder of the turn's own actor is set: the message is due later. With the id of a reminder
   * that is pending it takes that one's place. The next occurrence of the reminder that the turn
   * handles has the reminder's id too; the turn consumes the one that it handles.
   */
  record Scheduled(InboxMessage message) implements ReminderChange {
    @Override
    public String id() {
      return message.id();
    }
  }

  /**
   * The actor's reminder with this id, if it is still there, is dropped: whether it is due later,
   * or is due and nobody has handled it.
   */
  record Cancelled(String id) implements ReminderChange {}
}
