package io.actjs.storage.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of a test's own, which can crash and come back over the same files and port. */
final class OwnServer implements AutoCloseable {
  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  OwnServer(Path dir) throws IOException {
    this.data = dir.resolve("pg");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    start();
  }

  void start() throws IOException {
    server =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPort(port)
            .setServerConfig("fsync", "on")
            .start();
  }

  PostgresUrl url() {
    return new PostgresUrl("jdbc:postgresql://localhost:" + port + "/postgres", "postgres", null);
  }

  /** Ends it without a checkpoint: the next start recovers from the write-ahead log. */
  void crash() throws Exception {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    new ProcessBuilder("kill", "-QUIT", String.valueOf(pid)).start().waitFor();
    postmaster.onExit().get(30, TimeUnit.SECONDS);
    server.close();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
