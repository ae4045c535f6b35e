package io.actjs.testservers;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import redis.embedded.core.ExecutableProvider;

/**
 * A real server in a process of its own, on a port of its own: {@code valkey-server} or {@code
 * redis-server} from the PATH, else the Redis 6.2 that comes as a library. It keeps nothing on
 * disk, so that a restart forgets all.
 */
public final class TestValkey implements AutoCloseable {
  /** As a timeout, for tests in which it always answers, however busy the machine is. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final long START_NANOS = 30_000_000_000L;

  private final int port;
  private Process process;

  private TestValkey() {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.process = launch();
  }

  /** The server that takes commands when this returns. */
  public static TestValkey start() {
    return new TestValkey();
  }

  private static final class Executable {
    static final String PATH = find();

    private static String find() {
      return Stream.of("valkey-server", "redis-server")
          .flatMap(
              name ->
                  Stream.of(System.getenv("PATH").split(File.pathSeparator))
                      .map(folder -> Path.of(folder, name)))
          .filter(Files::isExecutable)
          .findFirst()
          .map(Path::toString)
          .orElseGet(Executable::unpacked);
    }

    private static String unpacked() {
      try {
        return ExecutableProvider.newJarResourceProvider().get().getAbsolutePath();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static final class Shared {
    static final TestValkey SERVER = start();

    static {
      Runtime.getRuntime().addShutdownHook(new Thread(SERVER::close));
    }
  }

  /** One server for all tests that do it no harm; it ends with the JVM. */
  public static TestValkey shared() {
    return Shared.SERVER;
  }

  private Process launch() {
    try {
      Process started =
          new ProcessBuilder(
                  Executable.PATH,
                  "--port",
                  String.valueOf(port),
                  "--bind",
                  "127.0.0.1",
                  "--save",
                  "",
                  "--appendonly",
                  "no")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      awaitPong(started);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitPong(Process started) {
    long end = System.nanoTime() + START_NANOS;
    while (!answers()) {
      if (!started.isAlive() || System.nanoTime() > end) {
        started.destroyForcibly();
        throw new AssertionError("no Valkey on port " + port);
      }
      LockSupport.parkNanos(2_000_000);
    }
  }

  private boolean answers() {
    try {
      return send("PING").startsWith("+PONG");
    } catch (IOException e) {
      return false;
    }
  }

  /** Sends a command without blanks in its arguments; the answer's first bytes, raw. */
  private String send(String command) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[256];
      int length = socket.getInputStream().read(answer);
      return new String(answer, 0, Math.max(0, length), StandardCharsets.US_ASCII);
    }
  }

  public int port() {
    return port;
  }

  /** As it is written into {@code REDIS_URL}. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Forgets everything. */
  public void flush() {
    try {
      String answer = send("FLUSHALL");
      if (!answer.startsWith("+OK")) {
        throw new AssertionError(answer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** kill -9. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        throw new AssertionError("Valkey survives kill -9");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** A new process on the same port, which knows nothing. */
  public void restart() {
    kill();
    process = launch();
  }

  /** From now on nothing answers, while connections stay: as when a network loses all packets. */
  public void freeze() {
    signal("-STOP");
  }

  public void thaw() {
    signal("-CONT");
  }

  private void signal(String signal) {
    try {
      int exit =
          new ProcessBuilder("kill", signal, String.valueOf(process.pid())).start().waitFor();
      if (exit != 0) {
        throw new AssertionError("kill " + signal + " exits with " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
