package io.actjs.bench.hostile;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.bench.endurance.Honest;
import io.actjs.bench.endurance.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A server under all {@link Attack}s at once, beside honest callers whose calls must all be
 * answered. Prints a line of JSON for each interval, and a last one that sums up.
 */
public final class HostileRun {
  private static final int HONEST = 50;
  private static final long HONEST_PAUSE_MS = 5;
  private static final long QUIET_MS = 5_000;
  private static final int PATIENCE = 10;

  /** How long a handler of the table is called again and again. */
  private static final long TABLE_MS = 2_000;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Of each kind, when attacks are measured one at a time. */
  private static final int ROUNDS = 3;

  private final Path folder;
  private final String heap;
  private final PrintStream out;

  /**
   * @param folder for data and log
   * @param heap of the server, as {@code -Xmx} takes it
   */
  public HostileRun(Path folder, String heap, PrintStream out) {
    this.folder = folder;
    this.heap = heap;
    this.out = out;
  }

  /**
   * What became of it.
   *
   * @param failures of honest calls
   * @param quietP99 of honest calls before the attacks, milliseconds
   * @param p99 the worst of an interval under attack, milliseconds
   */
  public record Result(
      boolean alive,
      long honestCalls,
      List<String> failures,
      long attacks,
      double quietP99,
      double p99,
      double slowest,
      long mostResidentBytes) {}

  public Result run(long seconds) throws Exception {
    return run(seconds, 0);
  }

  /**
   * Runs for that long and until there were so many attacks, at most {@value #PATIENCE} times as
   * long.
   */
  Result run(long seconds, long attacks) throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, heap)) {
      publish(server.port());
      Honest honest = honest(HONEST, server.port());
      Thread.sleep(QUIET_MS);
      var unused = honest.interval();
      Thread.sleep(QUIET_MS);
      double quiet = honest.interval().p99();
      return attack(server, honest, quiet, seconds, attacks);
    }
  }

  /** Callers of actors that no attack is aimed at. */
  static Honest honest(int callers, int port) {
    return new Honest(callers, HONEST_PAUSE_MS, port, "Sink");
  }

  private Result attack(
      ServerProcess server, Honest honest, double quiet, long seconds, long attacks)
      throws Exception {
    Attack.Target target = new Attack.Target(server.port());
    List<Thread> attackers = new ArrayList<>();
    for (Attack attack : Attack.values()) {
      attackers.add(Thread.ofVirtual().start(() -> target.attack(attack)));
    }
    long begin = System.nanoTime();
    long nanos = TimeUnit.SECONDS.toNanos(seconds);
    long intervalMs = Math.clamp(seconds * 1000 / 20, 2_000, 30_000);
    long calls = 0;
    double p99 = 0;
    double slowest = 0;
    long resident = 0;
    while (server.isAlive()) {
      long past = System.nanoTime() - begin;
      if (past >= PATIENCE * nanos || (past >= nanos && target.attacks.get() >= attacks)) {
        break;
      }
      Thread.sleep(intervalMs);
      if (server.isAlive()) {
        ServerProcess.Vitals vitals = server.vitals();
        Honest.Interval interval = honest.interval();
        calls += interval.calls();
        p99 = Math.max(p99, interval.p99());
        slowest = Math.max(slowest, interval.slowest());
        resident = Math.max(resident, vitals.residentBytes());
        print(vitals, interval, target.attacks.get(), honest.failures().size());
      }
    }
    boolean alive = server.isAlive();
    attackers.forEach(Thread::interrupt);
    if (alive) {
      honest.stop();
    }
    Result result =
        new Result(
            alive, calls, honest.failures(), target.attacks.get(), quiet, p99, slowest, resident);
    out.printf(
        Locale.ROOT,
        "{\"alive\":%b,\"restarts\":%d,\"honestCalls\":%d,\"honestFailures\":%d,\"attacks\":%d,"
            + "\"quietP99Ms\":%.1f,\"worstP99Ms\":%.1f,\"slowestMs\":%.1f,\"mostRssMiB\":%d}%n",
        alive,
        alive ? 0 : 1,
        calls,
        result.failures.size(),
        result.attacks,
        quiet,
        p99,
        slowest,
        resident >> 20);
    return result;
  }

  private void print(
      ServerProcess.Vitals vitals, Honest.Interval interval, long attacks, int failures) {
    out.printf(
        Locale.ROOT,
        "{\"rssMiB\":%d,\"heapMiB\":%d,\"threads\":%d,\"files\":%d,\"honestCalls\":%d,"
            + "\"honestFailures\":%d,\"p99Ms\":%.1f,\"slowestMs\":%.1f,\"attacks\":%d}%n",
        vitals.residentBytes() >> 20,
        vitals.heapBytes() >> 20,
        vitals.threads(),
        vitals.files(),
        interval.calls(),
        failures,
        interval.p99(),
        interval.slowest(),
        attacks);
  }

  static void publish(int port) throws IOException, InterruptedException {
    for (String name : List.of("Flood", "Sink", "Big", "Hang")) {
      String source;
      try (InputStream in =
          Objects.requireNonNull(
              HostileRun.class.getResourceAsStream("/cases/" + name + ".ts"), name)) {
        source = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
      publish(port, name, source, true);
    }
  }

  /**
   * Publishes version 1.0.0.
   *
   * @param check whether its types have to be right
   */
  static void publish(int port, String name, String source, boolean check)
      throws IOException, InterruptedException {
    String body =
        JSON.createObjectNode()
            .put("version", "1.0.0")
            .put("source", source)
            .put("check", check)
            .toString();
    URI uri = URI.create("http://127.0.0.1:" + port + "/v1/classes/" + name + "/versions");
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException(name + ": " + answer.body());
    }
  }

  private static int table(Path folder, String heap, String only, List<String> server)
      throws IOException, InterruptedException {
    List<HostileHandler> handlers =
        HostileHandler.table().stream().filter(each -> each.name().contains(only)).toList();
    HandlerTable.Options options = new HandlerTable.Options(HONEST, TABLE_MS, server);
    try (HandlerTable table = new HandlerTable(folder, heap, options, handlers)) {
      List<HandlerTable.Row> rows = table.run(System.out);
      long contained = rows.stream().filter(HandlerTable.Row::contained).count();
      System.out.printf("{\"handlers\":%d,\"contained\":%d}%n", rows.size(), contained);
      rows.stream()
          .filter(row -> !row.contained())
          .forEach(row -> System.err.println("not contained: " + row.handler().name()));
      return rows.size() == contained ? 0 : 1;
    }
  }

  /**
   * {@code [--minutes N] [--seconds N] [--each SECONDS] [--table PART-OF-NAME] [--isolation KIND]
   * [--memory SIZE] [--data DIR]}.
   */
  public static void main(String[] arguments) throws Exception {
    long seconds = 1_800;
    long each = 0;
    String heap = "512m";
    String only = null;
    List<String> server = new ArrayList<>();
    Path folder = Path.of("bench", "target", "hostile");
    for (int i = 0; i + 1 < arguments.length; i += 2) {
      String value = arguments[i + 1];
      switch (arguments[i]) {
        case "--minutes" -> seconds = 60 * Long.parseLong(value);
        case "--seconds" -> seconds = Long.parseLong(value);
        case "--each" -> each = Long.parseLong(value);
        case "--table" -> only = value.equals("all") ? "" : value;
        case "--isolation" -> server.addAll(List.of("--isolation", value));
        case "--memory" -> heap = value;
        case "--data" -> folder = Path.of(value);
        default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
      }
    }
    Path fresh = folder.resolve(String.valueOf(System.currentTimeMillis()));
    if (only != null) {
      System.exit(table(fresh, heap, only, server));
    }
    if (each > 0) {
      List<String> failures =
          new AttackRatios(fresh, heap, System.out, ROUNDS).run(List.of(Attack.values()), each);
      failures.stream().limit(5).forEach(System.err::println);
      System.exit(failures.isEmpty() ? 0 : 1);
    }
    Result result = new HostileRun(fresh, heap, System.out).run(seconds);
    result.failures.stream().limit(5).forEach(System.err::println);
    System.exit(result.alive && result.failures.isEmpty() ? 0 : 1);
  }
}
