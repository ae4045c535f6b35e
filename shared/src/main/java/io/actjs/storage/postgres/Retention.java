package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.Expired;
import io.actjs.storage.JournalExtent;
import io.actjs.storage.ShardSet;
import io.actjs.storage.jdbc.AuditTable;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Drops what nobody needs any more, in small transactions, and finds the actors of which something
 * may go. Several processes may do so at once.
 *
 * <p>Why a stale owner of a forgotten actor commits nothing into the one that is born under its id.
 * The epoch floor is raised to the actor's fence in a transaction before the one that deletes the
 * row, and the row is deleted only while its fence is no greater. A row of the same key that is
 * there later was made after the deletion was committed; whoever locks it and then reads the floor,
 * by a statement of its own, sees one that is at least that fence. A row is made with the fence 0,
 * and where a first owner or a turn finds that, {@link Activating} and {@code CommitReads} put the
 * floor in its place. So new epochs are greater, and older ones are fenced.
 */
final class Retention {
  private static final int ROWS_A_TRANSACTION = 1_000;

  private final Database database;
  private final SnapshotTable snapshots;
  private final UnbornActors unborn;

  Retention(Database database, SnapshotTable snapshots) {
    this.database = database;
    this.snapshots = snapshots;
    this.unborn = new UnbornActors(database);
  }

  List<JournalExtent> extents(ShardSet shards, @Nullable ActorRef after, int limit) {
    String className = after == null ? "" : after.className();
    String id = after == null ? "" : after.id();
    return database.read(
        session ->
            shards.isAll()
                ? session.list(RetentionSql.EXTENTS_AFTER, Retention::extent, className, id, limit)
                : session.list(
                    RetentionSql.EXTENTS_IN_SHARDS_AFTER,
                    Retention::extent,
                    Columns.of(shards),
                    className,
                    id,
                    limit));
  }

  private static JournalExtent extent(ResultSet row) throws SQLException {
    return new JournalExtent(
        Objects.requireNonNull(Rows.head(row)),
        row.getLong(Rows.AFTER_HEAD + 1),
        row.getLong(Rows.AFTER_HEAD + 2),
        row.getLong(Rows.AFTER_HEAD));
  }

  long dropJournal(ActorRef ref) {
    Long seq =
        database.read(
            session ->
                session.first(
                    RetentionSql.IS_DELETED, row -> row.getLong(1), ref.className(), ref.id()));
    return seq == null ? 0 : snapshots.dropTurns(ref, seq);
  }

  boolean forget(ActorRef ref) {
    var unused = dropJournal(ref);
    int raised =
        database.change(
            session -> session.update(RetentionSql.RAISE_FLOOR, ref.className(), ref.id()));
    return raised > 0
        && database.change(
                session -> {
                  int gone =
                      session.update(RetentionSql.DELETE_CLOSED_ACTOR, ref.className(), ref.id());
                  if (gone > 0) {
                    session.update(RetentionSql.DELETE_REPLIES, ref.className(), ref.id());
                  }
                  return gone;
                })
            > 0;
  }

  int drop(Expired expired, int limit) {
    return switch (expired) {
      case Expired.UnbornActors actors -> {
        database.dropCommitters();
        yield Math.toIntExact(unborn.drop());
      }
      case Expired.Sources sources -> drop(limit, RetentionSql.DELETE_BLOBS);
      case Expired.RetainedStates states ->
          drop(limit, RetentionSql.DELETE_RETAINED_UNTIL, states.nowMs());
      case Expired.Replies replies ->
          drop(limit, RetentionSql.DELETE_REPLIES_UNTIL, replies.nowMs());
      case Expired.Revocations revocations ->
          drop(limit, RetentionSql.DELETE_REVOCATIONS_UNTIL, revocations.nowMs());
      case Expired.AuditEntries entries ->
          Expired.inSteps(limit, ROWS_A_TRANSACTION, rows -> dropAudit(entries.before(), rows));
      case Expired.DeadLetters letters -> {
        DeadLetter.Place end = end(letters);
        yield drop(limit, RetentionSql.DELETE_DEAD_LETTERS, end.diedAt(), end.messageId());
      }
    };
  }

  private int dropAudit(long before, int limit) {
    return database.change(
        session -> AuditTable.drop(session, AuditTable.LOCKED_ENDS, before, limit));
  }

  private DeadLetter.Place end(Expired.DeadLetters letters) {
    return letters.end(
        database.read(
            session ->
                session.first(
                    RetentionSql.SURPLUS_DEAD_LETTER,
                    row -> new DeadLetter.Place(row.getLong(1), row.getString(2)),
                    letters.keep())));
  }

  /** The statement's last parameter is how many rows it may drop. */
  private int drop(int limit, String sql, Object... arguments) {
    Object[] bound = Arrays.copyOf(arguments, arguments.length + 1);
    return Expired.inSteps(
        limit,
        ROWS_A_TRANSACTION,
        rows -> {
          bound[arguments.length] = rows;
          return database.change(session -> session.update(sql, bound));
        });
  }
}
