package io.actjs.storage.sqlite;

import io.actjs.model.InboxMessage;
import org.jspecify.annotations.Nullable;

/**
 * What unapplied segments did to one message of an inbox: added it, removed it, or both.
 *
 * @param message the message when they added it
 * @param addedAt position of the segment that added it, or {@link #NEVER}
 * @param removedAt position of the segment that removed it, or {@link #NEVER}
 */
record InboxDelta(@Nullable InboxMessage message, long addedAt, long removedAt) {
  private static final long NEVER = Long.MAX_VALUE;

  static InboxDelta added(InboxMessage message, long pos) {
    return new InboxDelta(message, pos, NEVER);
  }

  static InboxDelta removed(long pos) {
    return new InboxDelta(null, NEVER, pos);
  }

  InboxDelta thenRemoved(long pos) {
    return new InboxDelta(message, addedAt, pos);
  }

  boolean isPending() {
    return !isRemoved();
  }

  boolean isRemoved() {
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
  @Nullable InboxDelta after(long pos) {
    if (message != null && addedAt > pos) {
      return this;
    }
    return isRemoved() && removedAt > pos ? removed(removedAt) : null;
  }
}
