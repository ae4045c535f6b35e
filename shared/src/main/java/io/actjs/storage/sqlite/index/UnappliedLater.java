package io.actjs.storage.sqlite.index;

import io.actjs.model.InboxMessage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One actor's part of {@link Unapplied}: what became of its messages that are due later. */
final class UnappliedLater {
  private final DueMessages due;
  private final Map<String, LaterDelta> deltas = new TreeMap<>();

  UnappliedLater(DueMessages due) {
    this.due = due;
  }

  boolean isEmpty() {
    return deltas.isEmpty();
  }

  /**
   * @param now null when the message is not due later any more
   */
  void set(long pos, String id, @Nullable InboxMessage now) {
    LaterDelta before = deltas.put(id, new LaterDelta(pos, now));
    due.replace(before == null ? null : before.message(), now);
  }

  void clear() {
    deltas.values().forEach(delta -> due.replace(delta.message(), null));
    deltas.clear();
  }

  @Nullable LaterDelta get(String id) {
    return deltas.get(id);
  }

  Map<String, LaterDelta> all() {
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
              InboxMessage message = delta.message();
              if (gone && message != null) {
                due.moveToTable(message);
              }
              return gone;
            });
  }
}
