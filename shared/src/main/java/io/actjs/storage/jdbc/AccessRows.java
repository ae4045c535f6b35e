package io.actjs.storage.jdbc;

import io.actjs.storage.access.Bytes;
import io.actjs.storage.access.CapabilityKey;
import io.actjs.storage.access.CapabilityRevocation;
import io.actjs.storage.access.EnvValue;
import io.actjs.storage.access.StoredToken;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** The rows about access, in the columns of {@link AccessSql}. */
final class AccessRows {
  private AccessRows() {}

  /** Returns 0 when a token has the id or the hash. */
  static int insert(SqlSession session, StoredToken token) throws SQLException {
    return session.update(
        AccessSql.ADD_TOKEN,
        token.id(),
        token.hash().toArray(),
        new FreeText(token.sub()),
        new FreeText(String.join("\n", token.roles())),
        FreeText.ofNullable(token.tenant()),
        new FreeText(token.claims()),
        new FreeText(token.note()),
        token.createdAt(),
        token.expiresAt(),
        token.revokedAt());
  }

  static StoredToken token(ResultSet row) throws SQLException {
    String roles = Rows.utf8(row, 4);
    return new StoredToken(
        row.getString(1),
        Bytes.of(row.getBytes(2)),
        Rows.utf8(row, 3),
        roles.isEmpty() ? List.of() : List.of(roles.split("\n", -1)),
        row.getBytes(5) == null ? null : Rows.utf8(row, 5),
        Rows.utf8(row, 6),
        Rows.utf8(row, 7),
        row.getLong(8),
        row.getLong(9),
        row.getLong(10));
  }

  /** Returns 0 when a key has the id. */
  static int insert(SqlSession session, CapabilityKey key) throws SQLException {
    return session.update(
        AccessSql.ADD_KEY,
        key.kid(),
        key.publicKey().toArray(),
        key.sealedPrivateKey().toArray(),
        key.createdAt(),
        key.retiredAt());
  }

  static CapabilityKey key(ResultSet row) throws SQLException {
    return new CapabilityKey(
        row.getString(1),
        Bytes.of(row.getBytes(2)),
        Bytes.of(row.getBytes(3)),
        row.getLong(4),
        row.getLong(5));
  }

  /** Returns 0 when the capability is void already. */
  static int insert(SqlSession session, CapabilityRevocation revocation) throws SQLException {
    return session.update(AccessSql.ADD_REVOCATION, revocation.jti(), revocation.until());
  }

  static CapabilityRevocation revocation(ResultSet row) throws SQLException {
    return new CapabilityRevocation(row.getString(1), row.getLong(2));
  }

  static void set(SqlSession session, EnvValue value) throws SQLException {
    session.update(
        AccessSql.SET_VALUE,
        value.env(),
        value.name(),
        value.secret(),
        value.value().toArray(),
        value.updatedAt());
  }

  static EnvValue value(ResultSet row) throws SQLException {
    return new EnvValue(
        row.getString(1),
        row.getString(2),
        row.getBoolean(3),
        Bytes.of(row.getBytes(4)),
        row.getLong(5));
  }
}
