package io.actjs.storage.postgres;

/**
 * The statements that read or fill the whole store. Tables: {@code io/actjs/migrations/postgres}.
 */
final class ContentsSql {
  /** Every statement of the transaction sees what was committed before its first one. */
  static final String AS_OF_ONE_MOMENT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  /** Whoever reads everything may be slow in taking it. */
  static final String WITHOUT_HURRY =
      """
      SELECT set_config('statement_timeout', '0', true),
        set_config('idle_in_transaction_session_timeout', '0', true)
      """;

  static final String RELEASES =
      """
      SELECT name, version, source_sha256, kind, durability, handlers, deps, engines, floating,
        signed_by, signature, signed_scope, published_at, deprecated_at, grace_until,
        deprecation_reason, source, compiled, source_map
      FROM class_version JOIN class_blob ON sha256 = source_sha256 ORDER BY ordinal
      """;

  static final String MANIFESTS = "SELECT resolved, created_at FROM manifest ORDER BY sha256";

  static final String USES = "SELECT sha256, count, last_seen FROM manifest_use ORDER BY sha256";

  static final String AUDIT =
      "SELECT id, at, principal, action, target, meta FROM audit ORDER BY ordinal";

  static final String HEADS =
      """
      SELECT class, id, version, seq, epoch, phase, closed_at FROM actor WHERE seq > 0
      ORDER BY class, id
      """;

  static final String SNAPSHOTS =
      "SELECT seq, class_version, state, class, id FROM actor_snapshot ORDER BY class, id";

  static final String RETAINED =
      "SELECT seq, class_version, state, class, id, until FROM retained_snapshot ORDER BY class, id";

  static final String TURNS = "SELECT class, id, record FROM actor_event ORDER BY class, id, seq";

  static final String MESSAGES =
      """
      SELECT message, type, payload, sender, at, manifest, class, id FROM inbox
      ORDER BY class, id, message
      """;

  static final String REMINDERS =
      """
      SELECT class, id, reminder, due_at, every_ms, type, payload, manifest, set_at FROM reminder
      ORDER BY class, id, reminder
      """;

  static final String DEAD_LETTERS =
      """
      SELECT message, class, id, type, payload, sender, at, manifest, attempts, reason, died_at
      FROM dead_letter ORDER BY class, id, died_at, message
      """;

  /** Exact while they are few; counting many would take longer than the answer is worth. */
  static final String ACTORS =
      """
      SELECT CASE WHEN few < 100000 THEN few
        ELSE greatest(few, (SELECT reltuples::bigint FROM pg_class WHERE oid = 'actor'::regclass))
        END
      FROM (SELECT count(*) AS few FROM (SELECT 1 FROM actor LIMIT 100000) AS sample) AS counted
      """;

  static final String IS_USED =
      """
      SELECT EXISTS (SELECT 1 FROM actor) OR EXISTS (SELECT 1 FROM inbox)
        OR EXISTS (SELECT 1 FROM class_version) OR EXISTS (SELECT 1 FROM manifest)
        OR EXISTS (SELECT 1 FROM signing_key) OR EXISTS (SELECT 1 FROM audit)
      """;

  static final String PROGRESS = "SELECT export, lines, done FROM import_progress";

  static final String LOCK_PROGRESS = "LOCK TABLE import_progress IN EXCLUSIVE MODE";

  static final String BEGIN_IMPORT =
      "INSERT INTO import_progress (export, lines, done) VALUES (?, 0, false)";

  static final String SET_PROGRESS =
      """
      UPDATE import_progress SET lines = ?, done = ? WHERE export = ? AND lines = ? AND NOT done
      """;

  /** Nobody of the other store can be an owner here, so the fence is that of the last turn. */
  static final String INSERT_ACTORS =
      """
      INSERT INTO actor (class, id, version, seq, epoch, fence, phase, closed_at)
      SELECT class, id, version, seq, epoch, epoch, phase, closed_at
      FROM unnest(?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[], ?::int2[], ?::int8[])
        AS taken (class, id, version, seq, epoch, phase, closed_at)
      """;

  static final String INSERT_SNAPSHOTS =
      """
      INSERT INTO actor_snapshot (class, id, seq, class_version, state)
      SELECT * FROM unnest(?::text[], ?::text[], ?::int8[], ?::text[], ?::bytea[])
      """;

  static final String INSERT_RETAINED =
      """
      INSERT INTO retained_snapshot (class, id, seq, class_version, state, until)
      SELECT * FROM unnest(?::text[], ?::text[], ?::int8[], ?::text[], ?::bytea[], ?::int8[])
      """;

  private ContentsSql() {}
}
