package io.actjs.storage.sqlite.index;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.Reminder;
import io.actjs.storage.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The effects on one actor that are durable in segments and not yet in the tables. Laid over the
 * tables they give the actor's present; laying them over tables that hold some of them already
 * changes nothing, so that readers need not know how far a fold is.
 */
public final class Unapplied {
  /** A chunk of the journal is about as large, so that reading a turn never reads megabytes. */
  public static final int CHUNK_BYTES = 256 << 10;

  private final List<StoredTurn> turns = new ArrayList<>(2);
  private final NavigableMap<String, InboxDelta> inbox = new TreeMap<>();
  private final List<Grave> graves = new ArrayList<>(0);
  private final DueReminders due;

  /** Null as long as none has changed: most actors have none. */
  private @Nullable UnappliedReminders reminders;

  Unapplied(DueReminders due) {
    this.due = due;
  }

  private record Grave(long pos, DeadLetter letter) {}

  public boolean isEmpty() {
    return turns.isEmpty() && inbox.isEmpty() && graves.isEmpty() && reminders == null;
  }

  public void append(StoredTurn turn) {
    turns.add(turn);
    if (turn.tombstone()) {
      inbox.clear();
      clearReminders();
    }
  }

  private void clearReminders() {
    if (reminders != null) {
      reminders.clear();
      reminders = null;
    }
  }

  public void add(long pos, InboxMessage message) {
    inbox.putIfAbsent(message.id(), InboxDelta.added(message, pos));
  }

  public void remove(long pos, String id) {
    InboxDelta delta = inbox.get(id);
    inbox.put(id, delta == null ? InboxDelta.removed(pos) : delta.thenRemoved(pos));
  }

  public void bury(long pos, DeadLetter letter) {
    graves.add(new Grave(pos, letter));
  }

  /**
   * @param now null when the reminder is gone
   */
  public void setReminder(long pos, String id, @Nullable Reminder now) {
    if (reminders == null) {
      reminders = new UnappliedReminders(due);
    }
    reminders.set(pos, id, now);
  }

  public @Nullable ReminderDelta reminder(String id) {
    return reminders == null ? null : reminders.get(id);
  }

  /** By id. */
  public Map<String, ReminderDelta> reminders() {
    return reminders == null ? Map.of() : reminders.all();
  }

  @Nullable InboxDelta delta(String id) {
    return inbox.get(id);
  }

  /** The turns from {@code fromSeq} on, at most {@code limit}. */
  public List<StoredTurn> turns(long fromSeq, int limit) {
    if (turns.isEmpty()) {
      return List.of();
    }
    int from = (int) Math.clamp(fromSeq - turns.getFirst().seq(), 0L, turns.size());
    int to = (int) Math.min((long) from + limit, turns.size());
    return List.copyOf(turns.subList(from, to));
  }

  public NavigableMap<String, InboxDelta> inboxAfter(@Nullable String after) {
    return after == null ? inbox : inbox.tailMap(after, false);
  }

  public boolean hasAdded() {
    return inbox.values().stream().anyMatch(InboxDelta::isPending);
  }

  public List<DeadLetter> deadLetters() {
    return graves.stream().map(Grave::letter).toList();
  }

  /**
   * What brings the effects of the segments up to the position into the tables, in order.
   *
   * @param ref the actor
   */
  List<FoldStep> stepsUpTo(ActorRef ref, long pos) {
    List<FoldStep> steps = new ArrayList<>();
    for (Grave grave : graves) {
      if (grave.pos() <= pos) {
        steps.add(new FoldStep.Bury(grave.letter()));
      }
    }
    inbox.forEach(
        (id, delta) -> {
          FoldStep step = delta.stepUpTo(pos, id);
          if (step != null) {
            steps.add(step);
          }
        });
    if (reminders != null) {
      reminders.addStepsUpTo(pos, steps);
    }
    List<StoredTurn> folded = turns.subList(0, turnsUpTo(pos));
    if (!folded.isEmpty() && folded.getLast().tombstone()) {
      steps.add(new FoldStep.Close());
    }
    addChunks(ref, folded, steps);
    return steps;
  }

  private static void addChunks(ActorRef ref, List<StoredTurn> turns, List<FoldStep> steps) {
    int from = 0;
    int bytes = 0;
    for (int i = 0; i < turns.size(); i++) {
      int length = turns.get(i).length();
      if (i > from && bytes + length > CHUNK_BYTES) {
        steps.add(new FoldStep.Append(ref, List.copyOf(turns.subList(from, i)), bytes));
        from = i;
        bytes = 0;
      }
      bytes += length;
    }
    if (from < turns.size()) {
      steps.add(new FoldStep.Append(ref, List.copyOf(turns.subList(from, turns.size())), bytes));
    }
  }

  private int turnsUpTo(long pos) {
    int low = 0;
    int high = turns.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (turns.get(middle).pos() <= pos) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Forgets what {@link #stepsUpTo} has brought into the tables. */
  void forgetUpTo(long pos) {
    turns.subList(0, turnsUpTo(pos)).clear();
    graves.removeIf(grave -> grave.pos() <= pos);
    Map<String, InboxDelta> left = new TreeMap<>();
    inbox.forEach(
        (id, delta) -> {
          InboxDelta rest = delta.after(pos);
          if (rest != null) {
            left.put(id, rest);
          }
        });
    inbox.clear();
    inbox.putAll(left);
    if (reminders != null) {
      reminders.forgetUpTo(pos);
      reminders = reminders.isEmpty() ? null : reminders;
    }
  }
}
