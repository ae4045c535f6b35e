package io.actjs.storage.jdbc;

import io.actjs.model.ActorRef;
import io.actjs.model.KeyedReply;
import io.actjs.model.RequestKey;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Rows of replies to requests under keys. */
public final class ReplyRows {
  /** The columns that {@link #read} takes, in order. */
  public static final String COLUMNS =
      "class, id, scope, fingerprint, expires_at, answer, checksum";

  /** The checksum's column. */
  static final int SUM = 7;

  private ReplyRows() {}

  /**
   * @throws io.actjs.model.ActjsException {@code StoreDamaged} when it does not fit its checksum
   */
  public static KeyedReply read(ResultSet row) throws SQLException {
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
