package io.actjs.storage.jdbc;

import io.actjs.storage.ImportRefusal;
import io.actjs.storage.StoredItem;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.access.StoredToken;
import java.sql.SQLException;
import java.util.function.Consumer;

/** The tables about access as a whole: read in the order of an export, and filled from one. */
public final class AccessContents {
  private static final int ROWS = 64;

  private AccessContents() {}

  static void read(SqlSession session, Consumer<StoredItem> sink, TableRows rows)
      throws SQLException {
    rows.give(
        session.open(AccessSql.TOKENS, ROWS),
        sink,
        row -> new StoredItem.Token(AccessRows.token(row)));
    rows.give(
        session.open(AccessSql.KEYS, ROWS),
        sink,
        row -> new StoredItem.MintKey(AccessRows.key(row)));
    rows.give(
        session.open(AccessSql.ALL_REVOCATIONS, ROWS),
        sink,
        row -> new StoredItem.Revoked(AccessRows.revocation(row)));
    rows.give(
        session.open(AccessSql.VALUES, ROWS),
        sink,
        row -> new StoredItem.Env(AccessRows.value(row)));
  }

  /** Keeps the item, as part of a transaction. */
  public static void take(SqlSession session, StoredItem.OfAccess item) throws SQLException {
    boolean taken =
        switch (item) {
          case StoredItem.Token(StoredToken token) -> AccessRows.insert(session, token) > 0;
          case StoredItem.MintKey(CapabilityKey key) -> AccessRows.insert(session, key) > 0;
          case StoredItem.Revoked(CapabilityRevocation revocation) ->
              AccessRows.insert(session, revocation) > 0;
          case StoredItem.Env(EnvValue value) -> {
            AccessRows.set(session, value);
            yield true;
          }
        };
    if (!taken) {
      throw ImportRefusal.notEmpty();
    }
  }
}
