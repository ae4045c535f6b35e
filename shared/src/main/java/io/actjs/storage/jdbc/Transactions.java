package io.actjs.storage.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A database as those who read and change a few rows of it see it.
 *
 * <p>Every method may throw {@code StorageUnavailable} or {@code StorageFull}.
 */
public interface Transactions {

  /** Queries. */
  interface Query<T extends @Nullable Object> {
    T run(SqlSession session) throws SQLException;
  }

  /** Statements of one transaction. */
  interface Change {
    void run(SqlSession session) throws SQLException;
  }

  /** Runs queries that see all that was committed before. */
  <T extends @Nullable Object> T read(Query<T> query);

  /**
   * Runs the statements in one transaction, which is durable when this returns. What they throw
   * leaves nothing of them.
   *
   * @param bytes roughly what they write, small rows aside
   */
  void change(long bytes, Change change);
}
