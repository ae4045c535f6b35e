package io.actjs.storage.sqlite.file;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
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

  /**
   * So many times what starts a checkpoint the file of the log keeps when the log begins anew. It
   * has twice as much, and one large transaction.
   */
  private static final int LOG_FILE = 4;

  /** The log may have so many times what starts a checkpoint, or as much as the database. */
  private static final int LOG_PER_CHECKPOINT = 8;

  private final Path file;
  private final Bounds options;
  private final BlockingQueue<Session> readers = new ArrayBlockingQueue<>(READERS);
  private final List<Session> opened = new ArrayList<>();
  private final List<Session> longReaders = new ArrayList<>();
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

  /**
   * What a file tells of itself before it is opened.
   *
   * @param incarnation which store it says that it is of; null when it does not say
   */
  public record Look(StoreMark.Point progress, @Nullable String incarnation) {
    /** Of a file that is not there, or that nobody has looked at. */
    public static final Look NOTHING = new Look(StoreMark.Point.NONE, null);
  }

  /**
   * How far the database is that a file holds, and which, without changing anything: what is wrong
   * with its write-ahead log can still be found out afterwards.
   */
  public static Look look(Path file) throws SQLException {
    // SQLite would delete the log that belongs to an empty file.
    if (!Files.exists(file) || file.toFile().length() == 0) {
      return Look.NOTHING;
    }
    try (Session session = readOnly(file)) {
      boolean made = Boolean.TRUE.equals(session.first(Sql.IS_MADE, row -> row.getBoolean(1)));
      return made ? new Look(progress(session), Incarnation.read(session)) : Look.NOTHING;
    }
  }

  /** Has the database say which store it is of; durable when it returns. */
  public void name(UUID incarnation) throws SQLException {
    try (Session session = writer()) {
      Incarnation.write(session, incarnation);
    }
  }

  /** A connection to a file that nobody has open; it changes nothing in it. */
  public static Session readOnly(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(true);
    config.setBusyTimeout(BUSY_TIMEOUT_MS);
    return new Session(config.createConnection("jdbc:sqlite:" + file));
  }

  private static StoreMark.Point progress(Session session) throws SQLException {
    long pos = Objects.requireNonNull(session.first(Sql.LAST_POSITION, row -> row.getLong(1)));
    int revision = Objects.requireNonNull(session.first(Sql.REVISION, row -> row.getInt(1)));
    return StoreMark.Point.stored(pos, revision);
  }

  /** How far it is. */
  public StoreMark.Point progress() {
    return read(Database::progress);
  }

  public Path file() {
    return file;
  }

  long checkpointBytes() {
    return options.checkpointBytes();
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
    session.execute("PRAGMA journal_size_limit = " + LOG_FILE * options.checkpointBytes());
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

  /** A connection that reads everything, which keeps the log from being emptied meanwhile. */
  public Session longReader() throws SQLException {
    Session session = connect(url(), "-2000");
    synchronized (longReaders) {
      longReaders.add(session);
    }
    return session;
  }

  /** The connection has read what it wanted. */
  public void release(Session longReader) {
    synchronized (longReaders) {
      longReaders.remove(longReader);
    }
  }

  /** Ends those who read for long when the log has grown too far behind them. */
  void boundLog() throws SQLException {
    long limit = Math.max(LOG_PER_CHECKPOINT * options.checkpointBytes(), file.toFile().length());
    long bytes = new File(file + "-wal").length();
    if (bytes > limit) {
      synchronized (longReaders) {
        for (Session session : longReaders) {
          session.interrupt();
        }
      }
    }
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
    // Nobody asks for them, and they cost each inserted row a query.
    config.setGetGeneratedKeys(false);
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
