package io.actjs.storage.postgres;

import java.time.Duration;

/**
 * How the driver uses its database.
 *
 * @param connections how many it opens at most
 * @param connectTimeout how long a caller waits for a connection before the store counts as
 *     unavailable
 * @param lockTimeout how long a statement waits for an actor that another server is changing
 * @param statementTimeout how long a statement may take
 */
public record PostgresOptions(
    int connections, Duration connectTimeout, Duration lockTimeout, Duration statementTimeout) {
  public static final PostgresOptions DEFAULT =
      new PostgresOptions(
          10, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));

  public PostgresOptions withConnectTimeout(Duration value) {
    return new PostgresOptions(connections, value, lockTimeout, statementTimeout);
  }

  public PostgresOptions withLockTimeout(Duration value) {
    return new PostgresOptions(connections, connectTimeout, value, statementTimeout);
  }
}
