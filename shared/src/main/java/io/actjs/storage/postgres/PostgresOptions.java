package io.actjs.storage.postgres;

import io.actjs.storage.postgres.pool.Bounds;
import java.time.Duration;

/**
 * How the driver uses its database.
 *
 * @param connections how many it opens at most, besides one that looks whether the server is well
 * @param connectTimeout how long a caller waits for a connection before the store counts as
 *     unavailable
 * @param lockTimeout how long a statement waits for an actor that another server is changing
 * @param statementTimeout how long a statement may take
 * @param patience how long what a server that is away cannot do now is tried again; then it is
 *     {@code StorageUnavailable}
 * @param lanes how many batches are in flight at once
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
