package io.actjs.storage.postgres;

/** The statements of {@link TurnOrder}. */
final class OrderSql {
  static final String TURNS_AFTER =
      """
      SELECT class, id, pos, record FROM actor_event
      WHERE shard = ?::int2 AND pos > ? ORDER BY pos LIMIT ?
      """;

  static final String OPEN_CURSOR =
      """
      INSERT INTO order_cursor (name, shard, pos)
      SELECT ?, wanted.shard, COALESCE(
        (SELECT max(pos) FROM actor_event WHERE actor_event.shard = wanted.shard), 0)
      FROM (SELECT generate_series(0, ?)::int2 AS shard) AS wanted
      ON CONFLICT (name, shard) DO NOTHING
      """;

  static final String CURSOR = "SELECT pos FROM order_cursor WHERE name = ? AND shard = ?::int2";

  static final String ADVANCE_CURSOR =
      """
      UPDATE order_cursor SET pos = greatest(pos, ?) WHERE name = ? AND shard = ?::int2
      """;

  static final String DROP_CURSOR = "DELETE FROM order_cursor WHERE name = ?";

  private OrderSql() {}
}
