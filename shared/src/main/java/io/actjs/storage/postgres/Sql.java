package io.actjs.storage.postgres;

/**
 * Every statement that is not of {@code CommitSql}. Tables: {@code io/actjs/migrations/postgres}.
 */
final class Sql {
  static final String SERVER_VERSION = "SELECT current_setting('server_version_num')::int";

  static final String SERVER_ENCODING = "SELECT current_setting('server_encoding')";

  static final String HAS_HISTORY = "SELECT to_regclass('flyway_schema_history') IS NOT NULL";

  static final String NEWEST_MIGRATION =
      "SELECT COALESCE(max(version::int), 0) FROM flyway_schema_history WHERE success";

  static final String SHARD_COUNT = "SELECT count FROM shards";

  static final String HEAD =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags FROM actor
      WHERE class = ? AND id = ? AND seq > 0
      """;

  static final String HEADS_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags FROM actor
      WHERE (class, id) > (?, ?) AND seq > 0 ORDER BY class, id LIMIT ?
      """;

  static final String HEADS_OF_CLASS_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags FROM actor
      WHERE class = ? AND id > ? AND seq > 0 ORDER BY id LIMIT ?
      """;

  static final String TAGGED_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags
      FROM actor_tag JOIN actor USING (class, id)
      WHERE tag = ? AND (class, id) > (?, ?) ORDER BY class, id LIMIT ?
      """;

  static final String TAGGED_OF_CLASS_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags
      FROM actor_tag JOIN actor USING (class, id)
      WHERE tag = ? AND class = ? AND id > ? ORDER BY id LIMIT ?
      """;

  static final String JOURNAL =
      """
      SELECT record FROM actor_event
      WHERE class = ? AND id = ? AND seq >= ? ORDER BY seq LIMIT ?
      """;

  /** Those that a cursor has not passed stay. */
  static final String DELETE_TURNS =
      """
      DELETE FROM actor_event WHERE class = ? AND id = ? AND seq IN
        (SELECT seq FROM actor_event AS turn WHERE class = ? AND id = ? AND seq <= ?
           AND NOT EXISTS (SELECT 1 FROM order_cursor
                           WHERE order_cursor.shard = turn.shard AND order_cursor.pos < turn.pos)
         ORDER BY seq LIMIT ?)
      """;

  static final String SNAPSHOT =
      "SELECT seq, class_version, state, checksum FROM actor_snapshot WHERE class = ? AND id = ?";

  /** The actor's row is locked, so that no tombstone comes between the test and the snapshot. */
  static final String SET_SNAPSHOT =
      """
      WITH live AS (
        SELECT class, id FROM actor WHERE class = ? AND id = ? AND seq >= ? AND phase = 0
        FOR NO KEY UPDATE
      )
      INSERT INTO actor_snapshot (class, id, seq, class_version, state, checksum)
      SELECT class, id, ?, ?, ?, ? FROM live
      ON CONFLICT (class, id) DO UPDATE SET
        seq = excluded.seq, class_version = excluded.class_version, state = excluded.state,
        checksum = excluded.checksum
      WHERE excluded.seq >= actor_snapshot.seq
      """;

  static final String SET_RETAINED =
      """
      WITH live AS (
        SELECT class, id FROM actor WHERE class = ? AND id = ? AND phase = 0 FOR NO KEY UPDATE
      )
      INSERT INTO retained_snapshot (class, id, seq, class_version, state, until, checksum)
      SELECT class, id, ?, ?, ?, ?, ? FROM live
      ON CONFLICT (class, id) DO UPDATE SET
        seq = excluded.seq, class_version = excluded.class_version, state = excluded.state,
        until = excluded.until, checksum = excluded.checksum
      """;

  static final String RETAINED =
      """
      SELECT seq, class_version, state, checksum, until FROM retained_snapshot
      WHERE class = ? AND id = ?
      """;

  static final String MESSAGES_AFTER =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM inbox WHERE class = ? AND id = ? AND message > ? ORDER BY message LIMIT ?
      """;

  static final String ACTORS_WITH_INBOX =
      """
      SELECT DISTINCT class, id FROM inbox WHERE (class, id) > (?, ?) ORDER BY class, id LIMIT ?
      """;

  static final String ACTORS_WITH_INBOX_IN_SHARDS =
      """
      SELECT DISTINCT class, id FROM inbox
      WHERE shard = ANY (?::int2[]) AND (class, id) > (?, ?) ORDER BY class, id LIMIT ?
      """;

  static final String LATER_OF =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM reminder
      WHERE class = ? AND id = ? AND (due_at, message) > (?, ?)
      ORDER BY due_at, message LIMIT ?
      """;

  static final String DUE =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM reminder
      WHERE due_at <= ? ORDER BY due_at, message, class, id LIMIT ?
      """;

  static final String DUE_IN_SHARDS =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM reminder
      WHERE shard = ANY (?::int2[]) AND due_at <= ? ORDER BY due_at, message, class, id LIMIT ?
      """;

  static final String NEXT_DUE_AT_IN_SHARDS =
      """
      SELECT first.due_at FROM unnest(?::int2[]) AS wanted (shard), LATERAL
        (SELECT due_at FROM reminder WHERE reminder.shard = wanted.shard
         ORDER BY due_at LIMIT 1) AS first
      ORDER BY first.due_at LIMIT 1
      """;

  static final String NEXT_DUE_AT = "SELECT due_at FROM reminder ORDER BY due_at LIMIT 1";

  private Sql() {}
}
