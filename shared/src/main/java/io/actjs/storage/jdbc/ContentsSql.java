package io.actjs.storage.jdbc;

/**
 * The statements on the whole store that all databases word alike. Tables: {@code
 * io/actjs/migrations}.
 */
final class ContentsSql {
  static final String RELEASES =
      """
      SELECT name, version, source_sha256, kind, durability, handlers, deps, engines, floating,
        signed_by, signature, signed_scope, published_at, deprecated_at, grace_until,
        deprecation_reason, rate, max_active, env, source, compiled, source_map, schemas
      FROM class_version JOIN class_blob ON sha256 = source_sha256 ORDER BY ordinal
      """;

  static final String MANIFESTS =
      "SELECT resolved, created_at, sha256 FROM manifest ORDER BY sha256";

  static final String USES = "SELECT sha256, count, last_seen FROM manifest_use ORDER BY sha256";

  static final String SNAPSHOTS =
      """
      SELECT seq, class_version, state, checksum, class, id FROM actor_snapshot ORDER BY class, id
      """;

  static final String RETAINED =
      """
      SELECT seq, class_version, state, checksum, until, class, id FROM retained_snapshot
      ORDER BY class, id
      """;

  static final String MESSAGES =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM inbox ORDER BY class, id, message
      """;

  static final String LATER =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM reminder ORDER BY class, id, message
      """;

  static final String REPLIES =
      """
      SELECT class, id, scope, fingerprint, expires_at, answer, checksum
      FROM idempotency ORDER BY class, id, scope
      """;

  static final String DEAD_LETTERS =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, reason, died_at, checksum
      FROM dead_letter ORDER BY class, id, died_at, message
      """;

  static final String IS_USED =
      """
      SELECT EXISTS (SELECT 1 FROM actor) OR EXISTS (SELECT 1 FROM inbox)
        OR EXISTS (SELECT 1 FROM class_version) OR EXISTS (SELECT 1 FROM manifest)
        OR EXISTS (SELECT 1 FROM signing_key) OR EXISTS (SELECT 1 FROM audit)
        OR EXISTS (SELECT 1 FROM pause) OR EXISTS (SELECT 1 FROM idempotency)
        OR EXISTS (SELECT 1 FROM access_token) OR EXISTS (SELECT 1 FROM capability_key)
        OR EXISTS (SELECT 1 FROM capability_revocation) OR EXISTS (SELECT 1 FROM env_value)
      """;

  static final String PROGRESS = "SELECT export, lines, done FROM import_progress";

  private ContentsSql() {}
}
