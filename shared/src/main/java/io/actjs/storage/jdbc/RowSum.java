package io.actjs.storage.jdbc;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.ProblemCode;
import io.actjs.model.Standing;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.codec.HeadersCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The checksum of a row outside of the journal: the CRC-32C of all that decides about it, in the
 * order of the columns and each part with its length, so that it is the same in every database. The
 * shard is not in it, as it follows from the actor.
 *
 * <p>A row that is older than its column has none, until it is written again.
 */
public final class RowSum {
  private static final int ABSENT = -1;

  private final CRC32C sum = new CRC32C();
  private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

  private RowSum() {}

  /**
   * Of a snapshot.
   *
   * @param state its state as UTF-8
   */
  public static int of(ActorSnapshot snapshot, byte[] state) {
    return of(snapshot.ref(), snapshot.seq(), snapshot.version().toString(), state).value();
  }

  /**
   * Of a snapshot that is retained until that time.
   *
   * @param state its state as UTF-8
   */
  public static int of(ActorSnapshot snapshot, byte[] state, long until) {
    return of(snapshot.ref(), snapshot.seq(), snapshot.version().toString(), state)
        .number(until)
        .value();
  }

  /** The text of the version may be damaged: it is not parsed before its sum is found right. */
  static RowSum of(ActorRef ref, long seq, String version, byte[] state) {
    return new RowSum().key(ref.className()).key(ref.id()).number(seq).key(version).bytes(state);
  }

  /** Of a message, whether it is due now or later. */
  public static int of(InboxMessage message) {
    return message(message).value();
  }

  public static int of(DeadLetter letter) {
    return message(letter.message()).number(letter.at()).value();
  }

  public static int of(KeyedReply reply) {
    return reply(
            reply.ref().className(),
            reply.ref().id(),
            reply.key().scope(),
            reply.key().fingerprint(),
            reply.expiresAt(),
            utf8(reply.answer()))
        .value();
  }

  static RowSum reply(
      String className, String id, String scope, String fingerprint, long until, byte[] answer) {
    return new RowSum()
        .key(className)
        .key(id)
        .key(scope)
        .key(fingerprint)
        .number(until)
        .bytes(answer);
  }

  private static RowSum message(InboxMessage message) {
    Standing standing = message.standing();
    return new RowSum()
        .key(message.target().className())
        .key(message.target().id())
        .key(message.id())
        .bytes(utf8(message.type()))
        .bytes(utf8(message.payload()))
        .key(message.sender())
        .number(message.at())
        .key(null)
        .bytes(HeadersCodec.toColumn(message.headers()))
        .number(standing.dueAt())
        .number(standing.everyMs())
        .number(standing.attempts())
        .number(standing.lost())
        .bytes(standing.lastError() == null ? null : utf8(standing.lastError()));
  }

  /** Of the row of a message, in the columns of {@link MessageRows}. */
  static RowSum message(ResultSet row) throws SQLException {
    return new RowSum()
        .key(row.getString(1))
        .key(row.getString(2))
        .key(row.getString(3))
        .bytes(row.getBytes(4))
        .bytes(row.getBytes(5))
        .key(row.getString(6))
        .number(row.getLong(7))
        .key(row.getString(8))
        .bytes(row.getBytes(9))
        .number(row.getLong(10))
        .number(row.getLong(11))
        .number(row.getLong(12))
        .number(row.getLong(13))
        .bytes(row.getBytes(14));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** A text that PostgreSQL keeps as text, where U+0000 is stored as another character. */
  private RowSum key(@Nullable String text) {
    return bytes(
        text == null ? null : utf8(text.indexOf(0) < 0 ? text : text.replace('\0', '\uFFFD')));
  }

  private RowSum bytes(byte @Nullable [] bytes) {
    if (bytes == null) {
      return number(ABSENT);
    }
    var unused = number(bytes.length);
    sum.update(bytes, 0, bytes.length);
    return this;
  }

  RowSum number(long value) {
    sum.update(number.clear().putLong(value).flip());
    return this;
  }

  int value() {
    return (int) sum.getValue();
  }

  /**
   * Whether it is the one that is stored.
   *
   * @param column of the stored one; a row without any is accepted
   */
  boolean fits(ResultSet row, int column) throws SQLException {
    long stored = row.getLong(column);
    return row.wasNull() || stored == value();
  }

  /** Whether the row has one. */
  static boolean isIn(ResultSet row, int column) throws SQLException {
    return Rows.number(row, column) != null;
  }

  /** The error for a row that does not fit its checksum. */
  static ActjsException damaged(String what) {
    return new ActjsException(
        ProblemCode.StoreDamaged,
        what
            + " is damaged (its bytes do not fit their checksum): restore the store from a backup");
  }
}
