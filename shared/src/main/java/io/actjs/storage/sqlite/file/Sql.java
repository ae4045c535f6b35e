package io.actjs.storage.sqlite.file;

/** Every statement of the driver. Tables: {@code io/actjs/migrations/sqlite}. */
public final class Sql {
  public static final String NEWEST_MIGRATION =
      "SELECT COALESCE(max(CAST(version AS INTEGER)), 0) FROM flyway_schema_history WHERE success";

  public static final String FOREIGN_TABLES =
      """
      SELECT count(*) FROM sqlite_schema
      WHERE tbl_name <> 'flyway_schema_history' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      """;

  /** Whether the tables are there that tell how far the store is. */
  static final String IS_MADE =
      "SELECT count(*) = 2 FROM sqlite_schema WHERE type = 'table' AND name IN ('segment', 'fold')";

  /**
   * A number in the head of the file, counted up by each durable change that is not a segment. See
   * {@link StoreMark}.
   */
  static final String REVISION = "PRAGMA user_version";

  static final String HAS_INCARNATION =
      "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'incarnation'";

  static final String INCARNATION = "SELECT uuid FROM incarnation";

  static final String SET_INCARNATION =
      "INSERT OR REPLACE INTO incarnation (one, uuid) VALUES (1, ?)";

  /** One row that says ok, or what is wrong with the pages. */
  public static final String INTEGRITY = "PRAGMA integrity_check(100)";

  public static final String SHARD_COUNT = "SELECT count FROM shards";

  public static final String HAS_ALL_SHARDS =
      """
      SELECT NOT EXISTS (SELECT 1 FROM inbox WHERE shard IS NULL)
        AND NOT EXISTS (SELECT 1 FROM reminder WHERE shard IS NULL)
      """;

  public static final String FILL_INBOX_SHARDS =
      "UPDATE inbox SET shard = actor_shard(class, id) WHERE shard IS NULL";

  public static final String FILL_REMINDER_SHARDS =
      "UPDATE reminder SET shard = actor_shard(class, id) WHERE shard IS NULL";

  public static final String INSERT_SEGMENT = "INSERT INTO segment (pos, data) VALUES (?, ?)";

  public static final String SEGMENTS = "SELECT pos, data FROM segment ORDER BY pos";

  public static final String LAST_POSITION =
      """
      SELECT max(COALESCE((SELECT max(pos) FROM segment), 0),
                 COALESCE((SELECT pos FROM fold), 0))
      """;

  public static final String DELETE_SEGMENTS_FROM = "DELETE FROM segment WHERE pos >= ?";

  public static final String DELETE_SEGMENTS = "DELETE FROM segment WHERE pos <= ?";

  public static final String FOLD_MARK = "SELECT pos, class, id, message FROM fold";

  public static final String SET_FOLD_MARK =
      "INSERT OR REPLACE INTO fold (one, pos, class, id, message) VALUES (1, ?, ?, ?, ?)";

  public static final String SET_FOLD_DONE =
      "INSERT OR REPLACE INTO fold (one, pos, class, id, message) VALUES (1, ?, NULL, NULL, NULL)";

  public static final String HEAD =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags FROM actor
      WHERE class = ? AND id = ?
      """;

  /**
   * One row, also without an actor: the head, if there is one, and whether messages are pending.
   */
  public static final String HEAD_AND_INBOX =
      """
      SELECT a.class, a.id, a.version, a.seq, a.epoch, a.phase, a.created_at, a.updated_at, a.tags,
        EXISTS (SELECT 1 FROM inbox WHERE class = ?1 AND id = ?2)
      FROM (SELECT 1) LEFT JOIN actor AS a ON a.class = ?1 AND a.id = ?2
      """;

  public static final String HEADS_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags FROM actor
      WHERE (class, id) > (?, ?) ORDER BY class, id LIMIT ?
      """;

  public static final String HEADS_OF_CLASS_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags FROM actor
      WHERE class = ? AND id > ? ORDER BY id LIMIT ?
      """;

  /** Of the actors that have the tag, of all classes. */
  public static final String TAGGED_AFTER =
      """
      SELECT a.class, a.id, version, seq, epoch, phase, created_at, updated_at, tags
      FROM actor_tag AS t JOIN actor AS a ON a.class = t.class AND a.id = t.id
      WHERE t.tag = ? AND (t.class, t.id) > (?, ?) ORDER BY t.class, t.id LIMIT ?
      """;

  public static final String TAGGED_OF_CLASS_AFTER =
      """
      SELECT a.class, a.id, version, seq, epoch, phase, created_at, updated_at, tags
      FROM actor_tag AS t JOIN actor AS a ON a.class = t.class AND a.id = t.id
      WHERE t.tag = ? AND t.class = ? AND t.id > ? ORDER BY t.id LIMIT ?
      """;

  /** The time of the first turn counts when there is no row yet; tags stay as they are. */
  public static final String SET_HEAD =
      """
      INSERT INTO actor (class, id, version, seq, epoch, phase, closed_at, created_at, updated_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (class, id) DO UPDATE SET
        version = excluded.version, seq = excluded.seq,
        epoch = excluded.epoch, phase = excluded.phase, closed_at = excluded.closed_at,
        updated_at = excluded.updated_at
      """;

  public static final String SET_TAGS = "UPDATE actor SET tags = ? WHERE class = ? AND id = ?";

  public static final String DELETE_TAGS = "DELETE FROM actor_tag WHERE class = ? AND id = ?";

  public static final String INSERT_TAG = "INSERT INTO actor_tag (class, id, tag) VALUES (?, ?, ?)";

  public static final String EXTENTS_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags, closed_at,
        (SELECT first_seq FROM actor_event AS turn
         WHERE turn.class = actor.class AND turn.id = actor.id ORDER BY first_seq LIMIT 1),
        (SELECT seq FROM actor_snapshot AS shot
         WHERE shot.class = actor.class AND shot.id = actor.id)
      FROM actor WHERE (class, id) > (?, ?) ORDER BY class, id LIMIT ?
      """;

  public static final String DELETE_CLOSED_ACTOR =
      "DELETE FROM actor WHERE class = ? AND id = ? AND phase = 1";

  public static final String INSERT_CHUNK =
      """
      INSERT INTO actor_event (class, id, first_seq, last_seq, records) VALUES (?, ?, ?, ?, ?)
      """;

  public static final String CHUNKS_FROM =
      """
      SELECT records FROM actor_event
      WHERE class = ?1 AND id = ?2 AND first_seq >= COALESCE(
        (SELECT max(first_seq) FROM actor_event WHERE class = ?1 AND id = ?2 AND first_seq <= ?3),
        0)
      ORDER BY first_seq
      """;

  public static final String OLDEST_CHUNKS =
      """
      SELECT first_seq, last_seq FROM actor_event
      WHERE class = ? AND id = ? AND first_seq <= ? ORDER BY first_seq LIMIT ?
      """;

  public static final String CHUNK =
      "SELECT records FROM actor_event WHERE class = ? AND id = ? AND first_seq = ?";

  public static final String DELETE_CHUNK =
      "DELETE FROM actor_event WHERE class = ? AND id = ? AND first_seq = ?";

  public static final String SNAPSHOT =
      "SELECT seq, class_version, state, checksum FROM actor_snapshot WHERE class = ? AND id = ?";

  public static final String SET_SNAPSHOT =
      """
      INSERT INTO actor_snapshot (class, id, seq, class_version, state, checksum)
      VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (class, id) DO UPDATE SET
        seq = excluded.seq, class_version = excluded.class_version, state = excluded.state,
        checksum = excluded.checksum
      WHERE excluded.seq >= seq
      """;

  public static final String DELETE_SNAPSHOT =
      "DELETE FROM actor_snapshot WHERE class = ? AND id = ?";

  public static final String SET_RETAINED =
      """
      INSERT OR REPLACE INTO retained_snapshot
        (class, id, seq, class_version, state, until, checksum)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  public static final String RETAINED =
      """
      SELECT seq, class_version, state, checksum, until FROM retained_snapshot
      WHERE class = ? AND id = ?
      """;

  public static final String DELETE_RETAINED =
      "DELETE FROM retained_snapshot WHERE class = ? AND id = ?";

  public static final String DELETE_RETAINED_UNTIL =
      """
      DELETE FROM retained_snapshot WHERE rowid IN
        (SELECT rowid FROM retained_snapshot WHERE until < ? LIMIT ?)
      """;

  public static final String SET_MESSAGE =
      """
      INSERT OR REPLACE INTO inbox (class, id, message, type, payload, sender, at, headers,
        due_at, every_ms, attempts, lost, last_error, shard, checksum)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  public static final String DELETE_MESSAGE =
      "DELETE FROM inbox WHERE class = ? AND id = ? AND message = ?";

  public static final String DELETE_INBOX = "DELETE FROM inbox WHERE class = ? AND id = ?";

  public static final String HAS_MESSAGE =
      "SELECT 1 FROM inbox WHERE class = ? AND id = ? AND message = ?";

  public static final String MESSAGES_AFTER =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM inbox WHERE class = ? AND id = ? AND message > ? ORDER BY message LIMIT ?
      """;

  public static final String MESSAGE_IDS =
      "SELECT message FROM inbox WHERE class = ? AND id = ? ORDER BY message LIMIT ?";

  public static final String NEXT_ACTOR_WITH_INBOX =
      "SELECT class, id FROM inbox WHERE (class, id) > (?, ?) ORDER BY class, id LIMIT 1";

  /** The shards are a JSON array. */
  public static final String ACTORS_WITH_INBOX_IN_SHARDS =
      """
      SELECT DISTINCT class, id FROM inbox
      WHERE shard IN (SELECT value FROM json_each(?)) AND (class, id) > (?, ?)
      ORDER BY class, id
      """;

  public static final String SET_LATER =
      """
      INSERT OR REPLACE INTO reminder (class, id, message, type, payload, sender, at, headers,
        due_at, every_ms, attempts, lost, last_error, shard, checksum)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  public static final String DELETE_LATER =
      "DELETE FROM reminder WHERE class = ? AND id = ? AND message = ?";

  public static final String DELETE_ALL_LATER = "DELETE FROM reminder WHERE class = ? AND id = ?";

  public static final String DUE_AT =
      "SELECT due_at FROM reminder WHERE class = ? AND id = ? AND message = ?";

  public static final String LATER_OF =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM reminder WHERE class = ? AND id = ? AND (due_at, message) > (?, ?)
      ORDER BY due_at, message LIMIT ?
      """;

  public static final String DUE =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM reminder
      WHERE (due_at, message, class, id) >= (?, ?, ?, ?) AND due_at <= ?
      ORDER BY due_at, message, class, id
      """;

  /** The shards are a JSON array. */
  public static final String DUE_IN_SHARDS =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM reminder
      WHERE shard IN (SELECT value FROM json_each(?)) AND due_at <= ?
      ORDER BY due_at, message, class, id
      """;

  public static final String LATER_OF_SHARD =
      """
      SELECT class, id, message, type, payload, sender, at, manifest, headers,
        due_at, every_ms, attempts, lost, last_error, checksum
      FROM reminder WHERE shard = ? ORDER BY due_at, message
      """;

  public static final String SET_DEAD_LETTER =
      """
      INSERT OR REPLACE INTO dead_letter
        (message, class, id, type, payload, sender, at, headers, due_at, every_ms, lost, attempts,
         reason, died_at, checksum)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  public static final String DELETE_DEAD_LETTER =
      "DELETE FROM dead_letter WHERE class = ? AND id = ? AND message = ?";

  /** The newest one that is one too many. */
  public static final String SURPLUS_DEAD_LETTER =
      """
      SELECT died_at, message FROM dead_letter
      ORDER BY died_at DESC, message DESC LIMIT 1 OFFSET ?
      """;

  public static final String DELETE_DEAD_LETTERS =
      """
      DELETE FROM dead_letter WHERE message IN
        (SELECT message FROM dead_letter WHERE (died_at, message) <= (?, ?)
         ORDER BY died_at, message LIMIT ?)
      """;

  public static final String SET_REPLY =
      """
      INSERT OR REPLACE INTO idempotency
        (class, id, scope, fingerprint, expires_at, answer, checksum)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  public static final String SET_FOUR_REPLIES =
      """
      INSERT OR REPLACE INTO idempotency
        (class, id, scope, fingerprint, expires_at, answer, checksum)
      VALUES (?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?), (?, ?, ?, ?, ?, ?, ?)
      """;

  public static final String DELETE_REPLIES = "DELETE FROM idempotency WHERE class = ? AND id = ?";

  public static final String DELETE_REPLIES_UNTIL =
      """
      DELETE FROM idempotency WHERE (class, id, scope) IN
        (SELECT class, id, scope FROM idempotency WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
      """;

  public static final String DELETE_REVOCATIONS_UNTIL =
      """
      DELETE FROM capability_revocation WHERE jti IN
        (SELECT jti FROM capability_revocation WHERE until <= ? ORDER BY until, jti LIMIT ?)
      """;

  public static final String CREATE_FENCES =
      """
      CREATE TABLE fence (
        class TEXT NOT NULL, id TEXT NOT NULL, epoch INTEGER NOT NULL, PRIMARY KEY (class, id)
      ) WITHOUT ROWID
      """;

  public static final String SET_FENCE =
      "INSERT OR REPLACE INTO fence (class, id, epoch) VALUES (?, ?, ?)";

  public static final String DELETE_FENCE = "DELETE FROM fence WHERE class = ? AND id = ?";

  public static final String FENCE = "SELECT epoch FROM fence WHERE class = ? AND id = ?";

  public static final String SET_ALIVE =
      """
      INSERT INTO liveness (one, beat) VALUES (1, 1)
      ON CONFLICT (one) DO UPDATE SET beat = beat + 1
      """;

  private Sql() {}
}
