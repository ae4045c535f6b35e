package io.actjs.storage.jdbc;

import io.actjs.model.InboxMessage;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves damaged messages out of what is due: those of one actor must not hold up all others. Each
 * is told once; it stays where it is, and whoever reads its actor's messages is refused.
 */
public final class LeftOut {
  private static final Logger LOG = LoggerFactory.getLogger(LeftOut.class);

  /** More are not remembered, and told again. */
  private static final int TOLD = 1_000;

  private final Set<String> told = ConcurrentHashMap.newKeySet();

  /** The message, or null when the row does not fit its checksum. */
  public @Nullable InboxMessage unlessDamaged(ResultSet row) throws SQLException {
    if (MessageRows.isWhole(row)) {
      return MessageRows.pending(row);
    }
    tell(MessageRows.nameOf(row), row.getString(3));
    return null;
  }

  private void tell(String actor, String messageId) {
    String key = actor + ' ' + messageId;
    if (told.size() >= TOLD || told.add(key)) {
      LOG.error(
          "the stored message {} of {} is damaged and is not handled: restore the store from a"
              + " backup",
          messageId,
          actor);
    }
  }
}
