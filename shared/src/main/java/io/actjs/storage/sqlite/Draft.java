package io.actjs.storage.sqlite;

import io.actjs.model.Change;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** An actor as the accepted entries of a batch would leave it, while the batch is being checked. */
final class Draft {
  private long seq;
  private long fence;
  private boolean closed;
  private @Nullable Map<String, Boolean> inbox;
  private @Nullable Map<String, OptionalLong> reminders;

  Draft(long seq, long fence, boolean closed) {
    this.seq = seq;
    this.fence = fence;
    this.closed = closed;
  }

  boolean isClosed() {
    return closed;
  }

  /** Whether the turn fits, but for the message that it consumes. */
  CommitResult check(TurnRecord turn) {
    if (closed) {
      return CommitResult.CLOSED;
    }
    if (turn.epoch() < fence) {
      return CommitResult.FENCED;
    }
    return turn.seq() == seq + 1 ? CommitResult.COMMITTED : CommitResult.CONFLICT;
  }

  void append(TurnRecord turn) {
    seq = turn.seq();
    fence = turn.epoch();
    closed = turn.change() instanceof Change.Tombstone;
  }

  /** Whether the batch has left the message pending; null when it has not touched it. */
  @Nullable Boolean isPending(String messageId) {
    return inbox == null ? null : inbox.get(messageId);
  }

  void setPending(String messageId, boolean pending) {
    if (inbox == null) {
      inbox = new HashMap<>();
    }
    inbox.put(messageId, pending);
  }

  /** When the batch left the reminder due, if at all; null when it has not touched it. */
  @Nullable OptionalLong dueAt(String reminderId) {
    return reminders == null ? null : reminders.get(reminderId);
  }

  void setDueAt(String reminderId, OptionalLong dueAt) {
    if (reminders == null) {
      reminders = new HashMap<>();
    }
    reminders.put(reminderId, dueAt);
  }
}
