package io.actjs.storage.sqlite;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorHead.Phase;
import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.Version;
import io.actjs.storage.StorageDriver.DeadLetter;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Reads the rows that more than one query returns; the columns as {@link Sql} names them. */
final class Rows {
  private Rows() {}

  static ActorRef ref(ResultSet row) throws SQLException {
    return new ActorRef(row.getString(1), row.getString(2));
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
        null);
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
            null);
    return new DeadLetter(message, row.getInt(8), row.getString(9), row.getLong(10));
  }
}
