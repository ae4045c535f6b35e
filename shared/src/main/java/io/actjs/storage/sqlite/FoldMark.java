package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The progress of folding, which the {@code fold} table preserves over a crash.
 *
 * @param pos the last segment of the fold
 * @param ref the actor at which it was, those before it are done; null when it was done with all
 * @param messageId the last message of that actor's inbox that is done; the empty string when none
 */
record FoldMark(long pos, @Nullable ActorRef ref, String messageId) {
  /** Nothing was ever folded. */
  static final FoldMark NONE = new FoldMark(0, null, "");

  /** After every message id. */
  static final String ALL_MESSAGES = "\uffff";

  static FoldMark read(Session session) throws SQLException {
    FoldMark found = session.first(Sql.FOLD_MARK, FoldMark::of);
    return found == null ? NONE : found;
  }

  private static FoldMark of(ResultSet row) throws SQLException {
    String className = row.getString(2);
    ActorRef at = className == null ? null : new ActorRef(className, row.getString(3));
    return new FoldMark(row.getLong(1), at, at == null ? "" : row.getString(4));
  }

  void write(Session session) throws SQLException {
    if (ref == null) {
      session.update(Sql.SET_FOLD_DONE, pos);
    } else {
      session.update(Sql.SET_FOLD_MARK, pos, ref.className(), ref.id(), messageId);
    }
  }

  /** Whether all of a segment's effects on an actor are in the tables. */
  boolean isPast(long segmentPos, ActorRef target) {
    return segmentPos <= pos && (ref == null || target.compareTo(ref) < 0);
  }

  /** Whether a segment's effect on a message of an inbox is in the tables. */
  boolean covers(long segmentPos, ActorRef target, String id) {
    if (segmentPos > pos) {
      return false;
    }
    int order = ref == null ? -1 : target.compareTo(ref);
    return order < 0 || (order == 0 && id.compareTo(messageId) <= 0);
  }
}
