package io.actjs.bench.server;

import io.actjs.bench.disk.DiskMeter;
import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A child process that listens: the daemon or the yardstick. */
public final class Server implements AutoCloseable {
  private static final long START_NANOS = 30_000_000_000L;
  private static final long POLL_NANOS = 2_000_000L;

  private final ChildProcess process;
  private final int port;
  private @Nullable Path data;

  private Server(ChildProcess process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts {@code main} with the port and {@code arguments}; returns when it listens. */
  static Server start(List<String> options, Class<?> main, List<String> arguments, Path log)
      throws IOException {
    int port = Ports.free();
    List<String> command = JavaCommand.of(options, main, port, arguments);
    Server server = new Server(ChildProcess.startAnswering(command, log), port);
    server.awaitListening();
    return server;
  }

  private void awaitListening() throws IOException {
    long deadline = System.nanoTime() + START_NANOS;
    while (!Ports.isOpen(port)) {
      process.requireAlive();
      if (System.nanoTime() > deadline) {
        process.close();
        throw new BenchFailure("the server does not listen after 30 s");
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Says where it has its SQLite store. */
  Server on(Path directory) {
    data = directory;
    return this;
  }

  public int port() {
    return port;
  }

  public ChildProcess process() {
    return process;
  }

  /** The meter of a server with a SQLite store. */
  public DiskMeter disk() {
    return new DiskMeter(
        process.pid(),
        Objects.requireNonNull(data, "a server without a SQLite store"),
        () -> Long.parseLong(process.ask("syncs")));
  }

  @Override
  public void close() {
    process.close();
  }
}
