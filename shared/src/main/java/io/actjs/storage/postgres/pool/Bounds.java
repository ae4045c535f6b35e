package io.actjs.storage.postgres.pool;

import java.time.Duration;

/** How many connections a {@link Database} opens, and how long it waits for what. */
public interface Bounds {
  /** How many it opens at most, besides one that looks whether the server is well. */
  int connections();

  /** How long a caller waits for a connection. */
  Duration connectTimeout();

  /** How long a statement waits for a row that another transaction has locked. */
  Duration lockTimeout();

  /** How long a statement may take. */
  Duration statementTimeout();

  /** How long what a server that is away cannot do now is tried again. */
  Duration patience();
}
