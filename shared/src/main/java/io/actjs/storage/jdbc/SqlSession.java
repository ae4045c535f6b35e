package io.actjs.storage.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements on one connection. Arguments are texts, numbers, truth values, bytes, {@link FreeText}
 * and null.
 */
public interface SqlSession {

  /** Reads one row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Returns how many rows the statement changed. */
  int update(String sql, @Nullable Object... arguments) throws SQLException;

  /**
   * Runs a statement for several rows. Whether it takes them one by one or as arrays is a matter of
   * the dialect that the statement is in.
   *
   * @param columns arrays of one length: texts, or numbers
   */
  void updateAll(String sql, Object... columns) throws SQLException;

  <T> List<T> list(String sql, Row<T> reader, @Nullable Object... arguments) throws SQLException;

  /** The first row, or null when there is none. */
  <T> @Nullable T first(String sql, Row<T> reader, @Nullable Object... arguments)
      throws SQLException;

  /**
   * Rows that are read while others are, in a transaction; they are closed with it at the latest.
   *
   * @param fetched how many are in memory at a time, where the database sends several
   */
  ResultSet open(String sql, int fetched) throws SQLException;
}
