package io.actjs.storage.postgres;

/** The statements of {@link UnbornActors}. */
final class UnbornSql {
  static final String PAGE =
      """
      SELECT class, id,
        seq = 0 AND owned_at < (extract(epoch FROM now()) * 1000)::bigint - 86400000
      FROM actor WHERE (class, id) > (?, ?) ORDER BY class, id LIMIT ?
      """;

  static final String LOCK =
      """
      SELECT actor.class, actor.id
      FROM unnest(?::text[], ?::text[]) AS wanted (class, id)
      JOIN actor ON actor.class = wanted.class AND actor.id = wanted.id
      WHERE seq = 0 AND owned_at < (extract(epoch FROM now()) * 1000)::bigint - 86400000
      FOR UPDATE OF actor SKIP LOCKED
      """;

  static final String DELETE =
      """
      DELETE FROM actor USING unnest(?::text[], ?::text[]) AS dead (class, id)
      WHERE actor.class = dead.class AND actor.id = dead.id
        AND NOT EXISTS
          (SELECT 1 FROM inbox WHERE inbox.class = actor.class AND inbox.id = actor.id)
        AND NOT EXISTS
          (SELECT 1 FROM reminder WHERE reminder.class = actor.class AND reminder.id = actor.id)
      RETURNING actor.fence
      """;

  static final String RAISE_FLOOR = "UPDATE epoch_floor SET epoch = greatest(epoch, ?)";

  private UnbornSql() {}
}
