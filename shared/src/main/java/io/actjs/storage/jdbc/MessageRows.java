package io.actjs.storage.jdbc;

import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.Standing;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.codec.HeadersCodec;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages, wherever they are. All drivers select their columns in one order: class, id,
 * message, type, payload, sender, at, manifest, headers, due_at, every_ms, attempts, lost, and the
 * last error. Of those that were given up the last error is the reason, and died_at follows.
 */
public final class MessageRows {
  private MessageRows() {}

  public static InboxMessage pending(ResultSet row) throws SQLException {
    return message(row, Rows.ref(row)).with(standing(row));
  }

  /** A message of an actor that is known: class and id are not in the row. */
  public static InboxMessage pending(ResultSet row, ActorRef target) throws SQLException {
    return message(row, target).with(standing(row));
  }

  public static DeadLetter dead(ResultSet row) throws SQLException {
    return new DeadLetter(pending(row), row.getInt(12), Rows.utf8(row, 14), row.getLong(15));
  }

  private static InboxMessage message(ResultSet row, ActorRef target) throws SQLException {
    return new InboxMessage(
        row.getString(3),
        target,
        Rows.utf8(row, 4),
        Rows.utf8(row, 5),
        row.getString(6),
        row.getLong(7),
        headers(row, 8));
  }

  /** The manifest of an old row is in the column, the headers in the next. */
  private static Headers headers(ResultSet row, int column) throws SQLException {
    return HeadersCodec.ofColumn(row.getBytes(column + 1), row.getString(column));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    Standing found =
        new Standing(
            row.getLong(10),
            row.getLong(11),
            row.getInt(12),
            row.getInt(13),
            lastError(row.getBytes(14)));
    return found.isFresh() ? Standing.FRESH : found;
  }

  private static @Nullable String lastError(byte @Nullable [] utf8) {
    return utf8 == null ? null : new String(utf8, StandardCharsets.UTF_8);
  }
}
