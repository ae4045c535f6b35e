package io.actjs.storage.postgres;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the database to the newest schema. Servers that start together do it one after the other:
 * Flyway takes a lock in the database, and whoever comes later finds nothing to do. Loading Flyway
 * costs more than all else at start-up, so it is asked only when the history lacks a migration.
 */
final class Schema {
  /** The newest file under {@link #LOCATION}; a test compares. */
  static final int NEWEST = 2;

  static final String LOCATION = "classpath:io/actjs/migrations/postgres";

  private static final int OLDEST_SERVER = 150_000;

  private Schema() {}

  static void prepare(Database database) {
    int found = database.read(Schema::inspect);
    if (found > NEWEST) {
      throw unusable(
          "a newer version of actjs wrote "
              + database.url()
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

  /** Refuses a database that holds nothing of a server. */
  static void requireMade(Database database) {
    int found = database.read(Schema::inspect);
    if (found == 0) {
      throw unusable(
          database.url() + " holds no data of actjs: correct the database URL, or its schema");
    }
  }

  /** The newest migration that is in; 0 for none. */
  private static int inspect(Session session) throws SQLException {
    int version = Objects.requireNonNull(session.first(Sql.SERVER_VERSION, row -> row.getInt(1)));
    if (version < OLDEST_SERVER) {
      throw unusable("PostgreSQL 15 or newer is needed: upgrade the database server");
    }
    if (!"UTF8".equals(session.first(Sql.SERVER_ENCODING, row -> row.getString(1)))) {
      throw unusable("the database must be made with ENCODING 'UTF8': create another one");
    }
    boolean migrated =
        Objects.requireNonNull(session.first(Sql.HAS_HISTORY, row -> row.getBoolean(1)));
    return migrated
        ? Objects.requireNonNull(session.first(Sql.NEWEST_MIGRATION, row -> row.getInt(1)))
        : 0;
  }

  private static void migrate(Database database) {
    PostgresUrl url = database.url();
    try {
      Flyway.configure(Schema.class.getClassLoader())
          .dataSource(url.jdbc(), url.user(), url.password())
          .locations(LOCATION)
          .cleanDisabled(true)
          .connectRetries(2)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          "cannot prepare the schema of " + url + ": " + reason(e),
          e);
    }
  }

  /** What the database said, when it was the database: the rest are scripts and places. */
  private static String reason(FlywayException e) {
    return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(refusal -> "the database refused it (" + refusal.getMessage() + ")")
        .findFirst()
        .orElse(String.valueOf(e.getMessage()));
  }

  private static ActjsException unusable(String detail) {
    return new ActjsException(ProblemCode.StorageUnavailable, detail);
  }
}
