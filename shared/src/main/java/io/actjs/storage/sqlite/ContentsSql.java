package io.actjs.storage.sqlite;

import io.actjs.storage.jdbc.ContentsDialect;

/**
 * The statements that read or fill the whole store, besides those that all databases word alike.
 * Tables: {@code io/actjs/migrations/sqlite}.
 */
final class ContentsSql {
  private static final String HEADS =
      """
      SELECT class, id, version, seq, epoch, phase, created_at, updated_at, tags, closed_at
      FROM actor ORDER BY class, id
      """;

  private static final String CHUNKS =
      "SELECT class, id, records FROM actor_event ORDER BY class, id, first_seq";

  static final String ACTORS = "SELECT count(*) FROM actor";

  private static final String BEGIN_IMPORT =
      "INSERT INTO import_progress (export, lines, done) VALUES (?, 0, 0)";

  private static final String SET_PROGRESS =
      """
      UPDATE import_progress SET lines = ?, done = ? WHERE export = ? AND lines = ? AND done = 0
      """;

  static final ContentsDialect DIALECT =
      new ContentsDialect(HEADS, CHUNKS, BEGIN_IMPORT, SET_PROGRESS);

  /** Copies the contents that a read transaction would see, without unused pages. */
  static final String BACKUP = "VACUUM INTO ?";

  private ContentsSql() {}
}
