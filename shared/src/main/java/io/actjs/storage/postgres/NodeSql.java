package io.actjs.storage.postgres;

/** The statements of {@link NodeTable}. */
final class NodeSql {
  static final String LOCK = "LOCK TABLE node IN SHARE ROW EXCLUSIVE MODE";

  static final String DELETE_ENDED =
      "DELETE FROM node WHERE id = ? OR lease_until <= clock_timestamp()";

  static final String HOLDER =
      """
      SELECT id, host, pid, started_at, renewals,
        (extract(epoch FROM lease_until - clock_timestamp()) * 1000)::bigint
      FROM node WHERE id <> ? LIMIT 1
      """;

  static final String TAKE =
      """
      INSERT INTO node (id, host, pid, started_at, lease_until, renewals)
      VALUES (?, ?, ?, ?, clock_timestamp() + ?::bigint * interval '1 millisecond', 0)
      ON CONFLICT (id) DO UPDATE
        SET lease_until = excluded.lease_until, renewals = node.renewals + 1
      """;

  static final String RENEW =
      """
      UPDATE node SET lease_until = clock_timestamp() + ?::bigint * interval '1 millisecond',
        renewals = renewals + 1
      WHERE id = ?
      """;

  static final String RELEASE = "DELETE FROM node WHERE id = ?";

  private NodeSql() {}
}
