package io.actjs.storage.postgres;

/** The statements of {@link Activating}. */
final class ActivationSql {
  static final String CREATE =
      "INSERT INTO actor (class, id) VALUES (?, ?) ON CONFLICT (class, id) DO NOTHING";

  /**
   * A statement of its own: it begins when the row is there, and so sees the floor of the time when
   * the row was made.
   */
  static final String OWN =
      """
      UPDATE actor SET fence =
          CASE WHEN fence = 0 THEN (SELECT epoch FROM epoch_floor) ELSE fence END + 1,
        owned_at = (extract(epoch FROM now()) * 1000)::bigint
      WHERE class = ? AND id = ?
      RETURNING class, id, version, seq, epoch, phase, created_at, updated_at, tags, fence
      """;

  /**
   * Of a live actor: the turns from the known one on, if the journal has that; else the snapshot
   * and the turns after it. Turns have no class version here.
   */
  static final String STATE =
      """
      WITH live AS (
        SELECT class, id FROM actor WHERE class = ? AND id = ? AND seq > 0 AND phase = 0
      ), known AS (
        SELECT actor_event.seq FROM live JOIN actor_event USING (class, id)
        WHERE actor_event.seq = ?
      ), base AS (
        SELECT actor_snapshot.seq, class_version, state, checksum FROM live JOIN actor_snapshot
          USING (class, id)
        WHERE NOT EXISTS (SELECT 1 FROM known)
      ), turns AS (
        SELECT actor_event.seq, record FROM actor_event
        WHERE class = (SELECT class FROM live) AND id = (SELECT id FROM live)
          AND seq >= COALESCE((SELECT seq FROM known), (SELECT seq + 1 FROM base), 1)
        ORDER BY seq LIMIT ?
      )
      SELECT seq, class_version, state, checksum FROM base
      UNION ALL
      SELECT seq, NULL, record, NULL FROM turns
      ORDER BY seq
      """;

  private ActivationSql() {}
}
