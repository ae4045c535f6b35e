package io.actjs.storage.postgres.pool;

/** The statements of {@link Committer}, and the one that drops what processes have left of them. */
final class CommitterSql {
  static final String SET_COMMITTER =
      """
      INSERT INTO committer (process, slot, number, at)
      VALUES (?, ?, ?, (extract(epoch FROM now()) * 1000)::bigint)
      ON CONFLICT (process, slot) DO UPDATE SET number = excluded.number, at = excluded.at
      """;

  static final String ASK_COMMITTER =
      """
      INSERT INTO committer (process, slot, number, at)
      VALUES (?, ?, 0, (extract(epoch FROM now()) * 1000)::bigint)
      ON CONFLICT (process, slot) DO UPDATE SET at = excluded.at
      RETURNING number
      """;

  /** Rows of ended processes, and of slots no longer used. */
  static final String DELETE_COMMITTERS =
      """
      DELETE FROM committer WHERE (process, slot) IN
        (SELECT process, slot FROM committer
         WHERE at < (extract(epoch FROM now()) * 1000)::bigint - 86400000
         FOR UPDATE SKIP LOCKED)
      """;

  private CommitterSql() {}
}
