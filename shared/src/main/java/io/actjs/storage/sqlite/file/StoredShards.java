package io.actjs.storage.sqlite.file;

import io.actjs.model.ActorRef;
import io.actjs.storage.ActorShard;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.sqlite.Function;

/**
 * Makes sure that every row names its shard, and that the file has as many shards as this program.
 */
final class StoredShards {
  private StoredShards() {}

  /**
   * Fills in the shards of rows that are older than the column. It runs whenever the file is
   * opened, so it makes up for a start that ended after the migration and before this.
   *
   * @throws io.actjs.model.ActjsException {@code StorageUnavailable} when the file has another
   *     number of shards
   */
  static void complete(Session session, Path file) throws SQLException {
    int count = Objects.requireNonNull(session.first(Sql.SHARD_COUNT, row -> row.getInt(1)));
    ActorShard.requireCount(count, file.toString());
    boolean complete =
        Objects.requireNonNull(session.first(Sql.HAS_ALL_SHARDS, row -> row.getBoolean(1)));
    if (!complete) {
      session.function("actor_shard", new OfActor());
      session.inTransaction(
          () -> {
            session.update(Sql.FILL_INBOX_SHARDS);
            session.update(Sql.FILL_REMINDER_SHARDS);
          });
    }
  }

  private static final class OfActor extends Function {
    @Override
    protected void xFunc() throws SQLException {
      result(ActorShard.of(new ActorRef(value_text(0), value_text(1))));
    }
  }
}
