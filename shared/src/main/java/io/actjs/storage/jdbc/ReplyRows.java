package io.actjs.storage.jdbc;

import io.actjs.model.ActorRef;
import io.actjs.model.KeyedReply;
import io.actjs.model.RequestKey;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of replies to requests under keys. */
public final class ReplyRows {
  private static final String ONE =
      """
      SELECT class, id, scope, fingerprint, expires_at, answer, checksum
      FROM idempotency WHERE class = ? AND id = ? AND scope = ?
      """;

  private static final String SCOPES =
      "SELECT scope FROM idempotency WHERE class = ? AND id = ? LIMIT ?";

  /** The checksum's column. */
  static final int SUM = 7;

  private ReplyRows() {}

  /** The stored reply, or null; else as {@link #read}. */
  public static @Nullable KeyedReply get(SqlSession session, ActorRef ref, String scope)
      throws SQLException {
    return session.first(ONE, ReplyRows::read, ref.className(), ref.id(), scope);
  }

  /** The scopes of the actor's stored replies, in no order. */
  public static List<String> scopes(SqlSession session, ActorRef ref, int limit)
      throws SQLException {
    return session.list(SCOPES, row -> row.getString(1), ref.className(), ref.id(), limit);
  }

  /**
   * @throws io.actjs.model.ActjsException {@code StoreDamaged} when it does not fit its checksum
   */
  static KeyedReply read(ResultSet row) throws SQLException {
    String className = row.getString(1);
    String id = row.getString(2);
    String scope = row.getString(3);
    String fingerprint = row.getString(4);
    long until = row.getLong(5);
    byte[] answer = row.getBytes(6);
    if (!RowSum.reply(className, id, scope, fingerprint, until, answer).fits(row, SUM)) {
      throw RowSum.damaged("the reply to a request of " + className + "/" + id);
    }
    return new KeyedReply(
        new ActorRef(className, id),
        new RequestKey(scope, fingerprint),
        until,
        new String(answer, StandardCharsets.UTF_8));
  }
}
