package io.actjs.storage.postgres.pool;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether the server takes changes, over a connection of its own: however busy the pool is,
 * and whatever has become of the server, the answer comes within seconds.
 */
final class Heartbeat implements AutoCloseable {
  private static final int CONNECT_SECONDS = 2;
  private static final int ANSWER_SECONDS = 3;

  private final Address url;
  private final Patience patience;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Connection connection;

  Heartbeat(Address url, Patience patience) {
    this.url = url;
    this.patience = patience;
  }

  /**
   * @throws ActjsException {@code StorageUnavailable}, {@code StorageFull}
   */
  void beat() {
    if (!acquired()) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable, "the store " + url + " does not answer: try again");
    }
    try {
      if (connection != null && isAlive(connection)) {
        return;
      }
      write(open());
      patience.succeeded(true);
    } catch (SQLException e) {
      drop();
      throw patience.failed(e);
    } finally {
      lock.unlock();
    }
  }

  /** False for a connection that an outage has left behind: a new one may do. */
  private boolean isAlive(Connection known) {
    try {
      write(known);
      patience.succeeded(true);
      return true;
    } catch (SQLException e) {
      drop();
      return false;
    }
  }

  private boolean acquired() {
    try {
      return lock.tryLock(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Connection open() throws SQLException {
    Properties properties = new Properties();
    if (url.user() != null) {
      properties.setProperty("user", url.user());
    }
    if (url.password() != null) {
      properties.setProperty("password", url.password());
    }
    properties.setProperty("ApplicationName", "actjs-heartbeat");
    properties.setProperty("hostRecheckSeconds", String.valueOf(Database.HOST_RECHECK_SECONDS));
    properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
    properties.setProperty("loginTimeout", String.valueOf(CONNECT_SECONDS));
    properties.setProperty("socketTimeout", String.valueOf(ANSWER_SECONDS));
    Connection opened = DriverManager.getConnection(url.jdbc(), properties);
    connection = opened;
    return opened;
  }

  /** A server that has become read-only, or is full, refuses this. */
  private static void write(Connection open) throws SQLException {
    try (PreparedStatement statement = open.prepareStatement(SessionSql.SET_ALIVE)) {
      statement.executeUpdate();
    }
  }

  private void drop() {
    Connection broken = connection;
    connection = null;
    if (broken == null) {
      return;
    }
    try {
      broken.close();
    } catch (SQLException e) {
      // It is of no use any more; the server notices by itself.
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      drop();
    } finally {
      lock.unlock();
    }
  }
}
