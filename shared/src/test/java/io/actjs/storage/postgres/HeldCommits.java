package io.actjs.storage.postgres;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Holds every commit with a turn of the class {@code Held} at its very end, when all is written and
 * nothing is visible, until {@link #release}.
 */
final class HeldCommits implements AutoCloseable {
  private static final String INSTALL =
      """
      CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
          PERFORM set_config('lock_timeout', '0', true);
          PERFORM pg_advisory_xact_lock_shared(42);
          RETURN NULL;
        END $$;
      CREATE CONSTRAINT TRIGGER hold AFTER INSERT ON actor_event DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.class = 'Held') EXECUTE FUNCTION hold();
      SELECT pg_advisory_lock(42)
      """;

  private static final String WAITING =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'actjs'
        AND wait_event_type = 'Lock'
      """;

  /** Cuts every connection of every driver to the database. */
  static final String TERMINATE_ALL =
      """
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'actjs'
      """;

  private final Connection connection;

  /**
   * @param url of a database that a driver has prepared
   */
  HeldCommits(PostgresUrl url) throws SQLException {
    connection = TestServer.connect(url);
    execute(INSTALL);
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns when so many of the drivers' statements wait for a lock, or when it is done anyway. */
  void awaitWaiting(int count, BooleanSupplier done) throws SQLException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(8);
    while (waiting() < count && !done.getAsBoolean()) {
      assertTrue(System.nanoTime() < deadline, "nobody waits");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  private int waiting() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WAITING)) {
      row.next();
      return row.getInt(1);
    }
  }

  void release() throws SQLException {
    execute("SELECT pg_advisory_unlock(42)");
  }

  void terminateDrivers() throws SQLException {
    execute(TERMINATE_ALL);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
