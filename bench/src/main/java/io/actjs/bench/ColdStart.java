package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.server.ChildProcess;
import io.actjs.bench.server.Launcher;
import io.actjs.bench.server.Ports;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import io.actjs.bench.work.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * From the start of the process to the answer of the first call: the daemon by its launcher, on a
 * directory that holds one actor, and the yardstick. And how long the launcher takes for its help,
 * and for a hundred small tests of an author, each with a runtime of its own.
 */
final class ColdStart implements Figure {
  private static final double START_BELOW = 2500;
  private static final double HELP_BELOW = 600;
  private static final double TESTS_BELOW = 2000;
  private static final int TESTS = 100;
  private static final long POLL_NANOS = 2_000_000L;

  private final Counters counter = new Counters("cold", 1);

  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Path directory = lab.options().directory().resolve("start");
    try (Server server = lab.servers().daemon(directory)) {
      Servers.publish(server, Counters.CLASS);
      var unused = counter.incrementOnce(server.port(), Clients.http(1));
    }
    List<Double> daemon = new ArrayList<>();
    List<Double> yardstick = new ArrayList<>();
    List<Double> help = new ArrayList<>();
    List<Double> bareJvm = new ArrayList<>();
    List<Double> tests = new ArrayList<>();
    Path authors = Files.createDirectories(directory.resolve("authors"));
    writeTests(authors);
    // The first run compiles the class, which the next ones find in the cache.
    double first = testMillis(authors);
    int rounds = lab.options().rounds() + 2;
    for (int round = 0; round < rounds; round++) {
      yardstick.add(yardstickMillis(lab, directory));
      daemon.add(daemonMillis(directory, round + 2));
      bareJvm.add(Launcher.millis(Launcher.bareJvm(), directory.resolve("java.log")));
      help.add(Launcher.millis(Launcher.command("--help"), directory.resolve("help.log")));
      tests.add(testMillis(authors));
    }
    return List.of(
        line("start-to-first-call", daemon, yardstick, START_BELOW),
        line("start-help", help, bareJvm, HELP_BELOW),
        line("start-100-tests", tests, bareJvm, TESTS_BELOW).with("first", first));
  }

  private static void writeTests(Path folder) throws IOException {
    Files.writeString(folder.resolve(Counters.CLASS + ".ts"), Sources.of(Counters.CLASS));
    StringBuilder file = new StringBuilder();
    file.append("import { expect, test, TestRuntime } from 'actjs/test';\n");
    file.append("import { CLASS } from './CLASS';\n".replace("CLASS", Counters.CLASS));
    for (int i = 0; i < TESTS; i++) {
      file.append(
          """
          test('%d', async () => {
            const t = TestRuntime.create({ classes: { CLASS } });
            const counter = t.actor(CLASS);
            await counter.call.inc({ by: 1 });
            expect(await counter.call.inc({ by: 1 })).toBe(2);
          });
          """
              .formatted(i)
              .replace("CLASS", Counters.CLASS));
    }
    Files.writeString(folder.resolve("Hundred.test.ts"), file);
  }

  private static double testMillis(Path folder) throws IOException {
    Path log = folder.resolve("tests.log");
    double millis = Launcher.millis(Launcher.command("test", folder.toString()), log);
    if (!Files.readString(log).contains(TESTS + " passed")) {
      throw new BenchFailure("not all tests have passed; see " + log);
    }
    return millis;
  }

  private static FigureLine line(
      String name, List<Double> values, List<Double> yardstick, double below) {
    double value = Median.of(values);
    return new FigureLine(name)
        .value(value, "ms")
        .yardstick(Median.of(yardstick))
        .with("rounds", values.size())
        .target("< " + below, value < below);
  }

  private double yardstickMillis(Lab lab, Path directory) throws IOException {
    long begin = System.nanoTime();
    try (Server server = lab.servers().yardstick(directory)) {
      var unused = counter.incrementOnce(server.port(), Clients.http(1));
      return millisSince(begin);
    }
  }

  /**
   * Starts the daemon, calls the counter, and checks that the calls of earlier rounds are there.
   */
  private double daemonMillis(Path directory, int expected) throws IOException {
    int port = Ports.free();
    List<String> command =
        Launcher.command(
            "start",
            "--open",
            "--port",
            Integer.toString(port),
            "--data",
            Files.createDirectories(directory).resolve("data").toString());
    long begin = System.nanoTime();
    try (ChildProcess process = ChildProcess.start(command, directory.resolve("start.log"))) {
      while (!Ports.isOpen(port)) {
        process.requireAlive();
        LockSupport.parkNanos(POLL_NANOS);
      }
      long value = counter.incrementOnce(port, Clients.http(1)).sum();
      double millis = millisSince(begin);
      if (value != expected) {
        throw new BenchFailure("the counter is " + value + " after a restart, not " + expected);
      }
      return millis;
    }
  }

  private static double millisSince(long begin) {
    return (System.nanoTime() - begin) / 1e6;
  }
}
