package io.actjs.storage.sqlite.index;

import io.actjs.model.Reminder;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One actor's part of {@link Unapplied}: what became of its reminders. */
final class UnappliedReminders {
  private final DueReminders due;
  private final Map<String, ReminderDelta> deltas = new TreeMap<>();

  UnappliedReminders(DueReminders due) {
    this.due = due;
  }

  boolean isEmpty() {
    return deltas.isEmpty();
  }

  /**
   * @param now null when the reminder is gone
   */
  void set(long pos, String id, @Nullable Reminder now) {
    ReminderDelta before = deltas.put(id, new ReminderDelta(pos, now));
    due.replace(before == null ? null : before.reminder(), now);
  }

  void clear() {
    deltas.values().forEach(delta -> due.replace(delta.reminder(), null));
    deltas.clear();
  }

  @Nullable ReminderDelta get(String id) {
    return deltas.get(id);
  }

  Map<String, ReminderDelta> all() {
    return Map.copyOf(deltas);
  }

  void addStepsUpTo(long pos, List<FoldStep> steps) {
    deltas.forEach(
        (id, delta) -> {
          if (delta.pos() <= pos) {
            steps.add(delta.step(id));
          }
        });
  }

  void forgetUpTo(long pos) {
    deltas
        .values()
        .removeIf(
            delta -> {
              boolean gone = delta.pos() <= pos;
              Reminder reminder = delta.reminder();
              if (gone && reminder != null) {
                due.moveToTable(reminder);
              }
              return gone;
            });
  }
}
