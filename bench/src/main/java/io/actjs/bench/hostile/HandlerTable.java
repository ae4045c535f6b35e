package io.actjs.bench.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.bench.endurance.Honest;
import io.actjs.bench.endurance.ServerProcess;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every {@link HostileHandler}, one at a time, on a server with honest callers. A handler is
 * contained when its caller is told one of the codes that it may be told, its turn left no trace,
 * every honest call beside it was answered rightly, and the server is the same process as before.
 * The server starts again, with another folder, after one that was not.
 */
final class HandlerTable implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The caller's patience: longer than any handler may run, which is 5 s of CPU among others. */
  private static final int DEADLINE_MS = 55_000;

  /** How long the honest callers are alone before each handler, at most. */
  private static final long QUIET_MS = 1_000;

  /** Told in place of a code. */
  private static final String NOTHING = "nothing";

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path folder;
  private final String heap;
  private final Options options;
  private final List<HostileHandler> handlers;
  private @Nullable Running running;
  private int starts;

  /**
   * How it is run.
   *
   * @param honest callers
   * @param millis how long a handler is called again and again, at least once
   * @param server options of {@code actctl start}
   */
  record Options(int honest, long millis, List<String> server) {}

  private record Running(ServerProcess server, Honest honest) {}

  /**
   * What came of a handler.
   *
   * @param told the code that its last caller was told
   * @param contained in every respect
   * @param alive whether the server went on
   * @param traces whether a failed turn left something
   * @param quiet the honest callers just before
   * @param honest the honest callers meanwhile
   */
  record Row(
      HostileHandler handler,
      String told,
      boolean contained,
      boolean alive,
      boolean traces,
      List<String> honestFailures,
      Honest.Interval quiet,
      Honest.Interval honest,
      long residentBefore,
      long residentAfter) {

    /** A line of JSON. */
    String line() {
      return String.format(
          Locale.ROOT,
          "{\"handler\":\"%s\",\"told\":\"%s\",\"contained\":%b,\"needsProcess\":%b,\"alive\":%b,"
              + "\"traces\":%b,\"honestCalls\":%d,\"honestFailures\":%d,\"quietP99Ms\":%.1f,"
              + "\"p99Ms\":%.1f,\"slowestMs\":%.1f,\"rssBeforeMiB\":%d,\"rssAfterMiB\":%d}",
          handler.name(),
          told,
          contained,
          handler.needsProcess(),
          alive,
          traces,
          honest.calls(),
          honestFailures.size(),
          quiet.p99(),
          honest.p99(),
          honest.slowest(),
          residentBefore >> 20,
          residentAfter >> 20);
    }
  }

  /**
   * @param folder for data and logs
   * @param heap of the server, as {@code -Xmx} takes it
   */
  HandlerTable(Path folder, String heap, Options options, List<HostileHandler> handlers) {
    this.folder = folder;
    this.heap = heap;
    this.options = options;
    this.handlers = handlers;
  }

  /** Runs all of them, and prints a line for each, and what the server said of one that harmed. */
  List<Row> run(PrintStream out) throws IOException, InterruptedException {
    List<Row> rows = new ArrayList<>();
    for (HostileHandler handler : handlers) {
      Row row = run(handler);
      out.println(row.line());
      rows.add(row);
      if (!row.contained && running != null) {
        out.println(running.server.lastLines(60));
        close();
      }
    }
    return rows;
  }

  private Row run(HostileHandler handler) throws IOException, InterruptedException {
    Running now = running == null ? start() : running;
    running = now;
    ServerProcess server = now.server;
    int failuresBefore = now.honest.failures().size();
    var unused = now.honest.interval();
    Thread.sleep(Math.min(options.millis, QUIET_MS));
    Honest.Interval quiet = now.honest.interval();
    long before = server.residentBytes();
    long end = System.nanoTime() + Duration.ofMillis(options.millis).toNanos();
    long lasting = 0;
    String told;
    do {
      told = call(server, handler, handler.name());
      lasting += told.equals(HostileHandler.OK) ? 1 : 0;
    } while (mayTell(handler, told) && System.nanoTime() < end);
    String seen = call(server, handler, "peek");
    if (seen.equals(ProblemCode.HeapExhausted.name())) {
      seen = call(server, handler, "peek");
    }
    boolean traces = !seen.equals("=" + lasting);
    // Of a call that is answered late, the answer counts, too.
    Thread.sleep(Math.min(options.millis, 200));
    List<String> failures = now.honest.failures();
    failures = failures.subList(failuresBefore, failures.size());
    boolean alive = server.isAlive();
    boolean contained = mayTell(handler, told) && alive && !traces && failures.isEmpty();
    return new Row(
        handler,
        told,
        contained,
        alive,
        traces,
        failures,
        quiet,
        now.honest.interval(),
        before,
        alive ? server.residentBytes() : 0);
  }

  /**
   * What earlier handlers keep outside of their states may exhaust the heap under any later one.
   */
  private static boolean mayTell(HostileHandler handler, String told) {
    return handler.codes().contains(told) || told.equals(ProblemCode.HeapExhausted.name());
  }

  /** A code, {@value HostileHandler#OK}, or what {@code peek} found. */
  private String call(ServerProcess server, HostileHandler handler, String method)
      throws InterruptedException {
    URI uri =
        URI.create(
            "http://127.0.0.1:%d/v1/actors/%s/%s/%s"
                .formatted(server.port(), HostileHandler.CLASS, handler.name(), method));
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("X-Actjs-Deadline-Ms", String.valueOf(DEADLINE_MS))
            .timeout(Duration.ofMillis(DEADLINE_MS + 3_000))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode body = JSON.readTree(answer.body());
      if (answer.statusCode() != 200) {
        return body.path("code").asText();
      }
      return method.equals("peek") ? "=" + body.path("result").asText() : HostileHandler.OK;
    } catch (IOException e) {
      return NOTHING;
    }
  }

  private Running start() throws IOException, InterruptedException {
    starts++;
    ServerProcess server =
        ServerProcess.start(
            folder.resolve("server-" + starts), heap, options.server.toArray(String[]::new));
    HostileRun.publish(server.port());
    HostileRun.publish(
        server.port(), HostileHandler.CLASS, HostileHandler.source(HostileHandler.table()), false);
    return new Running(server, HostileRun.honest(options.honest, server.port()));
  }

  @Override
  public void close() {
    Running ended = running;
    running = null;
    if (ended == null) {
      return;
    }
    ended.server.close();
    try {
      ended.honest.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
