package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Version;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The newest snapshot of each actor. Saving one does not sync: the journal can rebuild it, and in
 * the log it comes after the turn that it shows.
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
            writer.countLogBytes(state.length);
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
        state);
  }

  @Nullable ActorSnapshot load(ActorRef ref) {
    return database.read(
        session ->
            session.first(Sql.SNAPSHOT, row -> snapshot(ref, row), ref.className(), ref.id()));
  }

  private static ActorSnapshot snapshot(ActorRef ref, ResultSet row) throws SQLException {
    return new ActorSnapshot(
        ref,
        row.getLong(1),
        Version.parse(row.getString(2)),
        new String(row.getBytes(3), StandardCharsets.UTF_8));
  }
}
