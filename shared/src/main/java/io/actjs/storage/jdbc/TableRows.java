package io.actjs.storage.jdbc;

import io.actjs.storage.StoreContents.Remarks;
import io.actjs.storage.StoredItem;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a table; one that cannot be read ends the reading, or is told and left out. */
final class TableRows {
  /** A row that cannot be read is an error. */
  static final TableRows STRICT = new TableRows(null);

  private final @Nullable Remarks remarks;

  /**
   * @param remarks null when a row that cannot be read is an error
   */
  TableRows(@Nullable Remarks remarks) {
    this.remarks = remarks;
  }

  /** What the next row that can be read is, or null after the last. */
  <T> @Nullable T next(ResultSet rows, int refColumn, SqlSession.Row<T> reader)
      throws SQLException {
    while (rows.next()) {
      try {
        return reader.read(rows);
      } catch (RuntimeException e) {
        // Damaged bytes make a reader fail in any way.
        if (remarks == null) {
          throw e;
        }
        remarks.unreadable(
            rows.getString(refColumn) + "/" + rows.getString(refColumn + 1),
            String.valueOf(e.getMessage()));
      }
    }
    return null;
  }

  /**
   * @param refColumn the class's column, with the id in the next
   */
  ActorMerge.Source ofActors(
      ResultSet rows, int refColumn, SqlSession.Row<? extends StoredItem.OfActor> reader) {
    return () -> next(rows, refColumn, reader);
  }

  /**
   * The same of rows that have a checksum.
   *
   * @param sumColumn the checksum's column
   */
  ActorMerge.Source ofActors(
      ResultSet rows,
      int refColumn,
      int sumColumn,
      SqlSession.Row<? extends StoredItem.OfActor> reader) {
    return () ->
        next(
            rows,
            refColumn,
            row -> {
              count(RowSum.isIn(row, sumColumn));
              return reader.read(row);
            });
  }

  /** Counts a row that has a checksum, or has none. */
  void count(boolean hasSum) {
    if (!hasSum && remarks != null) {
      remarks.withoutSum();
    }
  }

  /** The one row of a table; null, when that is no error, if somebody took it away. */
  <T> @Nullable T required(String table, @Nullable T row) {
    if (row == null) {
      if (remarks == null) {
        throw RowSum.damaged("the table " + table);
      }
      remarks.unreadable(table, "its row is missing");
    }
    return row;
  }

  /** Gives all rows of a table. */
  void give(ResultSet rows, Consumer<StoredItem> sink, SqlSession.Row<StoredItem> reader)
      throws SQLException {
    try (rows) {
      StoredItem item = next(rows, 1, reader);
      while (item != null) {
        sink.accept(item);
        item = next(rows, 1, reader);
      }
    }
  }
}
