package io.actjs.storage.sqlite;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the database file to the newest schema, and refuses a file that is not ours. Flyway does
 * the work; as loading it costs more than all else at start-up, it is asked only when the file's
 * own history says that there is something to do.
 */
final class Schema {
  /** The newest file under {@link #LOCATION}; a test compares. */
  static final int NEWEST = 3;

  static final String LOCATION = "classpath:io/actjs/migrations/sqlite";

  /** Reads {@code actj}. */
  static final int APPLICATION_ID = 0x6163746A;

  private Schema() {}

  static void prepare(Database database) throws SQLException {
    int found;
    try (Session session = database.writer()) {
      found = versionOf(session, database.file());
    }
    if (found > NEWEST) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          "a newer version of actjs wrote "
              + database.file()
              + " (schema "
              + found
              + ", this one knows "
              + NEWEST
              + "): start that version");
    }
    if (found < NEWEST) {
      migrate(database);
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
              + " belongs to another program: move it away or choose another directory with"
              + " --data");
    }
    return 0;
  }

  private static int number(Session session, String sql) throws SQLException {
    return Objects.requireNonNull(session.first(sql, row -> row.getInt(1)));
  }

  private static void migrate(Database database) {
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(database.url(), null, null)
          .locations(LOCATION)
          .cleanDisabled(true)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          "cannot prepare the schema of " + database.file() + ": " + e.getMessage(),
          e);
    }
  }
}
