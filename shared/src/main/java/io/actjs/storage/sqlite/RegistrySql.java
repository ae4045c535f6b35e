package io.actjs.storage.sqlite;

import io.actjs.storage.jdbc.RegistryDialect;

/**
 * The registry's statements that are worded for SQLite. Tables: {@code io/actjs/migrations/sqlite}.
 */
final class RegistrySql {
  private static final String INSERT_BLOB =
      "INSERT OR IGNORE INTO class_blob (sha256, source) VALUES (?, ?)";

  static final String DELETE_BLOBS =
      """
      DELETE FROM class_blob WHERE sha256 IN
        (SELECT sha256 FROM class_blob AS blob WHERE NOT EXISTS
          (SELECT 1 FROM class_version WHERE source_sha256 = blob.sha256) LIMIT ?)
      """;

  private static final String ADD_MANIFEST_USES =
      """
      INSERT INTO manifest_use (sha256, count, last_seen) VALUES (?, ?, ?)
      ON CONFLICT (sha256) DO UPDATE SET
        count = count + excluded.count, last_seen = max(last_seen, excluded.last_seen)
      """;

  static final RegistryDialect DIALECT = new RegistryDialect(INSERT_BLOB, ADD_MANIFEST_USES);

  private RegistrySql() {}
}
