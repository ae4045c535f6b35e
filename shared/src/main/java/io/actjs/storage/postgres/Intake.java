package io.actjs.storage.postgres;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Pause;
import io.actjs.model.TurnRecord;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.StoredItem;
import io.actjs.storage.jdbc.AccessContents;
import io.actjs.storage.jdbc.PauseTable;
import io.actjs.storage.jdbc.RegistryContents;
import io.actjs.storage.jdbc.RowSum;
import io.actjs.storage.postgres.commit.RowSteps;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A piece of an import on its way into the tables: one statement a table. */
final class Intake {
  private final List<StoredItem.OfRegistry> registry = new ArrayList<>();
  private final List<StoredItem.OfAccess> access = new ArrayList<>();
  private final List<Pause> pauses = new ArrayList<>();
  private final List<StoredItem.Actor> actors = new ArrayList<>();
  private final List<ActorSnapshot> snapshots = new ArrayList<>();
  private final List<StoredItem.Retained> retained = new ArrayList<>();
  private final List<TurnRecord> turns = new ArrayList<>();
  private final List<InboxMessage> messages = new ArrayList<>();
  private final List<InboxMessage> later = new ArrayList<>();
  private final List<KeyedReply> replies = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();

  private Intake() {}

  static Intake of(List<StoredItem> items) {
    Intake intake = new Intake();
    items.forEach(intake::add);
    return intake;
  }

  private void add(StoredItem item) {
    switch (item) {
      case StoredItem.OfRegistry ofRegistry -> registry.add(ofRegistry);
      case StoredItem.OfAccess ofAccess -> access.add(ofAccess);
      case StoredItem.Paused(Pause pause) -> pauses.add(pause);
      case StoredItem.Actor actor -> actors.add(actor);
      case StoredItem.Snapshot(ActorSnapshot snapshot) -> snapshots.add(snapshot);
      case StoredItem.Retained state -> retained.add(state);
      case StoredItem.Turn(TurnRecord turn) -> turns.add(turn);
      case StoredItem.Pending(InboxMessage message) -> messages.add(message);
      case StoredItem.Later(InboxMessage message) -> later.add(message);
      case StoredItem.Replied(KeyedReply reply) -> replies.add(reply);
      case StoredItem.Dead(DeadLetter letter) -> deadLetters.add(letter);
    }
  }

  void write(Session session) throws SQLException {
    for (StoredItem.OfRegistry item : registry) {
      RegistryContents.take(session, RegistrySql.DIALECT, item);
    }
    for (Pause pause : pauses) {
      PauseTable.insert(session, pause);
    }
    for (StoredItem.OfAccess item : access) {
      AccessContents.take(session, item);
    }
    List<Session.Step> steps = new ArrayList<>();
    if (!actors.isEmpty()) {
      steps.add(heads());
      steps.addAll(tags());
    }
    if (!snapshots.isEmpty()) {
      steps.add(states());
    }
    if (!retained.isEmpty()) {
      steps.add(retainedStates());
    }
    steps.addAll(RowSteps.insertMessages(messages));
    if (!later.isEmpty()) {
      steps.add(RowSteps.setLater(later));
    }
    if (!replies.isEmpty()) {
      steps.add(RowSteps.setReplies(replies));
    }
    if (!deadLetters.isEmpty()) {
      steps.add(RowSteps.insertDeadLetters(deadLetters));
    }
    if (!turns.isEmpty()) {
      steps.addAll(RowSteps.insertTurns(turns));
    }
    if (!steps.isEmpty()) {
      session.pipeline(steps);
    }
  }

  private Session.Step heads() {
    Columns<StoredItem.Actor> rows = Columns.of(actors);
    return Session.Step.write(
        ContentsSql.INSERT_ACTORS,
        rows.texts(actor -> actor.ref().className()),
        rows.texts(actor -> actor.ref().id()),
        rows.texts(actor -> actor.head() == null ? "" : actor.head().version().toString()),
        rows.numbers(actor -> actor.head() == null ? 0 : actor.head().seq()),
        rows.numbers(actor -> actor.head() == null ? 0 : actor.head().epoch()),
        rows.numbers(
            actor ->
                actor.head() != null && actor.head().phase() == ActorHead.Phase.TOMBSTONED ? 1 : 0),
        rows.numbers(StoredItem.Actor::closedAt),
        rows.numbers(actor -> actor.head() == null ? 0 : actor.head().createdAt()),
        rows.numbers(actor -> actor.head() == null ? 0 : actor.head().updatedAt()));
  }

  private List<Session.Step> tags() {
    Map<ActorRef, List<String>> tagged = new LinkedHashMap<>();
    for (StoredItem.Actor actor : actors) {
      if (actor.head() != null && !actor.head().tags().isEmpty()) {
        tagged.put(actor.ref(), actor.head().tags());
      }
    }
    return RowSteps.setTags(tagged);
  }

  private Session.Step states() {
    Columns<ActorSnapshot> rows = Columns.of(snapshots);
    return Session.Step.write(
        ContentsSql.INSERT_SNAPSHOTS,
        rows.texts(snapshot -> snapshot.ref().className()),
        rows.texts(snapshot -> snapshot.ref().id()),
        rows.numbers(ActorSnapshot::seq),
        rows.texts(snapshot -> snapshot.version().toString()),
        rows.utf8(ActorSnapshot::state),
        rows.numbers(snapshot -> RowSum.of(snapshot, Columns.utf8(snapshot.state()))));
  }

  private Session.Step retainedStates() {
    Columns<StoredItem.Retained> rows = Columns.of(retained);
    return Session.Step.write(
        ContentsSql.INSERT_RETAINED,
        rows.texts(state -> state.ref().className()),
        rows.texts(state -> state.ref().id()),
        rows.numbers(state -> state.snapshot().seq()),
        rows.texts(state -> state.snapshot().version().toString()),
        rows.utf8(state -> state.snapshot().state()),
        rows.numbers(StoredItem.Retained::until),
        rows.numbers(
            state ->
                RowSum.of(
                    state.snapshot(), Columns.utf8(state.snapshot().state()), state.until())));
  }
}
