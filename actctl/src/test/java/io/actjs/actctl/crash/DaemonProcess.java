package io.actjs.actctl.crash;

import io.actjs.actctl.BuiltProgram;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real daemon in a process of its own, which can be killed and started again over the same data.
 */
final class DaemonProcess implements AutoCloseable {
  private static final long START_NANOS = 60_000_000_000L;

  /** What {@code scripts/actctl} has for servers beside the options that all get. */
  private static final List<String> LAUNCHER =
      List.of("-XX:+ExitOnOutOfMemoryError", "-Djdk.nio.maxCachedBufferSize=262144");

  private final List<String> options;
  private final Map<String, String> environment;
  private final int port;
  private final File log;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  DaemonProcess(Path data, String... more) throws IOException {
    this(data.getParent(), options(data, open(more)), Map.of());
  }

  /** One that asks for tokens. */
  static DaemonProcess locked(Path data, String... more) throws IOException {
    return new DaemonProcess(data.getParent(), options(data, more), Map.of());
  }

  /** The same with its data in memory. */
  static DaemonProcess lockedInMemory(Path folder) throws IOException {
    return new DaemonProcess(folder, List.of("--ephemeral"), Map.of());
  }

  /** One whose data is in a database, and that asks for tokens. */
  static DaemonProcess lockedOnDatabase(Path folder, String databaseUrl) throws IOException {
    return new DaemonProcess(folder, List.of(), Map.of("DATABASE_URL", databaseUrl));
  }

  private static String[] open(String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.add("--open");
    return options.toArray(new String[0]);
  }

  private static List<String> options(Path data, String... more) {
    List<String> options = new ArrayList<>(List.of("--data", data.toString()));
    Collections.addAll(options, more);
    return options;
  }

  /**
   * A daemon whose data is in a database.
   *
   * @param folder where its log is put
   */
  static DaemonProcess onDatabase(Path folder, String databaseUrl) throws IOException {
    return new DaemonProcess(folder, List.of("--open"), Map.of("DATABASE_URL", databaseUrl));
  }

  /** The same with a Valkey beside the database. */
  static DaemonProcess onDatabase(Path folder, String databaseUrl, String valkeyUrl)
      throws IOException {
    return new DaemonProcess(
        folder, List.of("--open"), Map.of("DATABASE_URL", databaseUrl, "REDIS_URL", valkeyUrl));
  }

  private DaemonProcess(Path folder, List<String> options, Map<String, String> environment)
      throws IOException {
    this.options = options;
    this.environment = environment;
    this.log = folder.resolve("daemon.log").toFile();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    this.process = launch();
  }

  private Process launch() throws IOException {
    List<String> command = BuiltProgram.command(LAUNCHER, "start", "--port", String.valueOf(port));
    command.addAll(options);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    builder
        .environment()
        .keySet()
        .removeAll(Set.of("DATABASE_URL", "REDIS_URL", "ACTJS_ADMIN_TOKEN"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  URI socketUri() {
    return URI.create("ws://127.0.0.1:" + port + "/v1/ws");
  }

  void awaitReady() {
    long end = System.nanoTime() + START_NANOS;
    while (!isReady()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the daemon does not become ready: " + log());
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  private boolean isReady() {
    try {
      return http.send(
                  HttpRequest.newBuilder(uri("/v1/ready")).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for the end that it comes to by itself; the exit code. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      throw new AssertionError("the daemon does not end: " + log());
    }
    return process.exitValue();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGTERM, and no waiting. */
  void terminate() {
    process.destroy();
  }

  int port() {
    return port;
  }

  /** All that the process has written. */
  String log() {
    try {
      return Files.readString(log.toPath());
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  /** kill -9, then a new process over the same data. */
  void killAndRestart() throws Exception {
    kill();
    restart();
    awaitReady();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the process survives kill -9");
    }
  }

  /** A new process over the same data, after {@link #kill}. */
  void restart() throws IOException {
    process = launch();
  }

  /** SIGTERM; the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the daemon does not stop: " + log());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
