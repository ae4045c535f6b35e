package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.Expired;
import io.actjs.storage.JournalExtent;
import io.actjs.storage.ShardSet;
import io.actjs.storage.jdbc.AuditTable;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Drops expired rows, in small transactions so that commits never wait long, and finds the actors
 * with data to drop. A crash may undo some of the drops; the next sweep drops these rows again.
 */
final class Sweep {
  private static final int ROWS_AT_A_TIME = 64;

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
   * Unfolded effects make an actor look shorter than it is, so that less of it may be dropped.
   */
  List<JournalExtent> extents(ShardSet shards, @Nullable ActorRef after, int limit) {
    if (after == null) {
      fold.pending();
    }
    List<JournalExtent> found = new ArrayList<>();
    List<JournalExtent> page = page(after, limit);
    while (!page.isEmpty() && found.size() < limit) {
      page.stream()
          .filter(extent -> shards.contains(extent.head().ref()))
          .limit((long) limit - found.size())
          .forEach(found::add);
      page = page.size() < limit ? List.of() : page(page.getLast().head().ref(), limit);
    }
    return found;
  }

  private List<JournalExtent> page(@Nullable ActorRef after, int limit) {
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
    return new JournalExtent(
        Objects.requireNonNull(Rows.head(row)),
        row.getLong(Rows.AFTER_HEAD + 1),
        row.getLong(Rows.AFTER_HEAD + 2),
        row.getLong(Rows.AFTER_HEAD));
  }

  int drop(Expired expired, int limit) {
    // Then the tables have all dead letters, and have lost what a tombstone took with it.
    fold.pending();
    return switch (expired) {
      case Expired.UnbornActors unborn -> 0;
      case Expired.Sources sources -> drop(limit, RegistrySql.DELETE_BLOBS);
      case Expired.RetainedStates states -> drop(limit, Sql.DELETE_RETAINED_UNTIL, states.nowMs());
      case Expired.Replies replies -> drop(limit, Sql.DELETE_REPLIES_UNTIL, replies.nowMs());
      case Expired.Revocations revocations ->
          drop(limit, Sql.DELETE_REVOCATIONS_UNTIL, revocations.nowMs());
      case Expired.AuditEntries entries ->
          Expired.inSteps(limit, ROWS_AT_A_TIME, rows -> dropAudit(entries.before(), rows));
      case Expired.DeadLetters letters -> {
        DeadLetter.Place end = end(letters);
        yield drop(limit, Sql.DELETE_DEAD_LETTERS, end.diedAt(), end.messageId());
      }
    };
  }

  private DeadLetter.Place end(Expired.DeadLetters letters) {
    return letters.end(
        database.read(
            session ->
                session.first(
                    Sql.SURPLUS_DEAD_LETTER,
                    row -> new DeadLetter.Place(row.getLong(1), row.getString(2)),
                    letters.keep())));
  }

  /** The statement's last parameter is how many rows it may drop. */
  private int drop(int limit, String sql, Object... arguments) {
    Object[] bound = Arrays.copyOf(arguments, arguments.length + 1);
    return Expired.inSteps(
        limit,
        ROWS_AT_A_TIME,
        rows -> {
          bound[arguments.length] = rows;
          return dropSome(sql, bound);
        });
  }

  private int dropSome(String sql, Object... bound) {
    return lazily(session -> session.update(sql, bound));
  }

  private int dropAudit(long before, int limit) {
    return lazily(session -> AuditTable.drop(session, AuditTable.ENDS, before, limit));
  }

  private interface Dropping {
    int run(Session session) throws SQLException;
  }

  private int lazily(Dropping dropping) {
    AtomicInteger rows = new AtomicInteger();
    return writer.exclusively(
        () -> {
          writer.lazily(session -> rows.set(dropping.run(session)));
          return rows.get();
        });
  }
}
