package io.actjs.storage.sqlite;

/** Every statement of the driver. Tables: {@code io/actjs/migrations/sqlite}. */
final class Sql {
  static final String NEWEST_MIGRATION =
      "SELECT COALESCE(max(CAST(version AS INTEGER)), 0) FROM flyway_schema_history WHERE success";

  static final String FOREIGN_TABLES =
      """
      SELECT count(*) FROM sqlite_schema
      WHERE tbl_name <> 'flyway_schema_history' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
      """;

  static final String INSERT_SEGMENT = "INSERT INTO segment (pos, data) VALUES (?, ?)";

  static final String SEGMENTS = "SELECT pos, data FROM segment ORDER BY pos";

  static final String LAST_POSITION =
      """
      SELECT max(COALESCE((SELECT max(pos) FROM segment), 0),
                 COALESCE((SELECT pos FROM fold), 0))
      """;

  static final String DELETE_SEGMENTS = "DELETE FROM segment WHERE pos <= ?";

  static final String FOLD_MARK = "SELECT pos, class, id, message FROM fold";

  static final String SET_FOLD_MARK =
      "INSERT OR REPLACE INTO fold (one, pos, class, id, message) VALUES (1, ?, ?, ?, ?)";

  static final String SET_FOLD_DONE =
      "INSERT OR REPLACE INTO fold (one, pos, class, id, message) VALUES (1, ?, NULL, NULL, NULL)";

  static final String HEAD =
      "SELECT class, id, version, seq, epoch, phase FROM actor WHERE class = ? AND id = ?";

  static final String HEADS_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase FROM actor
      WHERE (class, id) > (?, ?) ORDER BY class, id LIMIT ?
      """;

  static final String HEADS_OF_CLASS_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase FROM actor
      WHERE class = ? AND id > ? ORDER BY id LIMIT ?
      """;

  static final String SET_HEAD =
      """
      INSERT INTO actor (class, id, version, seq, epoch, phase) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (class, id) DO UPDATE SET
        version = excluded.version, seq = excluded.seq,
        epoch = excluded.epoch, phase = excluded.phase
      """;

  static final String INSERT_CHUNK =
      """
      INSERT INTO actor_event (class, id, first_seq, last_seq, records) VALUES (?, ?, ?, ?, ?)
      """;

  static final String CHUNKS_FROM =
      """
      SELECT records FROM actor_event
      WHERE class = ?1 AND id = ?2 AND first_seq >= COALESCE(
        (SELECT max(first_seq) FROM actor_event WHERE class = ?1 AND id = ?2 AND first_seq <= ?3),
        0)
      ORDER BY first_seq
      """;

  static final String SNAPSHOT =
      "SELECT seq, class_version, state FROM actor_snapshot WHERE class = ? AND id = ?";

  static final String SET_SNAPSHOT =
      """
      INSERT INTO actor_snapshot (class, id, seq, class_version, state) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (class, id) DO UPDATE SET
        seq = excluded.seq, class_version = excluded.class_version, state = excluded.state
      WHERE excluded.seq >= seq
      """;

  static final String DELETE_SNAPSHOT = "DELETE FROM actor_snapshot WHERE class = ? AND id = ?";

  static final String INSERT_MESSAGE =
      """
      INSERT OR IGNORE INTO inbox (class, id, message, type, payload, sender, at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  static final String DELETE_MESSAGE =
      "DELETE FROM inbox WHERE class = ? AND id = ? AND message = ?";

  static final String DELETE_INBOX = "DELETE FROM inbox WHERE class = ? AND id = ?";

  static final String HAS_MESSAGE =
      "SELECT 1 FROM inbox WHERE class = ? AND id = ? AND message = ?";

  static final String MESSAGES_AFTER =
      """
      SELECT message, type, payload, sender, at FROM inbox
      WHERE class = ? AND id = ? AND message > ? ORDER BY message LIMIT ?
      """;

  static final String NEXT_ACTOR_WITH_INBOX =
      "SELECT class, id FROM inbox WHERE (class, id) > (?, ?) ORDER BY class, id LIMIT 1";

  static final String INSERT_DEAD_LETTER =
      """
      INSERT OR REPLACE INTO dead_letter
        (message, class, id, type, payload, sender, at, attempts, reason, died_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String DEAD_LETTERS =
      """
      SELECT message, class, id, type, payload, sender, at, attempts, reason, died_at
      FROM dead_letter ORDER BY died_at DESC, message DESC LIMIT ?
      """;

  static final String DEAD_LETTERS_OF =
      """
      SELECT message, class, id, type, payload, sender, at, attempts, reason, died_at
      FROM dead_letter WHERE class = ? AND id = ? ORDER BY died_at DESC, message DESC LIMIT ?
      """;

  static final String INSERT_BLOB =
      "INSERT OR IGNORE INTO class_blob (sha256, source) VALUES (?, ?)";

  static final String INSERT_VERSION =
      """
      INSERT INTO class_version
        (name, version, source_sha256, compiled, kind, durability, handlers, published_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """;

  static final String VERSIONS = "SELECT name, version FROM class_version ORDER BY ordinal";

  static final String VERSION =
      """
      SELECT source_sha256, source, compiled, kind, durability, handlers, published_at
      FROM class_version JOIN class_blob ON sha256 = source_sha256
      WHERE name = ? AND version = ?
      """;

  static final String CREATE_FENCES =
      """
      CREATE TABLE fence (
        class TEXT NOT NULL, id TEXT NOT NULL, epoch INTEGER NOT NULL, PRIMARY KEY (class, id)
      ) WITHOUT ROWID
      """;

  static final String SET_FENCE =
      "INSERT OR REPLACE INTO fence (class, id, epoch) VALUES (?, ?, ?)";

  static final String FENCE = "SELECT epoch FROM fence WHERE class = ? AND id = ?";

  static final String SET_ALIVE =
      """
      INSERT INTO liveness (one, beat) VALUES (1, 1)
      ON CONFLICT (one) DO UPDATE SET beat = beat + 1
      """;

  private Sql() {}
}
