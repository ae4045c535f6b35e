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
    this(dir, freePort());
  }

  /** Over the files in the folder, if there are some. */
  OwnServer(Path dir, int port) throws IOException {
    this.data = dir.resolve("pg");
    this.port = port;
    start();
  }

  static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  int port() {
    return port;
  }

  /** Copies the files of the server, which must not run. */
  void copyTo(Path dir) throws Exception {
    int status =
        new ProcessBuilder("cp", "-a", data.toString(), dir.resolve("pg").toString())
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException("cp ended with " + status);
    }
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

  void stop() throws IOException {
    server.close();
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
