package io.actjs.storage.postgres.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.storage.jdbc.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections. It outlives outages: a connection that broke is replaced when the server
 * is there again, and until then callers wait, for at most the {@link Patience}.
 *
 * <p>What is repeated. A transaction whose COMMIT was not sent has not happened. One whose COMMIT
 * was not answered may have: {@link #change} asks for it before it tries again. Everything else is
 * such that doing it twice does no more than doing it once.
 */
public final class Database implements Transactions, AutoCloseable {
  private static final String SYNC_LATER = "SET LOCAL synchronous_commit = off";

  /** A host that was a standby may be the primary soon. */
  static final int HOST_RECHECK_SECONDS = 2;

  private final Address url;
  private final HikariDataSource pool;
  private final Patience patience;
  private final Committers committers = new Committers();
  private final Heartbeat heartbeat;
  private final LongAdder syncs = new LongAdder();

  private Database(Address url, Bounds options, HikariDataSource pool) {
    this.url = url;
    this.pool = pool;
    this.patience = new Patience(url, options.patience());
    this.heartbeat = new Heartbeat(url, patience);
  }

  /** Work on a connection. */
  public interface Work<T extends @Nullable Object> {
    T run(Session session) throws SQLException;
  }

  public static Database open(Address url, Bounds options) {
    try {
      return new Database(url, options, new HikariDataSource(configuration(url, options)));
    } catch (PoolInitializationException e) {
      throw e.getCause() instanceof SQLException cause
          ? PostgresProblem.exception(cause, url)
          : new ActjsException(
              ProblemCode.StorageUnavailable, "cannot open " + url + ": " + e.getMessage(), e);
    }
  }

  private static HikariConfig configuration(Address url, Bounds options) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("actjs-postgres");
    config.setDataSource(source(url, options));
    config.setMaximumPoolSize(options.connections());
    config.setMinimumIdle(Math.min(2, options.connections()));
    config.setConnectionTimeout(options.connectTimeout().toMillis());
    config.setInitializationFailTimeout(options.connectTimeout().toMillis());
    config.setConnectionInitSql(
        SessionSql.SETTINGS.formatted(
            options.lockTimeout().toMillis(),
            options.statementTimeout().toMillis(),
            options.statementTimeout().toMillis()));
    return config;
  }

  private static EagerSource source(Address url, Bounds options) {
    EagerSource source = new EagerSource();
    source.setURL(url.jdbc());
    if (url.user() != null) {
      source.setUser(url.user());
    }
    if (url.password() != null) {
      source.setPassword(url.password());
    }
    int connectSeconds = Math.max(1, (int) options.connectTimeout().toSeconds());
    source.setConnectTimeout(connectSeconds);
    source.setLoginTimeout(connectSeconds);
    // A server that is cut off says nothing any more; later than its own timeout, so that a slow
    // statement ends there first.
    source.setSocketTimeout((int) options.statementTimeout().toSeconds() + 5);
    source.setTcpKeepAlive(true);
    source.setHostRecheckSeconds(HOST_RECHECK_SECONDS);
    source.setApplicationName("actjs");
    return source;
  }

  public Address url() {
    return url;
  }

  /** The number of transactions that have waited for the disk. */
  public long syncs() {
    return syncs.sum();
  }

  /** The reason why the last attempts failed; null when the last one succeeded. */
  public @Nullable String outage() {
    return patience.outage();
  }

  @Override
  public <T extends @Nullable Object> T read(Query<T> query) {
    return patience.run(false, () -> lend(connection -> query.run(new Session(connection))));
  }

  @Override
  public void change(long bytes, Change change) {
    this.<@Nullable Void>change(
        session -> {
          change.run(session);
          return null;
        });
  }

  /** Runs the work in one transaction, once, which is durable when this returns. */
  public <T extends @Nullable Object> T change(Work<T> work) {
    Committer committer = committers.take();
    Transaction<T> transaction = new Transaction<>(committer, work);
    try {
      T result = patience.run(true, () -> lend(transaction::attempt));
      syncs.increment();
      return result;
    } finally {
      // The backend of one that is in doubt may hold the row for long yet.
      if (!transaction.isInDoubt()) {
        committers.giveBack(committer);
      }
    }
  }

  /**
   * Runs one script, which is one transaction and durable when this returns. It may be run several
   * times.
   */
  public <T extends @Nullable Object> T repeat(Work<T> script) {
    T result = patience.run(true, () -> lend(connection -> script.run(new Session(connection))));
    syncs.increment();
    return result;
  }

  /**
   * Runs the work in one transaction, which is durable no later than the next durable one: for what
   * may be lost, or is of use only together with what follows. It may be run several times.
   */
  public <T extends @Nullable Object> T repeatLazily(Work<T> work) {
    return patience.run(true, () -> lend(connection -> lazily(connection, work)));
  }

  private static <T extends @Nullable Object> T lazily(Connection connection, Work<T> work)
      throws SQLException {
    Session session = new Session(connection, List.of(Session.Step.write(SYNC_LATER)));
    return Transaction.run(connection, session, work, (ending, result) -> ending.commit());
  }

  /**
   * Looks whether the server takes changes; it does not wait until it does.
   *
   * @throws ActjsException {@code StorageUnavailable}, {@code StorageFull}
   */
  public void ping() {
    heartbeat.beat();
  }

  /** Drops the leftovers of ended processes. */
  public void dropCommitters() {
    int unused = repeatLazily(session -> session.update(CommitterSql.DELETE_COMMITTERS));
  }

  /**
   * Runs the work once, in one transaction that changes nothing: what it has given to others cannot
   * be taken back, so it does not wait for an outage to end.
   */
  public <T extends @Nullable Object> T look(Work<T> work) {
    try {
      return lend(
          connection ->
              Transaction.run(
                  connection, new Session(connection), work, (ending, result) -> ending.commit()));
    } catch (SQLException e) {
      throw PostgresProblem.exception(e, url);
    }
  }

  /** Runs a statement that no transaction may hold, however long it takes; once. */
  public void outside(String statement) {
    try {
      this.<@Nullable Void>lend(
          connection -> {
            int patienceMs = connection.getNetworkTimeout();
            try (Statement bare = connection.createStatement()) {
              connection.setNetworkTimeout(Runnable::run, 0);
              bare.execute(SessionSql.KEEP_TIMEOUT);
              bare.execute(SessionSql.WITHOUT_END);
              try {
                bare.execute(statement);
              } finally {
                bare.execute(SessionSql.RESTORE_TIMEOUT);
              }
            } finally {
              connection.setNetworkTimeout(Runnable::run, patienceMs);
            }
            return null;
          });
    } catch (SQLException e) {
      throw PostgresProblem.exception(e, url);
    }
  }

  private interface Loan<T extends @Nullable Object> {
    T use(Connection connection) throws SQLException;
  }

  private <T extends @Nullable Object> T lend(Loan<T> loan) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return loan.use(connection);
    } catch (SQLException e) {
      if (pool.isClosed()) {
        throw new ActjsException(
            ProblemCode.StorageUnavailable, "the store " + url + " is closed: start the server", e);
      }
      if (PostgresProblem.of(e) == PostgresProblem.READ_ONLY) {
        // After a failover the name may stand for another server; these stay at the old one.
        pool.getHikariPoolMXBean().softEvictConnections();
      }
      throw e;
    }
  }

  /** From now on no caller waits for long. */
  public void stopWaiting() {
    patience.close();
  }

  @Override
  public void close() {
    stopWaiting();
    heartbeat.close();
    pool.close();
  }
}
