package io.actjs.storage.jdbc;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The migrations of one kind of database. Loading Flyway costs more than all else at start-up, so
 * it is asked only when the database lacks a migration.
 *
 * @param location where Flyway finds them
 * @param newest the number of the newest of them
 * @param connectRetries how often connecting is tried again
 */
public record Migrations(String location, int newest, int connectRetries) {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

  /**
   * A database that is brought to the newest schema.
   *
   * @param name as messages name it
   */
  public record Target(
      String name, String jdbc, @Nullable String user, @Nullable String password) {}

  /**
   * Runs the migrations that the database lacks.
   *
   * @param found the newest migration that is in; 0 for none
   * @throws ActjsException {@code StorageUnavailable} when a newer version made the schema, or the
   *     database refuses a migration
   */
  public void complete(Target target, int found) {
    if (found > newest) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          "a newer version of actjs wrote "
              + target.name()
              + " (schema "
              + found
              + ", this one knows "
              + newest
              + "): start that version");
    }
    if (found < newest) {
      // A new store has nothing to tell.
      if (found > 0) {
        LOG.info("bringing {} from schema {} to {}", target.name(), found, newest);
      }
      migrate(target);
    }
  }

  private void migrate(Target target) {
    try {
      Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(target.jdbc(), target.user(), target.password())
          .locations(location)
          .cleanDisabled(true)
          .connectRetries(connectRetries)
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          "cannot prepare the schema of " + target.name() + ": " + reason(e),
          e);
    }
  }

  /** The message of the database, if it came from there: the rest are scripts and locations. */
  private static String reason(FlywayException e) {
    return Stream.<@Nullable Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .filter(SQLException.class::isInstance)
        .map(refusal -> "the database refused it (" + refusal.getMessage() + ")")
        .findFirst()
        .orElse(String.valueOf(e.getMessage()));
  }
}
