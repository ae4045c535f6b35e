package io.actjs.storage.sqlite.file;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.jdbc.AuditTable;
import io.actjs.storage.jdbc.Migrations;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;

/** Brings the database file to the newest schema, and refuses a file that is not ours. */
public final class Schema {
  /** The newest file under {@link #LOCATION}; a test compares. */
  public static final int NEWEST = 14;

  public static final String LOCATION = "classpath:io/actjs/migrations/sqlite";

  private static final Migrations MIGRATIONS = new Migrations(LOCATION, NEWEST, 0);

  /** Reads {@code actj}. */
  static final int APPLICATION_ID = 0x6163746A;

  private Schema() {}

  public static void prepare(Database database) throws SQLException {
    int found;
    try (Session session = database.writer()) {
      found = versionOf(session, database.file());
    }
    MIGRATIONS.complete(
        new Migrations.Target(database.file().toString(), database.url(), null, null), found);
    try (Session session = database.writer()) {
      StoredShards.complete(session, database.file());
      if (!AuditTable.isChained(session)) {
        session.inTransaction(() -> AuditTable.chainAll(session, AuditTable.ENDS));
      }
    }
  }

  /**
   * Refuses a file of another schema, for those that only read.
   *
   * @throws ActjsException {@code StorageUnavailable}
   */
  public static void requireNewest(Session session, Path file) throws SQLException {
    int found = versionOf(session, file);
    if (found != NEWEST) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          file
              + " has schema "
              + found
              + ", and this version reads "
              + NEWEST
              + (found < NEWEST
                  ? ": start a server of this version on it first"
                  : ": use the version that wrote it"));
    }
  }

  /** 0 for a file that no migration has completed. */
  private static int versionOf(Session session, Path file) throws SQLException {
    int applicationId = number(session, "PRAGMA application_id");
    if (applicationId == APPLICATION_ID) {
      return number(session, Sql.NEWEST_MIGRATION);
    }
    if (applicationId != 0 || number(session, Sql.FOREIGN_TABLES) > 0) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          file
              + " belongs to another program: move it away, or choose another directory with"
              + " --data");
    }
    return 0;
  }

  private static int number(Session session, String sql) throws SQLException {
    return Objects.requireNonNull(session.first(sql, row -> row.getInt(1)));
  }
}
