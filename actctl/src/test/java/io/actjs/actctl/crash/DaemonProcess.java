package io.actjs.actctl.crash;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A real daemon in a process of its own, which can be killed and started again over the same data.
 */
final class DaemonProcess implements AutoCloseable {
  private static final long START_NANOS = 60_000_000_000L;

  private final Path data;
  private final int port;
  private final File log;
  private final HttpClient http = HttpClient.newHttpClient();
  private Process process;

  DaemonProcess(Path data) throws IOException {
    this.data = data;
    this.log = data.resolveSibling("daemon.log").toFile();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    }
    this.process = launch();
  }

  private Process launch() throws IOException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "io.actjs.actctl.Main",
            "start",
            "--port",
            String.valueOf(port),
            "--data",
            data.toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
        .start();
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
        throw new AssertionError("the daemon does not become ready; see " + log);
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

  /** kill -9, then a new process over the same data. */
  void killAndRestart() throws Exception {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the process survives kill -9");
    }
    process = launch();
    awaitReady();
  }

  /** SIGTERM; the exit code. */
  int stop() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the daemon does not stop; see " + log);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
