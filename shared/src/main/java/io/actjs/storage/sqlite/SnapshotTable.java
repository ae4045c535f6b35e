package io.actjs.storage.sqlite;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorHead.Phase;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.storage.jdbc.RowSum;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import io.actjs.storage.sqlite.index.ActorIndex;
import io.actjs.storage.sqlite.index.IndexedActor;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The newest snapshot of each actor, and the one that its last migration retained. Saving a
 * snapshot does not sync: the journal can rebuild it, and in the log it comes after the turn that
 * it shows. Retaining one does: the migration that follows relies on it.
 */
final class SnapshotTable {
  private final Database database;
  private final Writer writer;
  private final ActorIndex index;

  SnapshotTable(Database database, Writer writer, ActorIndex index) {
    this.database = database;
    this.writer = writer;
    this.index = index;
  }

  void save(ActorSnapshot snapshot) {
    byte[] state = snapshot.state().getBytes(StandardCharsets.UTF_8);
    writer.exclusively(
        () -> {
          if (index.locked(() -> isWanted(snapshot))) {
            writer.lazily(session -> insert(session, snapshot, state));
          }
          return null;
        });
  }

  private Boolean isWanted(ActorSnapshot snapshot) throws SQLException {
    IndexedActor actor = index.get(snapshot.ref());
    if (snapshot.seq() > actor.seq()) {
      throw new IllegalArgumentException(
          snapshot.ref() + ": snapshot of turn " + snapshot.seq() + " before it is committed");
    }
    return !actor.isClosed();
  }

  private static void insert(Session session, ActorSnapshot snapshot, byte[] state)
      throws SQLException {
    session.update(
        Sql.SET_SNAPSHOT,
        snapshot.ref().className(),
        snapshot.ref().id(),
        snapshot.seq(),
        snapshot.version().toString(),
        state,
        RowSum.of(snapshot, state));
  }

  @Nullable ActorSnapshot load(ActorRef ref) {
    return database.read(
        session ->
            session.first(Sql.SNAPSHOT, row -> Rows.snapshot(row, ref), ref.className(), ref.id()));
  }

  void retain(ActorSnapshot snapshot, long until) {
    ActorRef ref = snapshot.ref();
    byte[] state = snapshot.state().getBytes(StandardCharsets.UTF_8);
    writer.exclusively(
        () -> {
          if (!index.locked(() -> index.get(ref).isClosed())) {
            writer.durably(
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
          return null;
        });
  }

  /** A tombstone counts before its fold has emptied the table. */
  @Nullable ActorSnapshot retained(ActorRef ref) {
    ActorIndex.Known known = index.head(ref);
    ActorHead head = known == null ? null : known.head();
    return head != null && head.phase() == Phase.TOMBSTONED
        ? null
        : database.read(
            session ->
                session.first(
                    Sql.RETAINED, row -> Rows.retained(row, ref), ref.className(), ref.id()));
  }
}
