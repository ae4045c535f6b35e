package io.actjs.storage.memory;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.InboxMessage;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.StorageDriver.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is stored of one actor, which need not exist yet: an inbox may precede its first turn.
 */
final class StoredActor {
  private final ActorRef ref;
  private final List<TurnRecord> journal = new ArrayList<>();
  private final NavigableMap<String, InboxMessage> inbox = new TreeMap<>();
  private @Nullable ActorSnapshot snapshot;
  private long epoch;

  StoredActor(ActorRef ref) {
    this.ref = ref;
  }

  ActorRef ref() {
    return ref;
  }

  NavigableMap<String, InboxMessage> inbox() {
    return inbox;
  }

  boolean isClosed() {
    return !journal.isEmpty() && journal.getLast().change() instanceof Change.Tombstone;
  }

  @Nullable ActorHead head() {
    if (journal.isEmpty()) {
      return null;
    }
    TurnRecord last = journal.getLast();
    ActorHead.Phase phase = isClosed() ? ActorHead.Phase.TOMBSTONED : ActorHead.Phase.LIVE;
    return new ActorHead(ref, last.version(), last.seq(), last.epoch(), phase);
  }

  Activation activate() {
    return new Activation(head(), ++epoch, snapshot);
  }

  CommitResult append(TurnRecord turn) {
    if (isClosed()) {
      return CommitResult.CLOSED;
    }
    if (turn.epoch() < epoch) {
      return CommitResult.FENCED;
    }
    if (turn.seq() != journal.size() + 1) {
      return CommitResult.CONFLICT;
    }
    String consumed = turn.consumed();
    if (consumed != null && inbox.remove(consumed) == null) {
      return CommitResult.ALREADY_CONSUMED;
    }
    journal.add(turn);
    epoch = turn.epoch();
    if (turn.change() instanceof Change.Tombstone) {
      inbox.clear();
      snapshot = null;
    }
    return CommitResult.COMMITTED;
  }

  /** Takes the message into the inbox; false when the actor is deleted. */
  boolean accept(InboxMessage message) {
    if (isClosed()) {
      return false;
    }
    inbox.putIfAbsent(message.id(), message);
    return true;
  }

  List<TurnRecord> journal(long fromSeq, int limit) {
    int from = Math.clamp(fromSeq - 1, 0, journal.size());
    int to = (int) Math.min((long) from + limit, journal.size());
    return List.copyOf(journal.subList(from, to));
  }

  void save(ActorSnapshot candidate) {
    if (candidate.seq() > journal.size()) {
      throw new IllegalArgumentException(
          ref + ": snapshot of turn " + candidate.seq() + " before that turn is committed");
    }
    if (!isClosed() && (snapshot == null || candidate.seq() >= snapshot.seq())) {
      snapshot = candidate;
    }
  }
}
