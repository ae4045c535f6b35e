package io.actjs.storage.sqlite.index;

import io.actjs.model.InboxMessage;
import org.jspecify.annotations.Nullable;

/**
 * What unapplied segments did to one message of an inbox. It may have come and gone several times;
 * each effect says all about it, so the last one is enough. What the fold need not do is remembered
 * besides: a message that came and went before a fold saw it was never in the table.
 *
 * @param message as it is in the inbox; null when it is not any more
 * @param pos position of the segment that did the last effect
 * @param firstPos position of the segment that did the first effect that is not folded
 * @param maybeStored whether the table may have a row of the message
 */
public record InboxDelta(
    @Nullable InboxMessage message, long pos, long firstPos, boolean maybeStored) {

  /**
   * The first effect that memory knows of. Nothing is added that is there already, so the table has
   * no row of a message that comes; but it may have one of which a process that is gone knew that a
   * later segment overrides it.
   *
   * @param readBack whether the segment is one of a process that is gone
   */
  static InboxDelta first(@Nullable InboxMessage message, long pos, boolean readBack) {
    return new InboxDelta(message, pos, pos, readBack || message == null);
  }

  InboxDelta then(@Nullable InboxMessage next, long nextPos) {
    return new InboxDelta(next, nextPos, firstPos, maybeStored);
  }

  public boolean isPending() {
    return message != null;
  }

  /**
   * What brings the last effect into the table, if anything. An effect of a later segment makes up
   * for all before it, and will be brought there from its own.
   */
  @Nullable FoldStep stepUpTo(long upTo, String id) {
    if (pos > upTo) {
      return null;
    }
    if (message != null) {
      return new FoldStep.Deliver(message);
    }
    return maybeStored ? new FoldStep.Withdraw(id) : null;
  }

  /**
   * What is left of it when a fold has brought the segments up to the position into the tables. It
   * may have looked before the last effect came, and have brought an earlier one.
   */
  @Nullable InboxDelta after(long upTo) {
    if (pos <= upTo) {
      return null;
    }
    return firstPos > upTo ? this : new InboxDelta(message, pos, pos, true);
  }
}
