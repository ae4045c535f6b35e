package io.actjs.storage.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A database for code that reads and changes a few of its rows.
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

  /** Runs queries that see everything committed before. */
  <T extends @Nullable Object> T read(Query<T> query);

  /**
   * Runs the statements in one transaction, which is durable when this returns. If one of them
   * fails, or the change throws, nothing is stored.
   *
   * @param bytes roughly the bytes that they write, apart from small rows
   */
  void change(long bytes, Change change);
}
