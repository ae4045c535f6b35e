package io.actjs.storage.jdbc;

/** The registry's statements that all databases word alike. Tables: {@code io/actjs/migrations}. */
final class RegistrySql {
  static final String HAS_VERSION = "SELECT 1 FROM class_version WHERE name = ? AND version = ?";

  static final String INSERT_VERSION =
      """
      INSERT INTO class_version
        (name, version, source_sha256, kind, durability, handlers, deps, engines, floating,
         signed_by, signature, signed_scope, published_at, deprecated_at, grace_until,
         deprecation_reason, rate, max_active, env, compiled, source_map, schemas)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (name, version) DO NOTHING
      """;

  static final String VERSIONS =
      """
      SELECT name, version, source_sha256, kind, durability, handlers, deps, engines, floating,
        signed_by, signature, signed_scope, published_at, deprecated_at, grace_until,
        deprecation_reason, rate, max_active, env
      FROM class_version ORDER BY ordinal
      """;

  static final String VERSION =
      """
      SELECT name, version, source_sha256, kind, durability, handlers, deps, engines, floating,
        signed_by, signature, signed_scope, published_at, deprecated_at, grace_until,
        deprecation_reason, rate, max_active, env, source, compiled, source_map, schemas
      FROM class_version JOIN class_blob ON sha256 = source_sha256
      WHERE name = ? AND version = ?
      """;

  static final String DEPRECATE =
      """
      UPDATE class_version SET deprecated_at = ?, grace_until = ?, deprecation_reason = ?
      WHERE name = ? AND version = ?
      """;

  static final String PROMOTE =
      """
      INSERT INTO promotion (environment, name, version, at) VALUES (?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  static final String PROMOTIONS =
      """
      SELECT environment, name, version, at FROM promotion ORDER BY environment, name, version
      """;

  static final String INSERT_MANIFEST =
      """
      INSERT INTO manifest (sha256, resolved, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING
      """;

  static final String MANIFEST = "SELECT resolved FROM manifest WHERE sha256 = ?";

  static final String MANIFEST_USES =
      """
      SELECT sha256, count, last_seen FROM manifest_use
      ORDER BY count DESC, last_seen DESC, sha256
      """;

  static final String ADD_KEY =
      """
      INSERT INTO signing_key (kid, public_key_pem, added_at, revoked_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (kid) DO NOTHING
      """;

  static final String HAS_KEY = "SELECT 1 FROM signing_key WHERE kid = ?";

  static final String REVOKE_KEY =
      "UPDATE signing_key SET revoked_at = ? WHERE kid = ? AND revoked_at IS NULL";

  static final String KEYS =
      "SELECT kid, public_key_pem, added_at, revoked_at FROM signing_key ORDER BY ordinal";

  private RegistrySql() {}
}
