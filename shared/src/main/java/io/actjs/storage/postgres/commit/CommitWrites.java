package io.actjs.storage.postgres.commit;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxMessage;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The statements that store a decision: a fixed few, whatever the size of the batch. */
final class CommitWrites {
  private final List<Session.Step> steps = new ArrayList<>();

  private CommitWrites() {}

  /** The order locks come last but for the turns, so that they are held as short as can be. */
  static List<Session.Step> of(Decision decision) {
    CommitWrites writes = new CommitWrites();
    writes.deletedActors(decision);
    writes.messages(decision);
    writes.deadLetters(decision.deadLetters());
    writes.later(decision);
    writes.steps.addAll(decision.replies().steps());
    writes.turns(decision);
    return writes.steps;
  }

  private void deletedActors(Decision decision) {
    List<ActorRef> deleted =
        decision.actors().stream().filter(LockedActor::isDeleted).map(LockedActor::ref).toList();
    if (deleted.isEmpty()) {
      return;
    }
    Columns<ActorRef> gone = Columns.of(deleted);
    for (String sql :
        List.of(
            CommitSql.DELETE_INBOXES,
            CommitSql.DELETE_ALL_LATER,
            CommitSql.DELETE_SNAPSHOTS,
            CommitSql.DELETE_RETAINED)) {
      write(sql, gone.texts(ActorRef::className), gone.texts(ActorRef::id));
    }
  }

  private void messages(Decision decision) {
    List<MessageKey> removed = new ArrayList<>();
    List<InboxMessage> added = new ArrayList<>();
    for (LockedActor actor : decision.actors()) {
      actor.inbox().removed().forEach(id -> removed.add(new MessageKey(actor.ref(), id)));
      added.addAll(actor.inbox().added());
    }
    delete(CommitSql.DELETE_MESSAGES, removed);
    steps.addAll(RowSteps.insertMessages(added));
  }

  private void deadLetters(Map<MessageKey, Optional<DeadLetter>> letters) {
    List<MessageKey> gone = new ArrayList<>();
    List<DeadLetter> buried = new ArrayList<>();
    letters.forEach((key, letter) -> letter.ifPresentOrElse(buried::add, () -> gone.add(key)));
    delete(CommitSql.DELETE_DEAD_LETTERS, gone);
    if (!buried.isEmpty()) {
      steps.add(RowSteps.insertDeadLetters(buried));
    }
  }

  private void later(Decision decision) {
    List<MessageKey> gone = new ArrayList<>();
    List<InboxMessage> set = new ArrayList<>();
    for (LockedActor actor : decision.actors()) {
      for (ReminderChange change : actor.later().changes()) {
        switch (change) {
          case ReminderChange.Scheduled scheduled -> set.add(scheduled.message());
          case ReminderChange.Cancelled cancelled ->
              gone.add(new MessageKey(actor.ref(), cancelled.id()));
        }
      }
    }
    delete(CommitSql.DELETE_LATER, gone);
    if (!set.isEmpty()) {
      steps.add(RowSteps.setLater(set));
    }
  }

  private void turns(Decision decision) {
    if (decision.turns().isEmpty()) {
      return;
    }
    List<LockedActor> moved =
        decision.actors().stream().filter(actor -> actor.last() != null).toList();
    Columns<LockedActor> firsts = Columns.of(moved);
    Columns<TurnRecord> heads =
        Columns.of(moved.stream().map(actor -> Objects.requireNonNull(actor.last())).toList());
    write(
        CommitSql.SET_HEADS,
        heads.texts(turn -> turn.ref().className()),
        heads.texts(turn -> turn.ref().id()),
        heads.texts(turn -> turn.version().toString()),
        heads.numbers(TurnRecord::seq),
        heads.numbers(TurnRecord::epoch),
        heads.numbers(turn -> turn.change() instanceof Change.Tombstone ? 1 : 0),
        heads.numbers(turn -> turn.change() instanceof Change.Tombstone ? turn.at() : 0),
        firsts.numbers(LockedActor::firstAt),
        heads.numbers(TurnRecord::at));
    Map<ActorRef, List<String>> tagged = new LinkedHashMap<>();
    for (LockedActor actor : moved) {
      if (actor.tags() != null) {
        tagged.put(actor.ref(), actor.tags());
      }
    }
    steps.addAll(RowSteps.setTags(tagged));
    steps.addAll(RowSteps.insertTurns(decision.turns()));
  }

  private void delete(String sql, List<MessageKey> keys) {
    if (!keys.isEmpty()) {
      Columns<MessageKey> gone = Columns.of(keys);
      write(
          sql,
          gone.texts(key -> key.ref().className()),
          gone.texts(key -> key.ref().id()),
          gone.texts(MessageKey::id));
    }
  }

  private void write(String sql, Object... columns) {
    steps.add(Session.Step.write(sql, columns));
  }
}
