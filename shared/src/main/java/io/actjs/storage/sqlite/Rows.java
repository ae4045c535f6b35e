package io.actjs.storage.sqlite;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorHead.Phase;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.Reminder;
import io.actjs.model.Version;
import io.actjs.storage.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads the rows that more than one query returns; the columns as {@link Sql} names them. */
final class Rows {
  private Rows() {}

  /** The number in the column, or null. */
  static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? null : number;
  }

  static ActorRef ref(ResultSet row) throws SQLException {
    return ref(row, 1);
  }

  /** The class is in the column, the id in the next. */
  static ActorRef ref(ResultSet row, int column) throws SQLException {
    return new ActorRef(row.getString(column), row.getString(column + 1));
  }

  static ActorHead head(ResultSet row) throws SQLException {
    return new ActorHead(
        ref(row),
        Version.parse(row.getString(3)),
        row.getLong(4),
        row.getLong(5),
        row.getInt(6) == 0 ? Phase.LIVE : Phase.TOMBSTONED);
  }

  static InboxMessage message(ResultSet row, ActorRef target) throws SQLException {
    return new InboxMessage(
        row.getString(1),
        target,
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getLong(5),
        Headers.pinned(row.getString(6)));
  }

  static DeadLetter deadLetter(ResultSet row) throws SQLException {
    InboxMessage message =
        new InboxMessage(
            row.getString(1),
            new ActorRef(row.getString(2), row.getString(3)),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getLong(7),
            Headers.pinned(row.getString(8)));
    return new DeadLetter(message, row.getInt(9), row.getString(10), row.getLong(11));
  }

  static Reminder reminder(ResultSet row) throws SQLException {
    return new Reminder(
        row.getString(3),
        ref(row),
        row.getLong(4),
        row.getLong(5),
        row.getString(6),
        row.getString(7),
        Headers.pinned(row.getString(8)),
        row.getLong(9));
  }

  /** Columns seq, class_version, state. */
  static ActorSnapshot snapshot(ResultSet row, ActorRef ref) throws SQLException {
    return new ActorSnapshot(
        ref,
        row.getLong(1),
        Version.parse(row.getString(2)),
        new String(row.getBytes(3), StandardCharsets.UTF_8));
  }
}
