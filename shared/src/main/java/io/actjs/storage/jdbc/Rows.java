package io.actjs.storage.jdbc;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorHead.Phase;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.Reminder;
import io.actjs.model.Version;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.codec.HeadersCodec;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the rows that queries return, in the columns that all drivers select in one order. */
public final class Rows {
  private Rows() {}

  /** The number in the column, or null. */
  public static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  /**
   * The text in a column of any characters: PostgreSQL has it as UTF-8, and SQLite gives the UTF-8
   * of its texts.
   */
  public static String utf8(ResultSet row, int column) throws SQLException {
    return new String(row.getBytes(column), StandardCharsets.UTF_8);
  }

  public static ActorRef ref(ResultSet row) throws SQLException {
    return ref(row, 1);
  }

  /** The class is in the column, the id in the next. */
  public static ActorRef ref(ResultSet row, int column) throws SQLException {
    return new ActorRef(row.getString(column), row.getString(column + 1));
  }

  /** Null for a row that waits for its actor's first turn. */
  public static @Nullable ActorHead head(ResultSet row) throws SQLException {
    long seq = row.getLong(4);
    return seq == 0
        ? null
        : new ActorHead(
            ref(row),
            Version.parse(row.getString(3)),
            seq,
            row.getLong(5),
            row.getInt(6) == 0 ? Phase.LIVE : Phase.TOMBSTONED);
  }

  /** The manifest of an old row is in the column, the headers in the next. */
  private static Headers headers(ResultSet row, int column) throws SQLException {
    return HeadersCodec.ofColumn(row.getBytes(column + 1), row.getString(column));
  }

  public static InboxMessage message(ResultSet row, ActorRef target) throws SQLException {
    return new InboxMessage(
        row.getString(1),
        target,
        utf8(row, 2),
        utf8(row, 3),
        row.getString(4),
        row.getLong(5),
        headers(row, 6));
  }

  public static DeadLetter deadLetter(ResultSet row) throws SQLException {
    InboxMessage message =
        new InboxMessage(
            row.getString(1),
            new ActorRef(row.getString(2), row.getString(3)),
            utf8(row, 4),
            utf8(row, 5),
            row.getString(6),
            row.getLong(7),
            headers(row, 8));
    return new DeadLetter(message, row.getInt(10), utf8(row, 11), row.getLong(12));
  }

  public static Reminder reminder(ResultSet row) throws SQLException {
    return new Reminder(
        row.getString(3),
        ref(row),
        row.getLong(4),
        row.getLong(5),
        utf8(row, 6),
        utf8(row, 7),
        headers(row, 8),
        row.getLong(10));
  }

  /** Columns seq, class_version, state. */
  public static ActorSnapshot snapshot(ResultSet row, ActorRef ref) throws SQLException {
    return new ActorSnapshot(ref, row.getLong(1), Version.parse(row.getString(2)), utf8(row, 3));
  }
}
