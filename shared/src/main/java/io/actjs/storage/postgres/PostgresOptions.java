package io.actjs.storage.postgres;

import io.actjs.storage.postgres.pool.Bounds;
import java.time.Duration;

/**
 * The settings of the PostgreSQL driver.
 *
 * @param connections the maximum number of connections, besides one for health checks
 * @param connectTimeout how long a caller waits for a connection before the store counts as
 *     unavailable
 * @param lockTimeout how long a statement waits for an actor that another server is changing
 * @param statementTimeout how long a statement may take
 * @param patience the time for which work is retried while the server is unreachable; then it fails
 *     with {@code StorageUnavailable}
 * @param lanes the number of batches in flight at once
 */
public record PostgresOptions(
    int connections,
    Duration connectTimeout,
    Duration lockTimeout,
    Duration statementTimeout,
    Duration patience,
    int lanes)
    implements Bounds {
  public static final PostgresOptions DEFAULT =
      new PostgresOptions(
          16,
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          2);

  public PostgresOptions withConnections(int value) {
    return new PostgresOptions(
        value, connectTimeout, lockTimeout, statementTimeout, patience, lanes);
  }

  public PostgresOptions withConnectTimeout(Duration value) {
    return new PostgresOptions(connections, value, lockTimeout, statementTimeout, patience, lanes);
  }

  public PostgresOptions withLockTimeout(Duration value) {
    return new PostgresOptions(
        connections, connectTimeout, value, statementTimeout, patience, lanes);
  }

  public PostgresOptions withStatementTimeout(Duration value) {
    return new PostgresOptions(connections, connectTimeout, lockTimeout, value, patience, lanes);
  }

  public PostgresOptions withPatience(Duration value) {
    return new PostgresOptions(
        connections, connectTimeout, lockTimeout, statementTimeout, value, lanes);
  }

  public PostgresOptions withLanes(int value) {
    return new PostgresOptions(
        connections, connectTimeout, lockTimeout, statementTimeout, patience, value);
  }
}
