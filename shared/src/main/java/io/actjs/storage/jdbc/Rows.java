package io.actjs.storage.jdbc;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorHead.Phase;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Version;
import io.actjs.model.tag.Tags;
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

  /** The columns of a head come first; the number of the next one. */
  public static final int AFTER_HEAD = 10;

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
            row.getInt(6) == 0 ? Phase.LIVE : Phase.TOMBSTONED,
            row.getLong(7),
            row.getLong(8),
            Tags.read(row.getString(9)));
  }

  /**
   * Columns seq, class_version, state, checksum.
   *
   * @throws ActjsException {@code StoreDamaged} when the row does not fit its checksum
   */
  public static ActorSnapshot snapshot(ResultSet row, ActorRef ref) throws SQLException {
    byte[] state = row.getBytes(3);
    if (!RowSum.of(ref, row.getLong(1), row.getString(2), state).fits(row, 4)) {
      throw RowSum.damaged("the snapshot of " + ref);
    }
    return snapshot(row, ref, state);
  }

  /**
   * Columns seq, class_version, state, checksum, until.
   *
   * @throws ActjsException {@code StoreDamaged} when the row does not fit its checksum
   */
  public static ActorSnapshot retained(ResultSet row, ActorRef ref) throws SQLException {
    byte[] state = row.getBytes(3);
    RowSum sum = RowSum.of(ref, row.getLong(1), row.getString(2), state).number(row.getLong(5));
    if (!sum.fits(row, 4)) {
      throw RowSum.damaged("the retained state of " + ref);
    }
    return snapshot(row, ref, state);
  }

  private static ActorSnapshot snapshot(ResultSet row, ActorRef ref, byte[] state)
      throws SQLException {
    return new ActorSnapshot(
        ref,
        row.getLong(1),
        Version.parse(row.getString(2)),
        new String(state, StandardCharsets.UTF_8));
  }

  /** The turn of a snapshot in the same columns; 0 when the row does not fit its checksum. */
  public static long snapshotSeq(ResultSet row, ActorRef ref) throws SQLException {
    long seq = row.getLong(1);
    return RowSum.of(ref, seq, row.getString(2), row.getBytes(3)).fits(row, 4) ? seq : 0;
  }
}
