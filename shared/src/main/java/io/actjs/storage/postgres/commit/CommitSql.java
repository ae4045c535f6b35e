package io.actjs.storage.postgres.commit;

/** The statements of {@link GroupCommit}: each handles any number of rows. */
final class CommitSql {
  static final String LOCK_ACTORS =
      """
      SELECT actor.class, actor.id, version, seq, epoch, fence, phase
      FROM unnest(?::text[], ?::text[]) AS wanted (class, id)
      JOIN actor ON actor.class = wanted.class AND actor.id = wanted.id
      ORDER BY actor.class, actor.id
      FOR NO KEY UPDATE OF actor
      """;

  static final String STORED_MESSAGES =
      """
      SELECT inbox.class, inbox.id, inbox.message
      FROM unnest(?::text[], ?::text[], ?::text[]) AS wanted (class, id, message)
      JOIN inbox ON inbox.class = wanted.class AND inbox.id = wanted.id
        AND inbox.message = wanted.message
      """;

  static final String STORED_LATER =
      """
      SELECT reminder.class, reminder.id, reminder.message, due_at
      FROM unnest(?::text[], ?::text[], ?::text[]) AS wanted (class, id, message)
      JOIN reminder ON reminder.class = wanted.class AND reminder.id = wanted.id
        AND reminder.message = wanted.message
      """;

  static final String STORED_DEAD_LETTERS =
      """
      SELECT dead_letter.class, dead_letter.id, dead_letter.message
      FROM unnest(?::text[], ?::text[], ?::text[]) AS wanted (class, id, message)
      JOIN dead_letter ON dead_letter.class = wanted.class AND dead_letter.id = wanted.id
        AND dead_letter.message = wanted.message
      """;

  /** What decides whether a key has been used, which the answer does not. */
  static final String STORED_REPLIES =
      """
      SELECT idempotency.class, idempotency.id, idempotency.scope, fingerprint, expires_at
      FROM unnest(?::text[], ?::text[], ?::text[]) AS wanted (class, id, scope)
      JOIN idempotency ON idempotency.class = wanted.class AND idempotency.id = wanted.id
        AND idempotency.scope = wanted.scope
      """;

  static final String DELETE_INBOXES =
      """
      DELETE FROM inbox USING unnest(?::text[], ?::text[]) AS gone (class, id)
      WHERE inbox.class = gone.class AND inbox.id = gone.id
      """;

  static final String DELETE_ALL_LATER =
      """
      DELETE FROM reminder USING unnest(?::text[], ?::text[]) AS gone (class, id)
      WHERE reminder.class = gone.class AND reminder.id = gone.id
      """;

  static final String DELETE_SNAPSHOTS =
      """
      DELETE FROM actor_snapshot USING unnest(?::text[], ?::text[]) AS gone (class, id)
      WHERE actor_snapshot.class = gone.class AND actor_snapshot.id = gone.id
      """;

  static final String DELETE_RETAINED =
      """
      DELETE FROM retained_snapshot USING unnest(?::text[], ?::text[]) AS gone (class, id)
      WHERE retained_snapshot.class = gone.class AND retained_snapshot.id = gone.id
      """;

  static final String DELETE_MESSAGES =
      """
      DELETE FROM inbox USING unnest(?::text[], ?::text[], ?::text[]) AS gone (class, id, message)
      WHERE inbox.class = gone.class AND inbox.id = gone.id AND inbox.message = gone.message
      """;

  static final String INSERT_FRESH_MESSAGES =
      """
      INSERT INTO inbox (class, id, message, type, payload, sender, at, headers, shard,
        checksum)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[],
        ?::int8[], ?::bytea[], ?::int2[], ?::int4[])
      ON CONFLICT DO NOTHING
      """;

  static final String INSERT_MESSAGES =
      """
      INSERT INTO inbox (class, id, message, type, payload, sender, at, headers, shard,
        checksum, due_at, every_ms, attempts, lost, last_error)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[],
        ?::int8[], ?::bytea[], ?::int2[], ?::int4[], ?::int8[], ?::int8[], ?::int4[], ?::int4[], ?::bytea[])
      ON CONFLICT DO NOTHING
      """;

  static final String DELETE_DEAD_LETTERS =
      """
      DELETE FROM dead_letter
      USING unnest(?::text[], ?::text[], ?::text[]) AS gone (class, id, message)
      WHERE dead_letter.class = gone.class AND dead_letter.id = gone.id
        AND dead_letter.message = gone.message
      """;

  static final String INSERT_DEAD_LETTERS =
      """
      INSERT INTO dead_letter
        (class, id, message, type, payload, sender, at, headers, due_at, every_ms, lost, attempts,
         reason, died_at, checksum)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[],
        ?::int8[], ?::bytea[], ?::int8[], ?::int8[], ?::int4[], ?::int4[], ?::bytea[], ?::int8[],
        ?::int4[])
      ON CONFLICT (class, id, message) DO UPDATE SET
        type = excluded.type, payload = excluded.payload, sender = excluded.sender,
        at = excluded.at, manifest = NULL, headers = excluded.headers,
        due_at = excluded.due_at, every_ms = excluded.every_ms, lost = excluded.lost,
        attempts = excluded.attempts, reason = excluded.reason, died_at = excluded.died_at,
        checksum = excluded.checksum
      """;

  static final String DELETE_LATER =
      """
      DELETE FROM reminder
      USING unnest(?::text[], ?::text[], ?::text[]) AS gone (class, id, message)
      WHERE reminder.class = gone.class AND reminder.id = gone.id
        AND reminder.message = gone.message
      """;

  static final String SET_LATER =
      """
      INSERT INTO reminder (class, id, message, type, payload, sender, at, headers, shard,
        checksum, due_at, every_ms, attempts, lost, last_error)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[], ?::text[],
        ?::int8[], ?::bytea[], ?::int2[], ?::int4[], ?::int8[], ?::int8[], ?::int4[], ?::int4[], ?::bytea[])
      ON CONFLICT (class, id, message) DO UPDATE SET
        type = excluded.type, payload = excluded.payload, sender = excluded.sender,
        at = excluded.at, manifest = NULL, headers = excluded.headers, due_at = excluded.due_at,
        every_ms = excluded.every_ms, attempts = excluded.attempts, lost = excluded.lost,
        last_error = excluded.last_error, checksum = excluded.checksum
      """;

  static final String SET_REPLIES =
      """
      INSERT INTO idempotency (class, id, scope, fingerprint, expires_at, answer, checksum)
      SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int8[], ?::bytea[],
        ?::int4[])
      ON CONFLICT (class, id, scope) DO UPDATE SET
        fingerprint = excluded.fingerprint, expires_at = excluded.expires_at,
        answer = excluded.answer, checksum = excluded.checksum
      """;

  /** The process that has run a turn is the newest owner. */
  static final String SET_HEADS =
      """
      UPDATE actor SET version = new.version, seq = new.seq, epoch = new.epoch,
        fence = new.epoch, phase = new.phase, closed_at = new.closed_at,
        created_at = CASE WHEN actor.seq = 0 THEN new.first_at ELSE actor.created_at END,
        updated_at = new.last_at
      FROM unnest(?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[], ?::int2[], ?::int8[],
        ?::int8[], ?::int8[])
        AS new (class, id, version, seq, epoch, phase, closed_at, first_at, last_at)
      WHERE actor.class = new.class AND actor.id = new.id
      """;

  /**
   * The heads that are as their owners believe, moved and locked in the order of their keys. The
   * comparison is made with the row as it is when the lock is granted. An actor that has had no
   * owner since its row was made is left out: its epochs begin at a floor that is read elsewhere.
   */
  static final String MOVE_HEADS =
      """
      UPDATE actor SET version = new.version, seq = new.seq, epoch = new.epoch, fence = new.epoch,
        created_at = CASE WHEN new.before = 0 THEN new.first_at ELSE actor.created_at END,
        updated_at = new.last_at
      FROM unnest(?::text[], ?::text[], ?::text[], ?::int8[], ?::int8[], ?::int8[], ?::int8[],
        ?::int8[])
        AS new (class, id, version, before, seq, epoch, first_at, last_at)
      WHERE actor.class = new.class AND actor.id = new.id AND actor.seq = new.before
        AND actor.fence BETWEEN 1 AND new.epoch AND actor.phase = 0
      RETURNING actor.class, actor.id
      """;

  /** After the heads, whose rows it changes again. */
  static final String SET_TAGS =
      """
      UPDATE actor SET tags = new.tags
      FROM unnest(?::text[], ?::text[], ?::text[]) AS new (class, id, tags)
      WHERE actor.class = new.class AND actor.id = new.id
      """;

  static final String DELETE_TAGS =
      """
      DELETE FROM actor_tag USING unnest(?::text[], ?::text[]) AS gone (class, id)
      WHERE actor_tag.class = gone.class AND actor_tag.id = gone.id
      """;

  static final String INSERT_TAGS =
      """
      INSERT INTO actor_tag (class, id, tag)
      SELECT class, id, unnest(string_to_array(tags, chr(10)))
      FROM unnest(?::text[], ?::text[], ?::text[]) AS new (class, id, tags)
      WHERE tags IS NOT NULL
      """;

  /**
   * Held until the transaction has ended: one lock a shard and schema, in the order of the given
   * shards. The number in front keeps them apart from locks of others.
   */
  static final String ORDER_LOCKS =
      """
      SELECT pg_advisory_xact_lock(
        (6382452::bigint << 40) | ('turn_pos'::regclass::oid::bigint << 8) | shard)
      FROM unnest(?::int8[]) AS shard
      """;

  static final String INSERT_TURNS =
      """
      INSERT INTO actor_event (class, id, seq, shard, pos, kind, record)
      SELECT class, id, seq, shard, nextval('turn_pos'), kind, record
      FROM unnest(?::text[], ?::text[], ?::int8[], ?::int2[], ?::int2[], ?::bytea[])
        AS turn (class, id, seq, shard, kind, record)
      """;

  static final String CREATE_ACTORS =
      """
      INSERT INTO actor (class, id)
      SELECT class, id FROM unnest(?::text[], ?::text[]) AS wanted (class, id)
      ORDER BY class COLLATE "C", id COLLATE "C"
      ON CONFLICT DO NOTHING
      """;

  static final String EPOCH_FLOOR = "SELECT epoch FROM epoch_floor";

  private CommitSql() {}
}
