package io.actjs.storage.jdbc;

/** The statements about access, which all databases word alike. Tables: {@code V12__access.sql}. */
final class AccessSql {
  static final String ADD_TOKEN =
      """
      INSERT INTO access_token
        (id, hash, sub, roles, tenant, claims, note, created_at, expires_at, revoked_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
      """;

  static final String TOKENS =
      """
      SELECT id, hash, sub, roles, tenant, claims, note, created_at, expires_at, revoked_at
      FROM access_token ORDER BY ordinal
      """;

  static final String TOKEN_EXPIRY = "SELECT expires_at FROM access_token WHERE id = ?";

  static final String REVOKE_TOKEN =
      "UPDATE access_token SET revoked_at = ? WHERE id = ? AND revoked_at = 0";

  static final String DROP_TOKENS = "DELETE FROM access_token WHERE sub = ?";

  static final String ADD_KEY =
      """
      INSERT INTO capability_key (kid, public_key, sealed_private_key, created_at, retired_at)
      VALUES (?, ?, ?, ?, ?) ON CONFLICT (kid) DO NOTHING
      """;

  static final String KEYS =
      """
      SELECT kid, public_key, sealed_private_key, created_at, retired_at
      FROM capability_key ORDER BY ordinal
      """;

  static final String HAS_KEY = "SELECT 1 FROM capability_key WHERE kid = ?";

  static final String RETIRE_KEY =
      "UPDATE capability_key SET retired_at = ? WHERE kid = ? AND retired_at = 0";

  static final String RESEAL_KEY = "UPDATE capability_key SET sealed_private_key = ? WHERE kid = ?";

  static final String ADD_REVOCATION =
      "INSERT INTO capability_revocation (jti, until) VALUES (?, ?) ON CONFLICT (jti) DO NOTHING";

  static final String REVOCATIONS =
      "SELECT jti, until FROM capability_revocation WHERE until > ? ORDER BY until, jti";

  static final String ALL_REVOCATIONS =
      "SELECT jti, until FROM capability_revocation ORDER BY until, jti";

  static final String SET_VALUE =
      """
      INSERT INTO env_value (env, name, secret, value, updated_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (env, name) DO UPDATE SET
        secret = excluded.secret, value = excluded.value, updated_at = excluded.updated_at
      """;

  static final String REMOVE_VALUE = "DELETE FROM env_value WHERE env = ? AND name = ?";

  static final String VALUES_OF =
      "SELECT env, name, secret, value, updated_at FROM env_value WHERE env = ? ORDER BY name";

  static final String VALUES =
      "SELECT env, name, secret, value, updated_at FROM env_value ORDER BY env, name";

  private AccessSql() {}
}
