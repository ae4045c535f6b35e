package io.actjs.storage.sqlite.index;

import io.actjs.model.ActorRef;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Fences that no stored turn shows yet, of stored actors that the index had to drop from memory: no
 * more than there are stored actors. They live in a temporary database of SQLite, which spills to
 * disk and ends with the process: as do the owners that the fences are about. Guarded by the lock
 * of the {@link ActorIndex}.
 */
final class EvictedFences {
  private final Database database;
  private @Nullable Session session;

  EvictedFences(Database database) {
    this.database = database;
  }

  void keep(ActorRef ref, long fence) throws SQLException {
    if (session == null) {
      session = database.temporary();
      session.execute(Sql.CREATE_FENCES);
    }
    session.update(Sql.SET_FENCE, ref.className(), ref.id(), fence);
  }

  void drop(ActorRef ref) throws SQLException {
    if (session != null) {
      session.update(Sql.DELETE_FENCE, ref.className(), ref.id());
    }
  }

  /** The fence that was kept, or 0. */
  long get(ActorRef ref) throws SQLException {
    if (session == null) {
      return 0;
    }
    Long fence = session.first(Sql.FENCE, row -> row.getLong(1), ref.className(), ref.id());
    return fence == null ? 0 : fence;
  }
}
