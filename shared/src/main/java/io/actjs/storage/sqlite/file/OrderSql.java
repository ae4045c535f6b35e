package io.actjs.storage.sqlite.file;

/** The statements about the order of turns. Tables: {@code io/actjs/migrations/sqlite}. */
public final class OrderSql {
  public static final String HAS_CURSORS = "SELECT EXISTS (SELECT 1 FROM order_cursor)";

  /** The shards are a JSON array. */
  public static final String OPEN_CURSOR =
      """
      INSERT OR IGNORE INTO order_cursor (name, shard, pos)
      SELECT ?, value, ? FROM json_each(?)
      """;

  public static final String CURSOR = "SELECT pos FROM order_cursor WHERE name = ? AND shard = ?";

  public static final String ADVANCE_CURSOR =
      "UPDATE order_cursor SET pos = max(pos, ?) WHERE name = ? AND shard = ?";

  public static final String DROP_CURSOR = "DELETE FROM order_cursor WHERE name = ?";

  /** By shard, where the last of its readers is. */
  public static final String SLOWEST = "SELECT shard, min(pos) FROM order_cursor GROUP BY shard";

  public static final String SEGMENTS_FROM =
      "SELECT pos, data FROM segment WHERE pos >= ? ORDER BY pos";

  public static final String SEGMENTS_UP_TO =
      "SELECT pos, data FROM segment WHERE pos <= ? ORDER BY pos";

  public static final String INSERT_PLACE =
      "INSERT INTO turn_order (shard, pos, class, id, seq) VALUES (?, ?, ?, ?, ?)";

  public static final String PLACES =
      """
      SELECT pos, class, id, seq FROM turn_order WHERE shard = ? AND pos > ? ORDER BY pos LIMIT ?
      """;

  public static final String FIRST_PLACED =
      "SELECT min(seq) FROM turn_order WHERE class = ? AND id = ?";

  public static final String DELETE_PASSED =
      """
      DELETE FROM turn_order WHERE shard = ?1 AND pos IN
        (SELECT pos FROM turn_order
         WHERE shard = ?1 AND pos <= COALESCE(
           (SELECT min(pos) FROM order_cursor WHERE shard = ?1), 9223372036854775807)
         ORDER BY pos LIMIT ?2)
      """;

  private OrderSql() {}
}
