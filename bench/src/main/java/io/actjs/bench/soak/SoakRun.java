package io.actjs.bench.soak;

import io.actjs.bench.endurance.Honest;
import io.actjs.bench.endurance.ServerProcess;
import io.actjs.bench.work.Sources;
import java.io.IOException;
import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A server that does all that servers do, for long: calls, subscriptions, births and deaths of
 * actors, messages that are given up, releases, migrations. Prints a line of JSON for each interval
 * and a last one that says whether anything grew.
 */
public final class SoakRun {
  private static final int STEADY = 16;
  private static final long STEADY_PAUSE_MS = 25;
  private static final int SHOWN_STEADY_FAILURES = 20;
  private static final int SOCKETS = 8;
  private static final long SOCKET_PAUSE_MS = 500;
  private static final int LIVES = 24;
  private static final long LIFE_PAUSE_MS = 100;

  /** So short that everything that is deleted is gone soon. */
  private static final String[] RETENTION = {
    "--keep-turns=50",
    "--keep-events=50",
    "--keep-deleted-journals=5s",
    "--keep-deleted=20s",
    "--keep-dead-letters=30s",
    "--keep-audit=30s",
    "--sweep-every=5s"
  };

  private final SoakOptions options;
  private final PrintStream out;

  SoakRun(SoakOptions options, PrintStream out) {
    this.options = options;
    this.out = out;
  }

  /**
   * What became of it.
   *
   * @param failures the first of the wrong and the lost answers
   * @param failed how many there were
   */
  record Result(
      boolean alive,
      long steadyCalls,
      Map<Operation, Long> operations,
      List<String> failures,
      long failed,
      List<Trend> trends) {

    boolean flat() {
      return trends.stream().allMatch(Trend::isFlat);
    }
  }

  Result run() throws IOException, InterruptedException {
    try (ServerProcess server = ServerProcess.start(options.folder(), options.heap(), RETENTION);
        HttpClient sockets = HttpClient.newHttpClient()) {
      Tally tally = new Tally();
      Requests requests = new Requests(server.port(), tally);
      for (String name : List.of("Lasting", "Book", "Brief")) {
        requests.publish(name, "1.0.0", Sources.of(name));
      }
      Load load = new Load(tally);
      load.add(new Releases(requests), options.releaseMs());
      for (int i = 0; i < LIVES; i++) {
        load.add(new BriefLife(requests, i), LIFE_PAUSE_MS);
      }
      for (int i = 0; i < SOCKETS; i++) {
        load.add(new SocketCaller(sockets, server.port(), tally, i), SOCKET_PAUSE_MS);
      }
      Honest steady = new Honest(STEADY, STEADY_PAUSE_MS, server.port(), "Lasting");
      return watch(server, tally, load, steady);
    }
  }

  private Result watch(ServerProcess server, Tally tally, Load load, Honest steady)
      throws IOException, InterruptedException {
    SoakReport report = new SoakReport(out);
    List<Sample> samples = new ArrayList<>();
    long calls = 0;
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.seconds());
    while (System.nanoTime() < end && server.isAlive()) {
      Thread.sleep(options.intervalMs());
      Sample sample = sample(server, tally);
      Honest.Interval interval = steady.interval();
      calls += interval.calls();
      if (sample != null) {
        samples.add(sample);
        report.interval(sample, interval, tally);
      }
    }
    boolean alive = server.isAlive();
    load.stop();
    steady.stop();
    List<String> failures = new ArrayList<>(tally.failures());
    steady.failures().stream().limit(SHOWN_STEADY_FAILURES).forEach(failures::add);
    Result result =
        new Result(
            alive,
            calls,
            tally.done(),
            failures,
            tally.failed() + steady.failures().size(),
            Trend.of(samples));
    report.summary(result);
    return result;
  }

  /** Null when the server has ended. */
  private @Nullable Sample sample(ServerProcess server, Tally tally)
      throws IOException, InterruptedException {
    try {
      Path data = options.folder().resolve("data");
      return Sample.of(server, data, tally.done(Operation.PUBLISH));
    } catch (IOException e) {
      if (server.isAlive()) {
        throw e;
      }
      return null;
    }
  }

  /** {@code [--minutes N] [--seconds N] [--memory SIZE] [--data DIR]}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    SoakOptions options = SoakOptions.parse(arguments);
    Path folder = options.folder().resolve(String.valueOf(System.currentTimeMillis()));
    SoakOptions own = new SoakOptions(folder, options.heap(), options.seconds());
    Result result = new SoakRun(own, System.out).run();
    System.exit(result.alive && result.failed == 0 && result.flat() ? 0 : 1);
  }
}
