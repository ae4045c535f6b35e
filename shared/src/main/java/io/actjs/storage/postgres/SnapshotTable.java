package io.actjs.storage.postgres;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.storage.jdbc.RowSum;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.postgres.commit.ActorRows;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The newest snapshot of each actor, the one that its last migration retained, and the turns that a
 * snapshot makes unnecessary. Saving a snapshot waits for no disk: the journal can rebuild it, and
 * in the log it comes before whatever relies on it. Retaining one does wait.
 */
final class SnapshotTable {
  /** Turns that one transaction of a compaction drops. */
  private static final int TURNS_A_TRANSACTION = 2_000;

  private final Database database;

  SnapshotTable(Database database) {
    this.database = database;
  }

  void save(ActorSnapshot snapshot) {
    ActorRef ref = snapshot.ref();
    byte[] state = Columns.utf8(snapshot.state());
    int saved =
        database.repeatLazily(
            session ->
                session.update(
                    Sql.SET_SNAPSHOT,
                    ref.className(),
                    ref.id(),
                    snapshot.seq(),
                    snapshot.seq(),
                    snapshot.version().toString(),
                    state,
                    RowSum.of(snapshot, state)));
    if (saved == 0) {
      requireCommitted(snapshot);
    }
  }

  /** A snapshot that was not taken is either ignored or wrong. */
  private void requireCommitted(ActorSnapshot snapshot) {
    ActorRef ref = snapshot.ref();
    ActorHead head =
        database.read(session -> session.first(Sql.HEAD, Rows::head, ref.className(), ref.id()));
    if (snapshot.seq() > (head == null ? 0 : head.seq())) {
      throw new IllegalArgumentException(
          ref + ": snapshot of turn " + snapshot.seq() + " before it is committed");
    }
  }

  @Nullable ActorSnapshot load(ActorRef ref) {
    return load(Sql.SNAPSHOT, Rows::snapshot, ref);
  }

  @Nullable ActorSnapshot retained(ActorRef ref) {
    return load(Sql.RETAINED, Rows::retained, ref);
  }

  private interface StateRow {
    ActorSnapshot read(ResultSet row, ActorRef ref) throws SQLException;
  }

  private @Nullable ActorSnapshot load(String sql, StateRow reader, ActorRef ref) {
    return database.read(
        session -> session.first(sql, row -> reader.read(row, ref), ref.className(), ref.id()));
  }

  /** Also of an actor that nothing else is stored of. */
  void retain(ActorSnapshot snapshot, long until) {
    if (setRetained(snapshot, until) == 0) {
      ActorRows.create(database, snapshot.ref());
      int unused = setRetained(snapshot, until);
    }
  }

  /** 0 when the actor has no row, or is deleted. */
  private int setRetained(ActorSnapshot snapshot, long until) {
    ActorRef ref = snapshot.ref();
    byte[] state = Columns.utf8(snapshot.state());
    return database.change(
        session ->
            session.update(
                Sql.SET_RETAINED,
                ref.className(),
                ref.id(),
                snapshot.seq(),
                snapshot.version().toString(),
                state,
                until,
                RowSum.of(snapshot, state, until)));
  }

  long compact(ActorRef ref, long upToSeq) {
    Long seq =
        database.read(
            session ->
                session.first(
                    Sql.SNAPSHOT, row -> Rows.snapshotSeq(row, ref), ref.className(), ref.id()));
    if (seq == null || seq < upToSeq) {
      throw new IllegalArgumentException(ref + " has no snapshot of turn " + upToSeq);
    }
    return dropTurns(ref, upToSeq);
  }

  /** Drops the turns up to the given one. */
  long dropTurns(ActorRef ref, long upToSeq) {
    long dropped = 0;
    int last;
    do {
      last = dropOldest(ref, upToSeq);
      dropped += last;
    } while (last == TURNS_A_TRANSACTION);
    return dropped;
  }

  /** Oldest first, so that the rest has no gap. */
  private int dropOldest(ActorRef ref, long upToSeq) {
    return database.change(
        session ->
            session.update(
                Sql.DELETE_TURNS,
                ref.className(),
                ref.id(),
                ref.className(),
                ref.id(),
                upToSeq,
                TURNS_A_TRANSACTION));
  }
}
