package io.actjs.storage.sqlite.file;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** The database file: opens its connections, and lends those that only read. */
public final class Database implements AutoCloseable {
  /** Segments are blobs: larger pages than SQLite's 4 KiB make fewer of them. */
  public static final int PAGE_BYTES = 8192;

  private static final int READERS = 4;
  private static final int BUSY_TIMEOUT_MS = 10_000;

  private final Path file;
  private final Bounds options;
  private final BlockingQueue<Session> readers = new ArrayBlockingQueue<>(READERS);
  private final List<Session> opened = new ArrayList<>();
  private volatile boolean closed;

  private Database(Path file, Bounds options) {
    this.file = file;
    this.options = options;
  }

  /** A query. */
  public interface Query<T extends @Nullable Object> {
    T run(Session session) throws SQLException;
  }

  public static Database open(Path file, Bounds options) {
    Database database = new Database(file, options);
    try {
      Schema.prepare(database);
      for (int i = 0; i < READERS; i++) {
        database.readers.add(database.reader());
      }
      return database;
    } catch (SQLException e) {
      database.close();
      throw SqliteProblem.exception(e, file);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  public Path file() {
    return file;
  }

  String url() {
    return "jdbc:sqlite:" + file;
  }

  /** A connection that may write. The checkpoints are the driver's own business. */
  public Session writer() throws SQLException {
    Session session = connect(url(), "-16000");
    session.execute("PRAGMA page_size = " + PAGE_BYTES);
    session.execute("PRAGMA journal_mode = WAL");
    session.execute("PRAGMA synchronous = FULL");
    session.execute("PRAGMA wal_autocheckpoint = 0");
    session.execute("PRAGMA journal_size_limit = " + 2 * options.checkpointBytes());
    session.execute("PRAGMA secure_delete = OFF");
    if (options.maxPages() > 0) {
      session.execute("PRAGMA max_page_count = " + options.maxPages());
    }
    return session;
  }

  public Session reader() throws SQLException {
    Session session = connect(url(), "-2000");
    session.execute("PRAGMA query_only = ON");
    return session;
  }

  /** A private database that SQLite deletes with the connection. */
  public Session temporary() throws SQLException {
    Session session = connect("jdbc:sqlite:", "-2000");
    session.execute("PRAGMA journal_mode = OFF");
    session.execute("PRAGMA synchronous = OFF");
    return session;
  }

  private synchronized Session connect(String url, String cacheSize) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    Session session = new Session(config.createConnection(url));
    forgetClosed();
    opened.add(session);
    session.execute("PRAGMA cache_size = " + cacheSize);
    return session;
  }

  private void forgetClosed() throws SQLException {
    for (Session session : List.copyOf(opened)) {
      if (session.isClosed()) {
        opened.remove(session);
      }
    }
  }

  /** Work that SQLite may refuse. */
  public interface Work<T extends @Nullable Object> {
    T run() throws SQLException;
  }

  /** Does the work; errors of SQLite become problems of the store. */
  public <T extends @Nullable Object> T attempt(Work<T> work) {
    requireOpen();
    try {
      return work.run();
    } catch (SQLException e) {
      throw SqliteProblem.exception(e, file);
    }
  }

  /** Runs a query on a connection of its own; it sees everything committed before. */
  public <T extends @Nullable Object> T read(Query<T> query) {
    Session session = borrow();
    try {
      return attempt(() -> query.run(session));
    } finally {
      readers.add(session);
    }
  }

  private Session borrow() {
    requireOpen();
    try {
      return readers.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ActjsException(
          ProblemCode.StorageUnavailable, "interrupted while waiting for " + file, e);
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable, "the store " + file + " is closed: start the server");
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    SQLException failure = null;
    for (Session session : opened) {
      try {
        session.close();
      } catch (SQLException e) {
        failure = e;
      }
    }
    opened.clear();
    if (failure != null) {
      throw SqliteProblem.exception(failure, file);
    }
  }
}
