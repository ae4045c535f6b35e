package io.actjs.runtime.due;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.runtime.inbox.Recurrence;
import io.actjs.storage.StorageDriver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The reminders that an actor has set, among all that is due for it. */
public final class Reminders {
  private Reminders() {}

  /**
   * Pending ones, first due first. A repeating one whose occurrence is being handled is listed with
   * the next. Blocks.
   */
  public static List<InboxMessage> of(StorageDriver store, ActorRef ref, long nowMs, int limit) {
    List<InboxMessage> found = new ArrayList<>();
    for (InboxMessage later : store.later(ref, limit)) {
      if (isReminder(later)) {
        found.add(later);
      }
    }
    for (InboxMessage due : store.pendingInbox(ref, null, limit)) {
      InboxMessage next = Recurrence.next(due, nowMs);
      if (next != null) {
        found.add(next);
      }
    }
    found.sort(Comparator.comparingLong(InboxMessage::dueAt).thenComparing(InboxMessage::id));
    return found.size() > limit ? List.copyOf(found.subList(0, limit)) : found;
  }

  /** Others of an actor's messages to itself are tells that wait for another attempt. */
  private static boolean isReminder(InboxMessage message) {
    return message.everyMs() > 0
        || (message.sender().equals(message.target().toString())
            && message.standing().attempts() == 0);
  }
}
