package io.actjs.storage.memory;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitView;
import io.actjs.storage.JournalExtent;
import io.actjs.storage.StoredItem;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The stored data of one actor, which need not exist yet: an inbox may precede its first turn. */
final class StoredActor implements CommitView {
  private final ActorRef ref;
  private final List<TurnRecord> journal = new ArrayList<>();
  private final NavigableMap<String, InboxMessage> inbox = new TreeMap<>();
  private final LaterMessages later = new LaterMessages();
  private final NavigableMap<String, KeyedReply> replies = new TreeMap<>();
  private @Nullable ActorSnapshot snapshot;
  private @Nullable ActorSnapshot retained;
  private long retainedUntil;

  /** Turns that were dropped from the journal's beginning. */
  private long compacted;

  private @Nullable ActorHead head;

  /** Milliseconds since 1970 at which the actor was deleted; 0 for a live one. */
  private long closedAt;

  /** The epoch of the newest owner; 0 when there has been none. */
  private long epoch;

  private final LongSupplier forgottenEpoch;

  private final Predicate<String> dead;

  /**
   * @param forgottenEpoch epochs of an actor that has had no owner begin after it
   * @param dead whether the message of this id is among the actor's dead letters
   */
  StoredActor(ActorRef ref, LongSupplier forgottenEpoch, Predicate<String> dead) {
    this.ref = ref;
    this.dead = dead;
    this.forgottenEpoch = forgottenEpoch;
  }

  ActorRef ref() {
    return ref;
  }

  NavigableMap<String, InboxMessage> inbox() {
    return inbox;
  }

  @Override
  public boolean isClosed() {
    return head != null && head.phase() == ActorHead.Phase.TOMBSTONED;
  }

  @Nullable ActorHead head() {
    return head;
  }

  /** Null when the actor does not exist. */
  @Nullable JournalExtent extent() {
    return head == null
        ? null
        : new JournalExtent(
            head,
            journal.isEmpty() ? 0 : journal.getFirst().seq(),
            snapshot == null ? 0 : snapshot.seq(),
            closedAt);
  }

  @Override
  public long fence() {
    return epoch == 0 ? forgottenEpoch.getAsLong() : epoch;
  }

  /** Returns a new owner's epoch. */
  long own() {
    epoch = fence() + 1;
    return epoch;
  }

  /** Stores an accepted turn, its messages aside. */
  void append(TurnRecord turn) {
    if (turn.consumed() != null) {
      inbox.remove(turn.consumed());
    }
    journal.add(turn.journaled());
    remember(turn.reply());
    head = ActorHead.after(head, turn);
    epoch = turn.epoch();
    for (ReminderChange change : turn.reminders()) {
      switch (change) {
        case ReminderChange.Scheduled set -> putOff(set.message());
        case ReminderChange.Cancelled cancelled -> {
          later.remove(cancelled.id());
          inbox.remove(cancelled.id());
        }
      }
    }
    if (turn.change() instanceof Change.Tombstone) {
      inbox.clear();
      later.clear();
      snapshot = null;
      retained = null;
      closedAt = turn.at();
    }
  }

  @Override
  public long seq() {
    return head == null ? 0 : head.seq();
  }

  @Override
  public boolean isPending(String messageId) {
    return inbox.containsKey(messageId);
  }

  @Override
  public OptionalLong dueAt(String messageId) {
    InboxMessage pending = later.get(messageId);
    return pending == null ? OptionalLong.empty() : OptionalLong.of(pending.dueAt());
  }

  @Override
  public boolean isDead(String messageId) {
    return dead.test(messageId);
  }

  @Override
  public @Nullable KeyedReply reply(String scope) {
    return replies.get(scope);
  }

  /** Keeps the reply in place of one of the same scope. */
  void remember(@Nullable KeyedReply reply) {
    if (reply != null) {
      replies.put(reply.key().scope(), reply);
    }
  }

  NavigableMap<String, KeyedReply> replies() {
    return replies;
  }

  /** Moves what was due later to its next time, or drops it, and takes the message in. */
  void fire(InboxEntry.ReminderFired fired) {
    later.remove(fired.reminder().id());
    if (fired.nextDueAt() > 0) {
      putOff(fired.reminder().occurringAt(fired.nextDueAt()));
    }
    accept(fired.message());
  }

  /** The message is due later. */
  void putOff(InboxMessage message) {
    later.put(message);
  }

  LaterMessages later() {
    return later;
  }

  /** Takes the message into the inbox; one that is there stays. */
  void accept(InboxMessage message) {
    inbox.putIfAbsent(message.id(), message);
  }

  List<TurnRecord> journal(long fromSeq, int limit) {
    int from = Math.clamp(fromSeq - 1 - compacted, 0, journal.size());
    int to = (int) Math.min((long) from + limit, journal.size());
    return List.copyOf(journal.subList(from, to));
  }

  void save(ActorSnapshot candidate) {
    if (candidate.seq() > seq()) {
      throw new IllegalArgumentException(
          ref + ": snapshot of turn " + candidate.seq() + " before that turn is committed");
    }
    if (!isClosed() && (snapshot == null || candidate.seq() >= snapshot.seq())) {
      snapshot = candidate;
    }
  }

  @Nullable ActorSnapshot snapshot() {
    return snapshot;
  }

  /** Gives all but the dead letters. */
  void read(Consumer<StoredItem> sink) {
    sink.accept(new StoredItem.Actor(ref, head, closedAt));
    if (snapshot != null) {
      sink.accept(new StoredItem.Snapshot(snapshot));
    }
    if (retained != null) {
      sink.accept(new StoredItem.Retained(retained, retainedUntil));
    }
    journal.forEach(turn -> sink.accept(new StoredItem.Turn(turn)));
    inbox.values().forEach(message -> sink.accept(new StoredItem.Pending(message)));
    later.all().forEach(message -> sink.accept(new StoredItem.Later(message)));
    replies.values().forEach(reply -> sink.accept(new StoredItem.Replied(reply)));
  }

  boolean isEmpty() {
    return head == null
        && retained == null
        && inbox.isEmpty()
        && later.isEmpty()
        && replies.isEmpty();
  }

  void take(ActorHead taken, long deletedAt) {
    head = taken;
    closedAt = deletedAt;
    epoch = taken.epoch();
    compacted = taken.seq();
  }

  void take(ActorSnapshot taken) {
    snapshot = taken;
  }

  void take(TurnRecord turn) {
    compacted = journal.isEmpty() ? turn.seq() - 1 : compacted;
    journal.add(turn);
  }

  void retain(ActorSnapshot beforeMigration, long until) {
    if (!isClosed()) {
      retained = beforeMigration;
      retainedUntil = until;
    }
  }

  @Nullable ActorSnapshot retained() {
    return retained;
  }

  boolean dropRetained(long nowMs) {
    if (retained == null || retainedUntil >= nowMs) {
      return false;
    }
    retained = null;
    return true;
  }

  void requireSnapshot(long upToSeq) {
    if (snapshot == null || snapshot.seq() < upToSeq) {
      throw new IllegalArgumentException(ref + " has no snapshot of turn " + upToSeq);
    }
  }

  long dropTurns(long upToSeq) {
    long dropped = Math.clamp(upToSeq - compacted, 0, journal.size());
    journal.subList(0, (int) dropped).clear();
    compacted += dropped;
    return dropped;
  }
}
