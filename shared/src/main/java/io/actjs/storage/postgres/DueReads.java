package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.storage.ShardSet;
import io.actjs.storage.jdbc.LeftOut;
import io.actjs.storage.jdbc.MessageRows;
import io.actjs.storage.jdbc.SqlSession;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads of what is due later. */
final class DueReads {
  private final Database database;
  private final LeftOut leftOut = new LeftOut();

  DueReads(Database database) {
    this.database = database;
  }

  List<InboxMessage> of(ActorRef ref, @Nullable InboxMessage after, int limit) {
    return database.read(
        session ->
            session.list(
                Sql.LATER_OF,
                MessageRows::pending,
                ref.className(),
                ref.id(),
                after == null ? Long.MIN_VALUE : after.dueAt(),
                after == null ? "" : after.id(),
                limit));
  }

  /** Behind damaged rows more are read, so that no number of them hides the others. */
  List<InboxMessage> due(ShardSet shards, long atMs, int limit) {
    return database.read(
        session -> {
          List<InboxMessage> found = new ArrayList<>();
          long wanted = limit;
          boolean more = true;
          while (more) {
            List<Optional<InboxMessage>> rows = due(session, shards, atMs, wanted);
            found = rows.stream().flatMap(Optional::stream).limit(limit).toList();
            more = found.size() < limit && rows.size() == wanted;
            wanted += rows.size();
          }
          return found;
        });
  }

  private List<Optional<InboxMessage>> due(
      SqlSession session, ShardSet shards, long atMs, long limit) throws SQLException {
    return shards.isAll()
        ? session.list(Sql.DUE, row -> Optional.ofNullable(leftOut.unlessDamaged(row)), atMs, limit)
        : session.list(
            Sql.DUE_IN_SHARDS,
            row -> Optional.ofNullable(leftOut.unlessDamaged(row)),
            Columns.of(shards),
            atMs,
            limit);
  }

  /** Of the rows as they are: one that is damaged may be the first. */
  @Nullable Long nextAt(ShardSet shards) {
    return database.read(
        session ->
            shards.isAll()
                ? session.first(Sql.NEXT_DUE_AT, row -> row.getLong(1))
                : session.first(
                    Sql.NEXT_DUE_AT_IN_SHARDS, row -> row.getLong(1), Columns.of(shards)));
  }
}
