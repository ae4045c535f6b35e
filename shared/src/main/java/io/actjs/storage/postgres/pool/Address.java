package io.actjs.storage.postgres.pool;

import org.jspecify.annotations.Nullable;

/** The address of a database. Its text, for messages, has no password. */
public interface Address {
  /** The JDBC URL. */
  String jdbc();

  /** Null when the JDBC URL, or nothing, names one. */
  @Nullable String user();

  @Nullable String password();

  /** Host and database, never the password: for messages. */
  String place();
}
