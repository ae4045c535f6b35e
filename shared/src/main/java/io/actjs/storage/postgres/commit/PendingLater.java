package io.actjs.storage.postgres.commit;

import io.actjs.model.InboxEntry.ReminderFired;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a batch does to one actor's messages that are due later. Of the stored ones it knows those
 * that the batch fires; the others are set and cancelled without a look.
 */
final class PendingLater {
  private final Map<String, Long> storedDueAt = new HashMap<>();
  private final Map<String, ReminderChange> changes = new LinkedHashMap<>();

  void foundStored(String messageId, long dueAt) {
    storedDueAt.put(messageId, dueAt);
  }

  void change(ReminderChange change) {
    String id =
        switch (change) {
          case ReminderChange.Scheduled set -> set.message().id();
          case ReminderChange.Cancelled cancelled -> cancelled.id();
        };
    changes.put(id, change);
  }

  void put(InboxMessage message) {
    change(new ReminderChange.Scheduled(message));
  }

  /** Moves the message to its next time, or drops it. */
  void fire(ReminderFired fired) {
    if (fired.nextDueAt() > 0) {
      put(fired.reminder().occurringAt(fired.nextDueAt()));
    } else {
      change(new ReminderChange.Cancelled(fired.reminder().id()));
    }
  }

  OptionalLong storedDueAt(String messageId) {
    Long dueAt = storedDueAt.get(messageId);
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
