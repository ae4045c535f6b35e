package io.actjs.storage.postgres;

import io.actjs.storage.jdbc.ContentsDialect;

/**
 * The statements that read or fill the whole store, besides those that all databases word alike.
 * Tables: {@code io/actjs/migrations/postgres}.
 */
final class ContentsSql {
  /** Every statement of the transaction sees everything committed before its first one. */
  static final String AS_OF_ONE_MOMENT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

  /** The reader of everything may be slow. */
  static final String WITHOUT_HURRY =
      """
      SELECT set_config('statement_timeout', '0', true),
        set_config('idle_in_transaction_session_timeout', '0', true)
      """;

  private static final String HEADS =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags, closed_at
      FROM actor WHERE seq > 0 ORDER BY class, id
      """;

  private static final String TURNS =
      "SELECT class, id, record FROM actor_event ORDER BY class, id, seq";

  /** Exact while they are few; counting many would take longer than the answer is worth. */
  static final String ACTORS =
      """
      SELECT CASE WHEN few < 100000 THEN few
        ELSE greatest(few, (SELECT reltuples::bigint FROM pg_class WHERE oid = 'actor'::regclass))
        END
      FROM (SELECT count(*) AS few FROM (SELECT 1 FROM actor LIMIT 100000) AS sample) AS counted
      """;

  static final String LOCK_PROGRESS = "LOCK TABLE import_progress IN EXCLUSIVE MODE";

  private static final String BEGIN_IMPORT =
      "INSERT INTO import_progress (export, lines, done) VALUES (?, 0, false)";

  private static final String SET_PROGRESS =
      """
      UPDATE import_progress SET lines = ?, done = ? WHERE export = ? AND lines = ? AND NOT done
      """;

  /** No owner in the other store can be one here, so the fence is that of the last turn. */
  static final String INSERT_ACTORS =
      """
      INSERT INTO actor (class, id, version, seq, epoch, fence, phase, closed_at, created_at,
        updated_at)
      SELECT class, id, version, seq, epoch, epoch, phase, closed_at, created_at, updated_at
      FROM unnest(?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[], ?::int2[], ?::int8[],
        ?::int8[], ?::int8[])
        AS taken (class, id, version, seq, epoch, phase, closed_at, created_at, updated_at)
      """;

  static final String INSERT_SNAPSHOTS =
      """
      INSERT INTO actor_snapshot (class, id, seq, class_version, state, checksum)
      SELECT * FROM unnest(?::text[], ?::text[], ?::int8[], ?::text[], ?::bytea[], ?::int4[])
      """;

  static final String INSERT_RETAINED =
      """
      INSERT INTO retained_snapshot (class, id, seq, class_version, state, until, checksum)
      SELECT * FROM unnest(?::text[], ?::text[], ?::int8[], ?::text[], ?::bytea[], ?::int8[],
        ?::int4[])
      """;

  /** The tables from which the data of a person is deleted. */
  static final String VACUUM =
      """
      VACUUM actor, actor_event, actor_snapshot, retained_snapshot, inbox, reminder, dead_letter,
        idempotency, actor_tag, access_token
      """;

  static final ContentsDialect DIALECT =
      new ContentsDialect(HEADS, TURNS, BEGIN_IMPORT, SET_PROGRESS);

  private ContentsSql() {}
}
