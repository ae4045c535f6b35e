package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Decides which entries of a batch are accepted, each as if those before it were stored. It leaves
 * drafts on the actors that it has looked at; whoever made it settles them. The caller holds the
 * index's lock.
 */
final class BatchCheck {
  private final ActorIndex index;
  private final List<IndexedActor> drafted = new ArrayList<>();

  BatchCheck(ActorIndex index) {
    this.index = index;
  }

  List<IndexedActor> drafted() {
    return drafted;
  }

  List<CommitResult> check(List<JournalEntry> batch) throws SQLException {
    List<CommitResult> results = new ArrayList<>(batch.size());
    for (JournalEntry entry : batch) {
      results.add(
          switch (entry) {
            case TurnRecord turn -> check(turn);
            case InboxEntry.Accepted accepted -> check(accepted);
            case InboxEntry.DeadLettered dead -> check(dead);
            case InboxEntry.ReminderFired fired -> check(fired);
          });
    }
    return results;
  }

  private CommitResult check(TurnRecord turn) throws SQLException {
    IndexedActor actor = actor(turn.ref());
    Draft draft = draft(actor);
    CommitResult result = draft.check(turn);
    if (result != CommitResult.COMMITTED) {
      return result;
    }
    String consumed = turn.consumed();
    if (consumed != null) {
      if (!isPending(actor, consumed)) {
        return CommitResult.ALREADY_CONSUMED;
      }
      draft.setPending(consumed, false);
    }
    draft.append(turn);
    for (ReminderChange change : turn.reminders()) {
      switch (change) {
        case ReminderChange.Scheduled set ->
            draft.setDueAt(set.reminder().id(), OptionalLong.of(set.reminder().dueAt()));
        case ReminderChange.Cancelled cancelled ->
            draft.setDueAt(cancelled.id(), OptionalLong.empty());
      }
    }
    for (InboxMessage message : turn.outbox()) {
      draft(actor(message.target())).setPending(message.id(), true);
    }
    return CommitResult.COMMITTED;
  }

  private CommitResult check(InboxEntry.Accepted accepted) throws SQLException {
    Draft draft = draft(actor(accepted.ref()));
    if (draft.isClosed()) {
      return CommitResult.CLOSED;
    }
    draft.setPending(accepted.message().id(), true);
    return CommitResult.COMMITTED;
  }

  private CommitResult check(InboxEntry.DeadLettered dead) throws SQLException {
    IndexedActor actor = actor(dead.ref());
    Draft draft = draft(actor);
    if (draft.isClosed()) {
      return CommitResult.CLOSED;
    }
    if (!isPending(actor, dead.message().id())) {
      return CommitResult.ALREADY_CONSUMED;
    }
    draft.setPending(dead.message().id(), false);
    return CommitResult.COMMITTED;
  }

  private CommitResult check(InboxEntry.ReminderFired fired) throws SQLException {
    IndexedActor actor = actor(fired.ref());
    Draft draft = draft(actor);
    if (draft.isClosed()) {
      return CommitResult.CLOSED;
    }
    String id = fired.reminder().id();
    OptionalLong dueAt = draft.dueAt(id);
    if (dueAt == null) {
      dueAt = index.dueAt(actor, id);
    }
    if (!dueAt.equals(OptionalLong.of(fired.reminder().dueAt()))) {
      return CommitResult.ALREADY_CONSUMED;
    }
    long next = fired.nextDueAt();
    draft.setDueAt(id, next > 0 ? OptionalLong.of(next) : OptionalLong.empty());
    draft.setPending(fired.message().id(), true);
    return CommitResult.COMMITTED;
  }

  private boolean isPending(IndexedActor actor, String messageId) throws SQLException {
    Boolean drafted = draft(actor).isPending(messageId);
    return drafted != null ? drafted : index.isPending(actor, messageId);
  }

  private IndexedActor actor(ActorRef ref) throws SQLException {
    IndexedActor actor = index.get(ref);
    if (actor.draft() == null) {
      actor.startDraft();
      index.hold(actor);
      drafted.add(actor);
    }
    return actor;
  }

  private static Draft draft(IndexedActor actor) {
    Draft draft = actor.draft();
    if (draft == null) {
      throw new IllegalStateException(actor.ref() + " has no draft");
    }
    return draft;
  }
}
