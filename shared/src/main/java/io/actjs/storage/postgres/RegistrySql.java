package io.actjs.storage.postgres;

import io.actjs.storage.jdbc.RegistryDialect;

/**
 * The registry's statements that are worded for PostgreSQL. Tables: {@code
 * io/actjs/migrations/postgres}.
 */
final class RegistrySql {
  /** Locks the row even if it exists, so that a sweep does not drop it in the meantime. */
  private static final String INSERT_BLOB =
      """
      INSERT INTO class_blob (sha256, source) VALUES (?, ?)
      ON CONFLICT (sha256) DO UPDATE SET sha256 = excluded.sha256
      """;

  /** In order of the keys, so that two servers do not wait for each other. */
  private static final String ADD_MANIFEST_USES =
      """
      INSERT INTO manifest_use AS stored (sha256, count, last_seen)
      SELECT sha256, sum(count)::bigint, max(last_seen)
      FROM unnest(?::text[], ?::int8[], ?::int8[]) AS added (sha256, count, last_seen)
      GROUP BY sha256 ORDER BY sha256 COLLATE "C"
      ON CONFLICT (sha256) DO UPDATE SET
        count = stored.count + excluded.count,
        last_seen = greatest(stored.last_seen, excluded.last_seen)
      """;

  static final RegistryDialect DIALECT = new RegistryDialect(INSERT_BLOB, ADD_MANIFEST_USES);

  private RegistrySql() {}
}
