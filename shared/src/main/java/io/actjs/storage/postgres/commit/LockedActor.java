package io.actjs.storage.postgres.commit;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.KeyedReply;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An actor whose row this transaction holds locked: what is stored of it, and over it what the
 * accepted entries of the batch do, one after the other. Nothing here is stored yet.
 */
final class LockedActor implements CommitView {
  private final ActorRef ref;
  private final PendingInbox inbox = new PendingInbox();
  private final PendingLater later = new PendingLater();
  private final Set<String> storedDead = new HashSet<>();
  private final Map<String, KeyedReply> storedReplies = new HashMap<>();
  private final long seq;
  private long fence;
  private boolean closed;
  private @Nullable TurnRecord last;
  private long firstAt;
  private @Nullable List<String> tags;

  LockedActor(ActorRef ref, long seq, long fence, boolean closed) {
    this.ref = ref;
    this.seq = seq;
    this.fence = fence;
    this.closed = closed;
  }

  ActorRef ref() {
    return ref;
  }

  @Override
  public long seq() {
    return seq;
  }

  @Override
  public long fence() {
    return fence;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isPending(String messageId) {
    return inbox.isStored(messageId);
  }

  @Override
  public OptionalLong dueAt(String messageId) {
    return later.storedDueAt(messageId);
  }

  @Override
  public boolean isDead(String messageId) {
    return storedDead.contains(messageId);
  }

  void foundDead(String messageId) {
    storedDead.add(messageId);
  }

  /** Without the answer, which decides nothing. */
  @Override
  public @Nullable KeyedReply reply(String scope) {
    return storedReplies.get(scope);
  }

  void foundReply(KeyedReply reply) {
    storedReplies.put(reply.key().scope(), reply);
  }

  /** The batch's last turn of the actor that is to be stored; null when there is none. */
  @Nullable TurnRecord last() {
    return last;
  }

  /** When the batch's first turn of the actor began. */
  long firstAt() {
    return firstAt;
  }

  /** What the batch leaves the actor with; null when it leaves the tags as they are. */
  @Nullable List<String> tags() {
    return tags;
  }

  /** Whether the batch deletes the actor. */
  boolean isDeleted() {
    return last != null && last.change() instanceof Change.Tombstone;
  }

  PendingInbox inbox() {
    return inbox;
  }

  PendingLater later() {
    return later;
  }

  /** It has had no owner since its row was made. */
  boolean isUnowned() {
    return fence == 0;
  }

  /** No epoch of an actor that has had no owner is lower. */
  void startAtFloor(long floor) {
    fence = Math.max(fence, floor);
  }

  /** Takes an accepted turn over, its messages aside. */
  void append(TurnRecord turn) {
    if (turn.consumed() != null) {
      inbox.remove(turn.consumed());
    }
    firstAt = last == null ? turn.at() : firstAt;
    last = turn;
    tags = turn.tags() == null ? tags : turn.tags();
    turn.reminders().forEach(this::change);
    if (turn.change() instanceof Change.Tombstone) {
      closed = true;
      tags = List.of();
      inbox.clear();
      later.clear();
    }
  }

  private void change(ReminderChange change) {
    later.change(change);
    if (change instanceof ReminderChange.Cancelled cancelled) {
      inbox.remove(cancelled.id());
    }
  }
}
