package io.actjs.storage.postgres.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Opens connections for the pool, and while the server is away tries again and again before it says
 * so: after failures the pool itself sleeps, longer each time, and would find the server seconds
 * after it has come back.
 */
final class EagerSource extends PGSimpleDataSource {
  private static final long serialVersionUID = 1L;
  private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  @Override
  public Connection getConnection(@Nullable String user, @Nullable String password)
      throws SQLException {
    long start = System.nanoTime();
    while (true) {
      try {
        return super.getConnection(user, password);
      } catch (SQLException e) {
        boolean late = System.nanoTime() - start + PAUSE_NANOS > WINDOW_NANOS;
        if (late || !PostgresProblem.of(e).isPassing() || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        LockSupport.parkNanos(this, PAUSE_NANOS);
      }
    }
  }
}
