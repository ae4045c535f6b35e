package io.actjs.model;

/** A change that a turn made to its actor's reminders. */
public sealed interface ReminderChange {
  /** A reminder of the turn's own actor is set. */
  record Scheduled(Reminder reminder) implements ReminderChange {}

  /** The actor's reminder with this id, if it is still there, is dropped. */
  record Cancelled(String id) implements ReminderChange {}
}
