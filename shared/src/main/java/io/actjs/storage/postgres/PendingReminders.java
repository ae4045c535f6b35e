package io.actjs.storage.postgres;

import io.actjs.model.InboxEntry.ReminderFired;
import io.actjs.model.ReminderChange;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a batch does to one actor's reminders. Of the stored ones it knows those that the batch
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

  /** Moves the reminder to its next time, or drops it; false when it is not pending as fired. */
  boolean fire(ReminderFired fired) {
    String id = fired.reminder().id();
    Long dueAt = dueAt(id);
    if (dueAt == null || dueAt != fired.reminder().dueAt()) {
      return false;
    }
    change(
        fired.nextDueAt() > 0
            ? new ReminderChange.Scheduled(fired.reminder().at(fired.nextDueAt()))
            : new ReminderChange.Cancelled(id));
    return true;
  }

  private @Nullable Long dueAt(String id) {
    return switch (changes.get(id)) {
      case ReminderChange.Scheduled set -> set.reminder().dueAt();
      case ReminderChange.Cancelled cancelled -> null;
      case null -> storedDueAt.get(id);
    };
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
