package io.actjs.storage.sqlite.index;

import io.actjs.model.InboxMessage;
import org.jspecify.annotations.Nullable;

/**
 * What unapplied segments did to one message of an inbox: added it, removed it, or both.
 *
 * @param message the message when they added it
 * @param addedAt position of the segment that added it, or {@link #NEVER}
 * @param removedAt position of the segment that removed it, or {@link #NEVER}
 */
public record InboxDelta(@Nullable InboxMessage message, long addedAt, long removedAt) {
  private static final long NEVER = Long.MAX_VALUE;

  public static InboxDelta added(InboxMessage message, long pos) {
    return new InboxDelta(message, pos, NEVER);
  }

  public static InboxDelta removed(long pos) {
    return new InboxDelta(null, NEVER, pos);
  }

  InboxDelta thenRemoved(long pos) {
    return new InboxDelta(message, addedAt, pos);
  }

  public boolean isPending() {
    return !isRemoved();
  }

  public boolean isRemoved() {
    return removedAt != NEVER;
  }

  /** What brings the effects of the segments up to the position into the table, if anything. */
  @Nullable FoldStep stepUpTo(long pos, String id) {
    if (message == null) {
      return removedAt <= pos ? new FoldStep.Withdraw(id) : null;
    }
    return addedAt <= pos && removedAt > pos ? new FoldStep.Deliver(message) : null;
  }

  /** What is left of it when the table has the effects of the segments up to the position. */
  public @Nullable InboxDelta after(long pos) {
    if (message != null && addedAt > pos) {
      return this;
    }
    return isRemoved() && removedAt > pos ? removed(removedAt) : null;
  }
}
