package io.actjs.storage.postgres;

/**
 * The statements of {@link Retention}. Rows that a commit holds are left to the next time: a sweep
 * never waits for a commit, and a commit waits for one small transaction at most.
 */
final class RetentionSql {
  static final String EXTENTS_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags, closed_at,
        (SELECT seq FROM actor_event AS turn
         WHERE turn.class = actor.class AND turn.id = actor.id ORDER BY seq LIMIT 1),
        (SELECT seq FROM actor_snapshot AS shot
         WHERE shot.class = actor.class AND shot.id = actor.id)
      FROM actor WHERE (class, id) > (?, ?) AND seq > 0 ORDER BY class, id LIMIT ?
      """;

  static final String EXTENTS_IN_SHARDS_AFTER =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags, closed_at,
        (SELECT seq FROM actor_event AS turn
         WHERE turn.class = actor.class AND turn.id = actor.id ORDER BY seq LIMIT 1),
        (SELECT seq FROM actor_snapshot AS shot
         WHERE shot.class = actor.class AND shot.id = actor.id)
      FROM actor
      WHERE get_byte(sha256(convert_to(class || '/' || id, 'UTF8')), 0) = ANY (?::int4[])
        AND (class, id) > (?, ?) AND seq > 0
      ORDER BY class, id LIMIT ?
      """;

  static final String IS_DELETED = "SELECT seq FROM actor WHERE class = ? AND id = ? AND phase = 1";

  /** Read by a statement of its own, after the row of the actor that it is about was locked. */
  static final String RAISE_FLOOR =
      """
      UPDATE epoch_floor SET epoch = greatest(epoch_floor.epoch, actor.fence)
      FROM actor WHERE class = ? AND id = ? AND phase = 1
      """;

  static final String DELETE_CLOSED_ACTOR =
      """
      DELETE FROM actor WHERE (class, id) IN
        (SELECT class, id FROM actor
         WHERE class = ? AND id = ? AND phase = 1
           AND fence <= (SELECT epoch FROM epoch_floor)
           AND NOT EXISTS (SELECT 1 FROM actor_event AS turn
                           WHERE turn.class = actor.class AND turn.id = actor.id)
         FOR UPDATE SKIP LOCKED)
      """;

  /** After the actor's row, whose successor cannot be there before the transaction has ended. */
  static final String DELETE_REPLIES = "DELETE FROM idempotency WHERE class = ? AND id = ?";

  static final String DELETE_REPLIES_UNTIL =
      """
      DELETE FROM idempotency WHERE (class, id, scope) IN
        (SELECT class, id, scope FROM idempotency WHERE expires_at <= ?
         ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
      """;

  static final String DELETE_REVOCATIONS_UNTIL =
      """
      DELETE FROM capability_revocation WHERE jti IN
        (SELECT jti FROM capability_revocation WHERE until <= ?
         ORDER BY until, jti LIMIT ? FOR UPDATE SKIP LOCKED)
      """;

  static final String DELETE_RETAINED_UNTIL =
      """
      DELETE FROM retained_snapshot WHERE (class, id) IN
        (SELECT class, id FROM retained_snapshot WHERE until < ? LIMIT ? FOR UPDATE SKIP LOCKED)
      """;

  static final String DELETE_BLOBS =
      """
      DELETE FROM class_blob WHERE sha256 IN
        (SELECT sha256 FROM class_blob AS blob WHERE NOT EXISTS
          (SELECT 1 FROM class_version WHERE source_sha256 = blob.sha256)
         LIMIT ? FOR UPDATE SKIP LOCKED)
      """;

  /** The newest one that is one too many. */
  static final String SURPLUS_DEAD_LETTER =
      """
      SELECT died_at, message FROM dead_letter
      ORDER BY died_at DESC, message DESC LIMIT 1 OFFSET ?
      """;

  static final String DELETE_DEAD_LETTERS =
      """
      DELETE FROM dead_letter WHERE (class, id, message) IN
        (SELECT class, id, message FROM dead_letter WHERE (died_at, message) <= (?, ?)
         ORDER BY died_at, message LIMIT ? FOR UPDATE SKIP LOCKED)
      """;

  private RetentionSql() {}
}
