package io.actjs.bench.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** A PostgreSQL on the disk that is measured. It syncs every commit before it answers. */
public final class PostgresServer implements AutoCloseable {
  private static final String USER = "postgres";

  /** Counters of a session that does nothing are shown after this time. */
  private static final String AWAIT_COUNTERS = "SELECT pg_sleep(1.5)";

  private static final String WRITES =
      "SELECT sum(fsyncs) FILTER (WHERE object = 'wal'),"
          + " coalesce(sum(write_bytes), 0) + coalesce(sum(extend_bytes), 0) FROM pg_stat_io";

  private final EmbeddedPostgres server;
  private final Path directory;
  private final AtomicInteger databases = new AtomicInteger();

  private PostgresServer(EmbeddedPostgres server, Path directory) {
    this.server = server;
    this.directory = directory;
  }

  public static PostgresServer start(Path directory) throws IOException {
    return new PostgresServer(
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "256MB")
            .setServerConfig("max_connections", "200")
            .start(),
        directory);
  }

  /** The URL of a new, empty database. */
  public String newDatabase() throws SQLException {
    String name = "bench_" + databases.incrementAndGet();
    try (Connection connection = connect(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE DATABASE " + name);
    }
    return url(name);
  }

  private String url(String database) {
    return "jdbc:postgresql://localhost:" + server.getPort() + "/" + database + "?user=" + USER;
  }

  /** A connection as JDBC makes it. */
  public static Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url);
  }

  /**
   * What the server has written since it was started.
   *
   * @param walSyncs syncs of its write-ahead log
   * @param bytes of the log and of tables, which are written some time after it
   */
  public record Writes(long walSyncs, long bytes) {}

  public Writes writes() throws SQLException {
    try (Connection connection = connect(url("postgres"));
        Statement statement = connection.createStatement()) {
      statement.execute(AWAIT_COUNTERS);
      try (ResultSet row = statement.executeQuery(WRITES)) {
        row.next();
        return new Writes(row.getLong(1), row.getLong(2));
      }
    }
  }

  /** CPU time that the processes of the server have used that run now, seconds. */
  public double cpuSeconds() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).getFirst());
    double seconds = 0;
    for (ProcessHandle process :
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).toList()) {
      seconds += process.info().totalCpuDuration().map(it -> it.toNanos() / 1e9).orElse(0.0);
    }
    return seconds;
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
