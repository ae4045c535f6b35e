package io.actjs.storage.postgres.commit;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.RequestKey;
import io.actjs.model.TurnRecord;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Locks all actors that a batch touches, and reads what the decision needs of them. */
final class CommitReads {
  private final Set<ActorRef> touched = new LinkedHashSet<>();
  private final Set<MessageKey> taken = new LinkedHashSet<>();
  private final Set<MessageKey> fired = new LinkedHashSet<>();
  private final Set<MessageKey> exhumed = new LinkedHashSet<>();
  private final Set<MessageKey> asked = new LinkedHashSet<>();
  private final Set<ActorRef> owned = new LinkedHashSet<>();

  CommitReads(List<JournalEntry> batch) {
    for (JournalEntry entry : batch) {
      touched.add(entry.ref());
      switch (entry) {
        case TurnRecord turn -> add(turn);
        case Remembered remembered -> owned.add(remembered.ref());
        case InboxEntry.Accepted accepted -> add(accepted.reply());
        case InboxEntry.DeadLettered dead ->
            taken.add(new MessageKey(dead.ref(), dead.message().id()));
        case InboxEntry.ReminderFired firing ->
            fired.add(new MessageKey(firing.ref(), firing.reminder().id()));
        case InboxEntry.Postponed put -> taken.add(new MessageKey(put.ref(), put.message().id()));
        case InboxEntry.Exhumed letter -> add(letter);
      }
    }
  }

  private void add(@Nullable KeyedReply reply) {
    if (reply != null) {
      asked.add(MessageKey.of(reply));
    }
  }

  private void add(InboxEntry.Exhumed letter) {
    exhumed.add(new MessageKey(letter.ref(), letter.messageId()));
    if (letter.again() != null) {
      MessageKey again = new MessageKey(letter.ref(), letter.again().id());
      taken.add(again);
      fired.add(again);
    }
  }

  private void add(TurnRecord turn) {
    owned.add(turn.ref());
    for (InboxMessage message : turn.outbox()) {
      touched.add(message.target());
    }
    if (turn.consumed() != null) {
      taken.add(new MessageKey(turn.ref(), turn.consumed()));
    }
  }

  Collection<ActorRef> touched() {
    return touched;
  }

  /** Returns the actors that have a row. The first statement waits until all are locked. */
  Map<ActorRef, LockedActor> lock(Session session) throws SQLException {
    Map<ActorRef, LockedActor> actors = new HashMap<>();
    Columns<ActorRef> refs = Columns.of(touched);
    List<Session.Step> steps = new ArrayList<>();
    steps.add(
        Session.Step.read(
            CommitSql.LOCK_ACTORS,
            row -> {
              LockedActor actor = actor(row);
              actors.put(actor.ref(), actor);
            },
            refs.texts(ActorRef::className),
            refs.texts(ActorRef::id)));
    if (!taken.isEmpty()) {
      steps.add(
          step(
              CommitSql.STORED_MESSAGES,
              taken,
              row -> actor(actors, row).inbox().foundStored(row.getString(3))));
    }
    if (!fired.isEmpty()) {
      steps.add(
          step(
              CommitSql.STORED_LATER,
              fired,
              row -> actor(actors, row).later().foundStored(row.getString(3), row.getLong(4))));
    }
    if (!exhumed.isEmpty()) {
      steps.add(
          step(
              CommitSql.STORED_DEAD_LETTERS,
              exhumed,
              row -> foundDead(actors.get(Rows.ref(row)), row.getString(3))));
    }
    if (!asked.isEmpty()) {
      steps.add(step(CommitSql.STORED_REPLIES, asked, row -> foundReply(actors, row)));
    }
    session.pipeline(steps);
    startAtFloor(session, actors);
    return actors;
  }

  /** A row that had an owner since it was made has a fence above the floor of that time. */
  private void startAtFloor(Session session, Map<ActorRef, LockedActor> actors)
      throws SQLException {
    List<LockedActor> unowned =
        actors.values().stream()
            .filter(actor -> actor.isUnowned() && owned.contains(actor.ref()))
            .toList();
    Long floor =
        unowned.isEmpty() ? null : session.first(CommitSql.EPOCH_FLOOR, row -> row.getLong(1));
    if (floor != null) {
      unowned.forEach(actor -> actor.startAtFloor(floor));
    }
  }

  private static Session.Step step(String sql, Set<MessageKey> keys, Session.RowConsumer rows) {
    Columns<MessageKey> columns = Columns.of(keys);
    return Session.Step.read(
        sql,
        rows,
        columns.texts(key -> key.ref().className()),
        columns.texts(key -> key.ref().id()),
        columns.texts(MessageKey::id));
  }

  /** Dead letters outlive the row of their actor: then it is made, and all is read again. */
  private static void foundDead(@Nullable LockedActor actor, String messageId) {
    if (actor != null) {
      actor.foundDead(messageId);
    }
  }

  /** Replies outlive the row as well. */
  private static void foundReply(Map<ActorRef, LockedActor> actors, ResultSet row)
      throws SQLException {
    ActorRef ref = Rows.ref(row);
    LockedActor actor = actors.get(ref);
    if (actor != null) {
      RequestKey key = new RequestKey(row.getString(3), row.getString(4));
      actor.foundReply(new KeyedReply(ref, key, row.getLong(5), ""));
    }
  }

  private static LockedActor actor(ResultSet row) throws SQLException {
    return new LockedActor(Rows.ref(row), row.getLong(4), row.getLong(6), row.getInt(7) != 0);
  }

  private static LockedActor actor(Map<ActorRef, LockedActor> actors, ResultSet row)
      throws SQLException {
    return Objects.requireNonNull(actors.get(Rows.ref(row)));
  }
}
