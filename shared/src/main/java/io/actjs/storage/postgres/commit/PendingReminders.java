package io.actjs.storage.postgres.commit;

import io.actjs.model.InboxEntry.ReminderFired;
import io.actjs.model.ReminderChange;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The effects of a batch on one actor's reminders. Of the stored ones it knows those that the batch
 * fires; the others are set and cancelled without a look.
 */
final class PendingReminders {
  private final Map<String, Long> storedDueAt = new HashMap<>();
  private final Map<String, ReminderChange> changes = new LinkedHashMap<>();

  void foundStored(String reminderId, long dueAt) {
    storedDueAt.put(reminderId, dueAt);
  }

  void change(ReminderChange change) {
    String id =
        switch (change) {
          case ReminderChange.Scheduled set -> set.reminder().id();
          case ReminderChange.Cancelled cancelled -> cancelled.id();
        };
    changes.put(id, change);
  }

  /** Moves the reminder to its next time, or drops it. */
  void fire(ReminderFired fired) {
    change(
        fired.nextDueAt() > 0
            ? new ReminderChange.Scheduled(fired.reminder().at(fired.nextDueAt()))
            : new ReminderChange.Cancelled(fired.reminder().id()));
  }

  OptionalLong storedDueAt(String reminderId) {
    Long dueAt = storedDueAt.get(reminderId);
    return dueAt == null ? OptionalLong.empty() : OptionalLong.of(dueAt);
  }

  /** The last change of each. */
  Collection<ReminderChange> changes() {
    return changes.values();
  }

  void clear() {
    storedDueAt.clear();
    changes.clear();
  }
}
