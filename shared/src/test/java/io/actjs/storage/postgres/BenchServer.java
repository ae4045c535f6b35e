package io.actjs.storage.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A PostgreSQL as production has it: it waits for the disk. */
final class BenchServer implements AutoCloseable {
  private final EmbeddedPostgres server;

  BenchServer(Path directory) throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setDataDirectory(directory)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "128MB")
            .start();
  }

  PostgresUrl url() {
    return new PostgresUrl(
        "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", null);
  }

  /** Of the write-ahead log, by all of the server; it counts with a second's delay. */
  long fsyncs() throws SQLException {
    try (Connection connection = TestServer.connect(url());
        Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_sleep(1.5)");
      try (ResultSet row =
          statement.executeQuery("SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'")) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
