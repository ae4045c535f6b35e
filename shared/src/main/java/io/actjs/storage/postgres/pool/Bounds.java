package io.actjs.storage.postgres.pool;

import java.time.Duration;

/** The limits of a {@link Database}: connections and waiting times. */
public interface Bounds {
  /** The maximum number of connections, besides one for health checks. */
  int connections();

  /** The time that a caller waits for a connection. */
  Duration connectTimeout();

  /** The time that a statement waits for a row locked by another transaction. */
  Duration lockTimeout();

  /** The time limit of a statement. */
  Duration statementTimeout();

  /** The time for which work is retried while the server is unreachable. */
  Duration patience();
}
