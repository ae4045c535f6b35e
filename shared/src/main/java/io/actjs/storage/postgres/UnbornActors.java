package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Database;
import io.actjs.storage.postgres.pool.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Drops the rows of actors that had an owner once and never ran a turn: asking for an id is enough
 * to make one. It goes through all actors, a page at a time, as an index for it would make every
 * turn dearer.
 *
 * <p>Why no epoch is handed out twice, though the fence goes with the row. The transaction that
 * drops rows raises the floor to the greatest fence among them, and a row is only made again after
 * that transaction: its first owner, and a turn before that, find the floor in it. So an owner from
 * before, who may still believe to be one, is fenced by the next one as ever; and if there is none,
 * he is the newest still.
 *
 * <p>Why nothing of the actor is lost. Whoever stores anything of an actor holds its row; rows that
 * are held are passed over, and what was stored before is seen by the statement that drops, which
 * begins when the rows are locked. A batch that finds a row gone makes it again.
 */
final class UnbornActors {
  private static final int PAGE = 2_000;

  private final Database database;

  /**
   * @param unborn whether the row looks like one to drop
   */
  private record Candidate(ActorRef ref, boolean unborn) {}

  UnbornActors(Database database) {
    this.database = database;
  }

  /** Returns how many rows were dropped. */
  long drop() {
    long dropped = 0;
    List<Candidate> page = page("", "");
    while (!page.isEmpty()) {
      List<ActorRef> unborn = page.stream().filter(Candidate::unborn).map(Candidate::ref).toList();
      if (!unborn.isEmpty()) {
        dropped += database.change(session -> drop(session, unborn));
      }
      ActorRef last = page.getLast().ref();
      page = page.size() < PAGE ? List.of() : page(last.className(), last.id());
    }
    return dropped;
  }

  private List<Candidate> page(String className, String id) {
    return database.read(
        session ->
            session.list(
                UnbornSql.PAGE,
                row -> new Candidate(Rows.ref(row), row.getBoolean(3)),
                className,
                id,
                PAGE));
  }

  private static long drop(Session session, List<ActorRef> unborn) throws SQLException {
    Columns<ActorRef> wanted = Columns.of(unborn);
    List<ActorRef> locked =
        new ArrayList<>(
            session.list(
                UnbornSql.LOCK,
                Rows::ref,
                wanted.texts(ActorRef::className),
                wanted.texts(ActorRef::id)));
    Columns<ActorRef> held = Columns.of(locked);
    List<Long> fences =
        session.list(
            UnbornSql.DELETE,
            row -> row.getLong(1),
            held.texts(ActorRef::className),
            held.texts(ActorRef::id));
    if (fences.isEmpty()) {
      session.rollbackOnly();
      return 0;
    }
    int unused =
        session.update(
            UnbornSql.RAISE_FLOOR, fences.stream().mapToLong(Long::longValue).max().orElse(0));
    return fences.size();
  }
}
