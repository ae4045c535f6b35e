package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.storage.Expired;
import io.actjs.storage.JournalExtent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Drops rows that nobody needs any more, in small transactions so that commits never wait long, and
 * finds the actors of which something may go. A crash may undo some of the drops; the next sweep
 * drops these rows again.
 */
final class Sweep {
  private static final int ROWS_AT_A_TIME = 64;
  private static final int TYPICAL_ROW_BYTES = 2 * Database.PAGE_BYTES;

  private final Database database;
  private final Writer writer;
  private final Fold fold;

  Sweep(Database database, Writer writer, Fold fold) {
    this.database = database;
    this.writer = writer;
    this.fold = fold;
  }

  /**
   * Reads the tables only: folding for each page would take from commits what a fold saves them.
   * What is not folded yet shows an actor that is shorter than it is, of which less may go.
   */
  List<JournalExtent> extents(@Nullable ActorRef after, int limit) {
    if (after == null) {
      fold.pending();
    }
    return database.read(
        session ->
            session.list(
                Sql.EXTENTS_AFTER,
                Sweep::extent,
                after == null ? "" : after.className(),
                after == null ? "" : after.id(),
                limit));
  }

  private static JournalExtent extent(ResultSet row) throws SQLException {
    return new JournalExtent(Rows.head(row), row.getLong(8), row.getLong(9), row.getLong(7));
  }

  int drop(Expired expired, int limit) {
    // Then the tables have all dead letters, and have lost what a tombstone took with it.
    fold.pending();
    return switch (expired) {
      case Expired.UnbornActors unborn -> 0;
      case Expired.Sources sources -> drop(limit, RegistrySql.DELETE_BLOBS);
      case Expired.RetainedStates states -> drop(limit, Sql.DELETE_RETAINED_UNTIL, states.nowMs());
      case Expired.AuditEntries entries -> drop(limit, RegistrySql.DELETE_AUDIT, entries.before());
      case Expired.DeadLetters letters -> {
        Newest gone = newestGone(letters);
        yield drop(limit, Sql.DELETE_DEAD_LETTERS, gone.diedAt(), gone.message());
      }
    };
  }

  /** The newest dead letter that goes; or the place in their order where it would be. */
  private record Newest(long diedAt, String message) {}

  private Newest newestGone(Expired.DeadLetters letters) {
    Newest surplus =
        database.read(
            session ->
                session.first(
                    Sql.SURPLUS_DEAD_LETTER,
                    row -> new Newest(row.getLong(1), row.getString(2)),
                    letters.keep()));
    return surplus != null && surplus.diedAt() >= letters.diedBefore()
        ? surplus
        : new Newest(letters.diedBefore(), "");
  }

  /** The statement's last parameter is how many rows it may drop. */
  private int drop(int limit, String sql, Object... arguments) {
    int dropped = 0;
    int now;
    int asked;
    do {
      asked = Math.min(limit - dropped, ROWS_AT_A_TIME);
      now = dropSome(sql, asked, arguments);
      dropped += now;
    } while (now == asked && dropped < limit);
    return dropped;
  }

  private int dropSome(String sql, int rowLimit, Object... arguments) {
    Object[] bound = new Object[arguments.length + 1];
    System.arraycopy(arguments, 0, bound, 0, arguments.length);
    bound[arguments.length] = rowLimit;
    AtomicInteger rows = new AtomicInteger();
    return writer.exclusively(
        () -> {
          writer.lazily(session -> rows.set(session.update(sql, bound)));
          writer.countLogBytes((long) rows.get() * TYPICAL_ROW_BYTES);
          return rows.get();
        });
  }
}
