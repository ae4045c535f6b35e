package io.actjs.testservers;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL of a test's own, which can be killed and started again over the same files, on the
 * same port. It syncs what it commits.
 */
public final class PostgresProcess implements AutoCloseable {
  private final Path data;
  private final int port;
  private EmbeddedPostgres server;

  /** Starts it over the files in the folder, if there are some. */
  public PostgresProcess(Path folder) throws IOException {
    this(folder, freePort());
  }

  public PostgresProcess(Path folder, int port) throws IOException {
    this.data = folder.resolve("postgres");
    this.port = port;
    this.server = launch();
  }

  public static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private EmbeddedPostgres launch() throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .start();
  }

  public int port() {
    return port;
  }

  /** As it is written into {@code DATABASE_URL}. */
  public String url() {
    return "postgres://postgres@localhost:" + port + "/postgres";
  }

  /** kill -9 of the server and of all its processes: the next start recovers from its log. */
  public void kill() throws Exception {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all =
        Stream.concat(Stream.of(postmaster), postmaster.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle process : all) {
      var unused = process.onExit().get(30, TimeUnit.SECONDS);
    }
    server.close();
  }

  /** Starts it after {@link #kill} or {@link #stop}. */
  public void start() throws IOException {
    server = launch();
  }

  /** Shuts it down. */
  public void stop() throws IOException {
    server.close();
  }

  /** Copies the files of the server, which must not run, to where another one can be started. */
  public void copyTo(Path folder) throws Exception {
    int status =
        new ProcessBuilder("cp", "-a", data.toString(), folder.resolve("postgres").toString())
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IllegalStateException("cp ended with " + status);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
