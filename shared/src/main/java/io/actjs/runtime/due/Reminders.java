package io.actjs.runtime.due;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.runtime.inbox.Recurrence;
import io.actjs.storage.StorageDriver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The reminders that an actor has set, among all that is due for it. */
public final class Reminders {
  /** Messages that are read at a time: each may be as large as a turn's output. */
  private static final int PAGE = 16;

  private Reminders() {}

  /**
   * Pending ones, first due first. A repeating one whose occurrence is being handled is listed with
   * the next. Blocks.
   *
   * @param limit of reminders, and of messages that are looked at, due now and due later
   * @param taken is told of each reminder before further ones are read; it may refuse by throwing
   */
  public static List<InboxMessage> of(
      StorageDriver store, ActorRef ref, long nowMs, int limit, Consumer<InboxMessage> taken) {
    List<InboxMessage> found = new ArrayList<>();
    Consumer<InboxMessage> keep =
        reminder -> {
          taken.accept(reminder);
          found.add(reminder);
        };
    each(
        limit,
        (last, count) -> store.later(ref, last, count),
        later -> {
          if (isReminder(later)) {
            keep.accept(later);
          }
        });
    each(
        limit,
        (last, count) -> store.pendingInbox(ref, last == null ? null : last.id(), count),
        due -> {
          InboxMessage next = Recurrence.next(due, nowMs);
          if (next != null) {
            keep.accept(next);
          }
        });
    found.sort(Comparator.comparingLong(InboxMessage::dueAt).thenComparing(InboxMessage::id));
    return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
  }

  /**
   * Whether the message is a reminder, wherever it is on its way: due later, due now, or waiting
   * for another attempt. What an actor has told itself and is tried again looks the same.
   */
  public static boolean isSet(InboxMessage message) {
    return message.everyMs() > 0
        || (message.dueAt() > 0 && message.sender().equals(message.target().toString()));
  }

  /**
   * All that {@link #isSet}, as it stands, first due first. Blocks.
   *
   * @param limit of messages that are looked at, due now and due later
   */
  public static List<InboxMessage> standing(StorageDriver store, ActorRef ref, int limit) {
    List<InboxMessage> found = new ArrayList<>();
    Consumer<InboxMessage> keep =
        message -> {
          if (isSet(message)) {
            found.add(message);
          }
        };
    each(limit, (last, n) -> store.pendingInbox(ref, last == null ? null : last.id(), n), keep);
    each(limit, (last, n) -> store.later(ref, last, n), keep);
    found.sort(Comparator.comparingLong(InboxMessage::dueAt).thenComparing(InboxMessage::id));
    return found;
  }

  /** Reads messages behind the last one that was read. */
  private interface Reading {
    List<InboxMessage> behind(@Nullable InboxMessage last, int count);
  }

  private static void each(int limit, Reading reading, Consumer<InboxMessage> action) {
    InboxMessage last = null;
    int left = limit;
    while (left > 0) {
      List<InboxMessage> page = reading.behind(last, Math.min(PAGE, left));
      if (page.isEmpty()) {
        return;
      }
      page.forEach(action);
      last = page.getLast();
      left -= page.size();
    }
  }

  /** Others of an actor's messages to itself are tells that wait for another attempt. */
  private static boolean isReminder(InboxMessage message) {
    return message.everyMs() > 0
        || (message.sender().equals(message.target().toString())
            && message.standing().attempts() == 0);
  }
}
