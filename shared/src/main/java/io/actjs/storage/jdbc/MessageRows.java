package io.actjs.storage.jdbc;

import io.actjs.model.ActjsException;
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
 * message, type, payload, sender, at, manifest, headers, due_at, every_ms, attempts, lost, the last
 * error and the checksum. Of those that were given up the last error is the reason, and died_at
 * comes before the checksum.
 *
 * <p>A row that does not fit its checksum is {@code StoreDamaged}.
 */
public final class MessageRows {
  private MessageRows() {}

  /** The checksum's column in the row of a message, and in that of a dead letter. */
  static final int SUM = 15;

  static final int SUM_OF_DEAD = 16;

  public static InboxMessage pending(ResultSet row) throws SQLException {
    return pending(row, Rows.ref(row));
  }

  /** A message of an actor that is known. */
  public static InboxMessage pending(ResultSet row, ActorRef target) throws SQLException {
    if (!isWhole(row)) {
      throw damaged("the stored message", row);
    }
    return unchecked(row, target);
  }

  /** Whether the row of a message fits its checksum. */
  static boolean isWhole(ResultSet row) throws SQLException {
    return !RowSum.isIn(row, SUM) || RowSum.message(row).fits(row, SUM);
  }

  public static DeadLetter dead(ResultSet row) throws SQLException {
    long diedAt = row.getLong(15);
    if (RowSum.isIn(row, SUM_OF_DEAD)
        && !RowSum.message(row).number(diedAt).fits(row, SUM_OF_DEAD)) {
      throw damaged("the dead letter", row);
    }
    return new DeadLetter(
        unchecked(row, Rows.ref(row)), row.getInt(12), Rows.utf8(row, 14), diedAt);
  }

  private static ActjsException damaged(String what, ResultSet row) throws SQLException {
    return RowSum.damaged(what + " " + row.getString(3) + " of " + nameOf(row));
  }

  /** The actor as messages name it, whatever the row holds. */
  static String nameOf(ResultSet row) throws SQLException {
    return row.getString(1) + "/" + row.getString(2);
  }

  private static InboxMessage unchecked(ResultSet row, ActorRef target) throws SQLException {
    return message(row, target).with(standing(row));
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
