package io.actjs.bench.endurance;

import io.actjs.actctl.Actctl;
import io.actjs.bench.server.Ports;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A daemon in a process of its own, with the options that the launcher gives it. */
public final class ServerProcess implements AutoCloseable {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
  private static final Path BIN = Path.of(System.getProperty("java.home"), "bin");

  private final Process process;
  private final int port;
  private final Path log;

  private ServerProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /**
   * Starts one and returns when it listens.
   *
   * @param folder for data and log
   * @param heap as {@code -Xmx} takes it
   * @param options of {@code actctl start}
   */
  public static ServerProcess start(Path folder, String heap, String... options)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    int port = Ports.free();
    List<String> command = new ArrayList<>();
    command.add(BIN.resolve("java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xms32m",
            "-Xmx" + heap,
            "-XX:+ExitOnOutOfMemoryError",
            "-Djdk.nio.maxCachedBufferSize=262144",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            classPath(),
            Actctl.class.getName(),
            "start",
            "--open",
            "--port",
            String.valueOf(port),
            "--data",
            folder.resolve("data").toString()));
    command.addAll(List.of(options));
    Path log = folder.resolve("server.log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    ServerProcess server = new ServerProcess(process, port, log);
    while (!Ports.isOpen(port)) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the server does not start; see " + log);
      }
      Thread.sleep(20);
    }
    return server;
  }

  /** Surefire hides the class path of tests behind a jar of its own. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  public int port() {
    return port;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** The last lines of what it has printed. */
  public String lastLines(int count) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - count), lines.size()));
  }

  /** What the process has in use. */
  public record Vitals(long residentBytes, long heapBytes, int threads, long files) {}

  public Vitals vitals() throws IOException, InterruptedException {
    Path proc = Path.of("/proc", String.valueOf(process.pid()));
    try (Stream<Path> files = Files.list(proc.resolve("fd"))) {
      return new Vitals(residentBytes(), heapBytes(), (int) status("Threads:"), files.count());
    }
  }

  /** What the process has in memory; costs the server nothing. */
  public long residentBytes() throws IOException {
    return status("VmRSS:") << 10;
  }

  /** A number of the process's status; 0 when it has ended. */
  private long status(String name) throws IOException {
    for (String line :
        Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status"))) {
      if (line.startsWith(name)) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  /** What of the Java heap is reachable, bytes; costs the server a full collection. */
  public long liveHeapBytes() throws IOException, InterruptedException {
    Matcher total = TOTAL.matcher(jcmd("GC.class_histogram"));
    if (!total.find()) {
      throw new IOException("the server did not count its objects");
    }
    return Long.parseLong(total.group(1));
  }

  private String jcmd(String command) throws IOException, InterruptedException {
    Process asked =
        new ProcessBuilder(BIN.resolve("jcmd").toString(), String.valueOf(process.pid()), command)
            .redirectErrorStream(true)
            .start();
    String text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var unused = asked.waitFor(10, TimeUnit.SECONDS);
    return text;
  }

  private long heapBytes() throws IOException, InterruptedException {
    String text = jcmd("GC.heap_info");
    long used = 0;
    int generations = 0;
    Matcher matcher = USED.matcher(text);
    // Young, then old; metaspace follows.
    while (generations < 2 && matcher.find()) {
      used += Long.parseLong(matcher.group(1)) << 10;
      generations++;
    }
    return used;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
