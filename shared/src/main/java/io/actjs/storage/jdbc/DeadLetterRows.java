package io.actjs.storage.jdbc;

import io.actjs.model.ActorRef;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads dead letters, in the words of every database. */
public final class DeadLetterRows {
  private static final String OF_ALL =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, reason, died_at, checksum
      FROM dead_letter
      WHERE died_at >= ? AND (died_at, message) < (?, ?)
      ORDER BY died_at DESC, message DESC LIMIT ?
      """;

  private static final String OF_CLASS =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, reason, died_at, checksum
      FROM dead_letter
      WHERE class = ? AND died_at >= ? AND (died_at, message) < (?, ?)
      ORDER BY died_at DESC, message DESC LIMIT ?
      """;

  private static final String OF_ACTOR =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, reason, died_at, checksum
      FROM dead_letter
      WHERE class = ? AND id = ? AND died_at >= ? AND (died_at, message) < (?, ?)
      ORDER BY died_at DESC, message DESC LIMIT ?
      """;

  private static final String ONE =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, reason, died_at, checksum
      FROM dead_letter WHERE class = ? AND id = ? AND message = ?
      """;

  private static final String HAS =
      "SELECT 1 FROM dead_letter WHERE class = ? AND id = ? AND message = ?";

  private DeadLetterRows() {}

  /** Newest first. */
  public static List<DeadLetter> list(SqlSession session, DeadLetterQuery query, long limit)
      throws SQLException {
    String className = query.className();
    String id = query.id();
    long since = query.diedSince();
    DeadLetter.Place end = query.end();
    if (className == null) {
      return session.list(OF_ALL, MessageRows::dead, since, end.diedAt(), end.messageId(), limit);
    }
    if (id == null) {
      return session.list(
          OF_CLASS, MessageRows::dead, className, since, end.diedAt(), end.messageId(), limit);
    }
    return session.list(
        OF_ACTOR, MessageRows::dead, className, id, since, end.diedAt(), end.messageId(), limit);
  }

  /** Whether there is one, damaged or not. */
  public static boolean has(SqlSession session, ActorRef ref, String messageId)
      throws SQLException {
    return session.first(HAS, row -> true, ref.className(), ref.id(), messageId) != null;
  }

  public static @Nullable DeadLetter get(SqlSession session, ActorRef ref, String messageId)
      throws SQLException {
    return session.first(ONE, MessageRows::dead, ref.className(), ref.id(), messageId);
  }
}
