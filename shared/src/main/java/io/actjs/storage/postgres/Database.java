package io.actjs.storage.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections. It outlives outages: a connection that broke is replaced when the server
 * is there again, and until then callers get {@code StorageUnavailable} after the connect timeout.
 */
final class Database implements AutoCloseable {
  private static final String SYNC_LATER = "SET LOCAL synchronous_commit = off";

  private final PostgresUrl url;
  private final HikariDataSource pool;
  private final LongAdder syncs = new LongAdder();

  private Database(PostgresUrl url, HikariDataSource pool) {
    this.url = url;
    this.pool = pool;
  }

  /** Work on a connection. */
  interface Work<T extends @Nullable Object> {
    T run(Session session) throws SQLException;
  }

  static Database open(PostgresUrl url, PostgresOptions options) {
    try {
      return new Database(url, new HikariDataSource(configuration(url, options)));
    } catch (PoolInitializationException e) {
      throw e.getCause() instanceof SQLException cause
          ? PostgresProblem.exception(cause, url)
          : new ActjsException(
              ProblemCode.StorageUnavailable, "cannot open " + url + ": " + e.getMessage(), e);
    }
  }

  private static HikariConfig configuration(PostgresUrl url, PostgresOptions options) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("actjs-postgres");
    config.setJdbcUrl(url.jdbc());
    if (url.user() != null) {
      config.setUsername(url.user());
    }
    if (url.password() != null) {
      config.setPassword(url.password());
    }
    config.setMaximumPoolSize(options.connections());
    config.setMinimumIdle(Math.min(2, options.connections()));
    config.setConnectionTimeout(options.connectTimeout().toMillis());
    config.setInitializationFailTimeout(options.connectTimeout().toMillis());
    long connectSeconds = Math.max(1, options.connectTimeout().toSeconds());
    config.addDataSourceProperty("connectTimeout", String.valueOf(connectSeconds));
    config.addDataSourceProperty("loginTimeout", String.valueOf(connectSeconds));
    // A server that is cut off says nothing any more; later than its own timeout, so that a slow
    // statement ends there first.
    config.addDataSourceProperty(
        "socketTimeout", String.valueOf(options.statementTimeout().toSeconds() + 5));
    config.addDataSourceProperty("tcpKeepAlive", "true");
    config.addDataSourceProperty("ApplicationName", "actjs");
    config.setConnectionInitSql(
        Sql.SESSION_SETTINGS.formatted(
            options.lockTimeout().toMillis(),
            options.statementTimeout().toMillis(),
            options.statementTimeout().toMillis()));
    return config;
  }

  PostgresUrl url() {
    return url;
  }

  /** How many transactions have waited for the disk. */
  long syncs() {
    return syncs.sum();
  }

  /** Runs queries that each see all that was committed before. */
  <T extends @Nullable Object> T read(Work<T> work) {
    return lend(connection -> work.run(new Session(connection)));
  }

  /** Runs the work in one transaction, which is durable when this returns. */
  <T extends @Nullable Object> T change(Work<T> work) {
    T result = lend(connection -> transaction(connection, work));
    syncs.increment();
    return result;
  }

  /**
   * Runs the work in one transaction, which is durable no later than the next durable one: for what
   * may be lost, or is of use only together with what follows.
   */
  <T extends @Nullable Object> T changeLazily(Work<T> work) {
    return lend(
        connection ->
            transaction(
                connection,
                session -> {
                  session.update(SYNC_LATER);
                  return work.run(session);
                }));
  }

  private interface Loan<T extends @Nullable Object> {
    T use(Connection connection) throws SQLException;
  }

  private <T extends @Nullable Object> T lend(Loan<T> loan) {
    try (Connection connection = pool.getConnection()) {
      return loan.use(connection);
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  private static <T extends @Nullable Object> T transaction(Connection connection, Work<T> work)
      throws SQLException {
    connection.setAutoCommit(false);
    try {
      T result = work.run(new Session(connection));
      connection.commit();
      return result;
    } catch (SQLException | RuntimeException | Error e) {
      rollBack(connection, e);
      throw e;
    }
  }

  /** A connection that broke has rolled back by itself, or does when the server notices. */
  private static void rollBack(Connection connection, Throwable cause) {
    try {
      connection.rollback();
    } catch (SQLException broken) {
      cause.addSuppressed(broken);
    }
  }

  private ActjsException problem(SQLException e) {
    if (pool.isClosed()) {
      return new ActjsException(
          ProblemCode.StorageUnavailable, "the store " + url + " is closed: start the server", e);
    }
    if (PostgresProblem.of(e) == PostgresProblem.READ_ONLY) {
      // After a failover the name may stand for another server; these connections stay at the old.
      pool.getHikariPoolMXBean().softEvictConnections();
    }
    return PostgresProblem.exception(e, url);
  }

  @Override
  public void close() {
    pool.close();
  }
}
