package io.actjs.runtime.inbox;

import io.actjs.model.InboxMessage;
import io.actjs.model.Standing;
import org.jspecify.annotations.Nullable;

/** The rhythm of repeating reminders. */
public final class Recurrence {
  private Recurrence() {}

  /**
   * The occurrence after one that has been handled or given up; null of a message that comes once.
   * One occurrence makes up for all that were missed meanwhile, and the rhythm stays that of the
   * turn that set the reminder.
   */
  public static @Nullable InboxMessage next(InboxMessage message, long nowMs) {
    long every = message.standing().everyMs();
    if (every == 0) {
      return null;
    }
    long passed = Math.floorDiv(nowMs - message.at(), every);
    return message.with(Standing.dueAt(message.at() + (passed + 1) * every, every));
  }
}
