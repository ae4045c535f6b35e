package io.actjs.actjsd;

import io.actjs.policy.Limit;
import io.actjs.policy.Limits;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.sqlite.SqliteOptions;
import java.time.Duration;

/** The limits of a server as its storage drivers take them. */
final class StoreLimits {
  private StoreLimits() {}

  /**
   * @param acceptLoss whether a store that lacks what was acknowledged is opened
   */
  static SqliteOptions sqlite(Limits limits, boolean acceptLoss) {
    return new SqliteOptions(
        limits.count(Limit.SQLITE_FOLD_ENTRIES),
        limits.get(Limit.SQLITE_FOLD_BYTES),
        limits.get(Limit.SQLITE_FOLD_IDLE),
        limits.count(Limit.SQLITE_FOLD_SLICE),
        limits.count(Limit.SQLITE_BACKLOG),
        limits.count(Limit.SQLITE_HEADS),
        limits.get(Limit.SQLITE_CHECKPOINT),
        limits.get(Limit.SQLITE_PAGES),
        acceptLoss);
  }

  static PostgresOptions postgres(Limits limits) {
    return new PostgresOptions(
        limits.count(Limit.POSTGRES_CONNECTIONS),
        Duration.ofMillis(limits.get(Limit.POSTGRES_CONNECT_TIME)),
        Duration.ofMillis(limits.get(Limit.POSTGRES_LOCK_TIME)),
        Duration.ofMillis(limits.get(Limit.POSTGRES_STATEMENT_TIME)),
        Duration.ofMillis(limits.get(Limit.POSTGRES_PATIENCE)),
        limits.count(Limit.POSTGRES_LANES));
  }
}
