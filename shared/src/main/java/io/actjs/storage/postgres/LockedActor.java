package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxEntry.ReminderFired;
import io.actjs.model.InboxMessage;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import org.jspecify.annotations.Nullable;

/**
 * An actor whose row this transaction holds locked: what is stored of it, and over it what the
 * entries of the batch do, one after the other. Nothing here is stored yet.
 */
final class LockedActor {
  private final ActorRef ref;
  private final PendingInbox inbox = new PendingInbox();
  private final PendingReminders reminders = new PendingReminders();
  private long seq;
  private long fence;
  private boolean closed;
  private @Nullable TurnRecord last;

  LockedActor(ActorRef ref, long seq, long fence, boolean closed) {
    this.ref = ref;
    this.seq = seq;
    this.fence = fence;
    this.closed = closed;
  }

  ActorRef ref() {
    return ref;
  }

  boolean isClosed() {
    return closed;
  }

  /** The batch's last turn of the actor that is to be stored; null when there is none. */
  @Nullable TurnRecord last() {
    return last;
  }

  /** Whether the batch deletes the actor. */
  boolean isDeleted() {
    return last != null && last.change() instanceof Change.Tombstone;
  }

  PendingInbox inbox() {
    return inbox;
  }

  PendingReminders reminders() {
    return reminders;
  }

  /** It has had no owner since its row was made. */
  boolean isUnowned() {
    return fence == 0;
  }

  /** No epoch of an actor that has had no owner is lower. */
  void startAtFloor(long floor) {
    fence = Math.max(fence, floor);
  }

  CommitResult append(TurnRecord turn) {
    if (closed) {
      return CommitResult.CLOSED;
    }
    if (turn.epoch() < fence) {
      return CommitResult.FENCED;
    }
    if (turn.seq() != seq + 1) {
      return CommitResult.CONFLICT;
    }
    if (turn.consumed() != null && !inbox.take(turn.consumed())) {
      return CommitResult.ALREADY_CONSUMED;
    }
    seq = turn.seq();
    fence = turn.epoch();
    last = turn;
    turn.reminders().forEach(reminders::change);
    if (turn.change() instanceof Change.Tombstone) {
      closed = true;
      inbox.clear();
      reminders.clear();
    }
    return CommitResult.COMMITTED;
  }

  CommitResult accept(InboxMessage message) {
    if (closed) {
      return CommitResult.CLOSED;
    }
    inbox.add(message);
    return CommitResult.COMMITTED;
  }

  CommitResult fire(ReminderFired fired) {
    if (closed) {
      return CommitResult.CLOSED;
    }
    if (!reminders.fire(fired)) {
      return CommitResult.ALREADY_CONSUMED;
    }
    inbox.add(fired.message());
    return CommitResult.COMMITTED;
  }

  CommitResult giveUp(InboxMessage message) {
    if (closed) {
      return CommitResult.CLOSED;
    }
    return inbox.take(message.id()) ? CommitResult.COMMITTED : CommitResult.ALREADY_CONSUMED;
  }
}
