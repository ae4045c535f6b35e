package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.Reminder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Pending reminders. Turns set and cancel them, and journal entries fire them. Threads and errors
 * are as {@link StorageDriver} says.
 */
public interface ReminderStore {

  /** The actor's pending reminders in order of (dueAt, id). */
  List<Reminder> reminders(ActorRef ref, int limit);

  /**
   * Pending reminders of the actors in the shards with {@code dueAt <= atMs}, in order of (dueAt,
   * id).
   */
  List<Reminder> dueReminders(ShardSet shards, long atMs, int limit);

  /** Pending reminders of all actors with {@code dueAt <= atMs}, in order of (dueAt, id). */
  default List<Reminder> dueReminders(long atMs, int limit) {
    return dueReminders(ShardSet.ALL, atMs, limit);
  }

  /**
   * The earliest {@code dueAt} of a pending reminder of the actors in the shards, or null when none
   * is pending.
   */
  @Nullable Long nextReminderAt(ShardSet shards);

  /** The earliest {@code dueAt} of a pending reminder, or null when none is pending. */
  default @Nullable Long nextReminderAt() {
    return nextReminderAt(ShardSet.ALL);
  }
}
