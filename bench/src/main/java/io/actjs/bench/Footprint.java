package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * 10 000 counters: how fast they are made, how fast a restarted daemon brings them back from
 * SQLite, and what they weigh in memory. Each is called once; memory is the resident memory of the
 * whole process. The yardstick puts as many new counters into its map. Every round has servers of
 * its own, so all of them are cold.
 */
final class Footprint implements Figure {
  private static final int ACTORS = 10_000;
  private static final int CONCURRENCY = 64;
  private static final long SETTLE_NANOS = 3_000_000_000L;
  private static final double MEGABYTE = 1e6;
  private static final double IDLE_BELOW = 200;
  private static final double FULL_BELOW = 400;

  private final Counters counters = new Counters("many", ACTORS);

  @Override
  public String name() {
    return "actors-" + ACTORS;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Rounds rounds = new Rounds(lab.options().clients(Transport.WS, CONCURRENCY));
    for (int round = 0; round < lab.options().rounds(); round++) {
      rounds.run(lab, lab.options().directory().resolve("footprint-" + round));
    }
    double idle = Median.of(rounds.idle);
    double full = Median.of(rounds.full);
    return List.of(
        rounds.made.line("-created").yardstick(Median.of(rounds.yardstick)),
        rounds.activated.line("-activated"),
        memory("-idle", rounds.idle).target("< " + IDLE_BELOW, idle < IDLE_BELOW),
        memory("-memory", rounds.full)
            .with("kbPerActor", (full - idle) * 1000 / ACTORS)
            .target("< " + FULL_BELOW, full < FULL_BELOW));
  }

  private FigureLine memory(String suffix, List<Double> megabytes) {
    return new FigureLine(name() + suffix)
        .value(Median.of(megabytes), "MB")
        .with("rounds", megabytes.size());
  }

  private final class Rounds {
    private final Clients clients;
    private final List<Double> yardstick = new ArrayList<>();
    private final FirstCalls made = new FirstCalls();
    private final FirstCalls activated = new FirstCalls();
    private final List<Double> idle = new ArrayList<>();
    private final List<Double> full = new ArrayList<>();

    Rounds(Clients clients) {
      this.clients = clients;
    }

    void run(Lab lab, Path directory) throws IOException {
      try (Server server = lab.servers().yardstick(Files.createDirectories(directory))) {
        yardstick.add(counters.incrementOnce(server.port(), clients).perSecond());
      }
      try (Server server = lab.servers().daemon(directory)) {
        Servers.publish(server, Counters.CLASS);
        callEach(server, made);
      }
      try (Server server = lab.servers().daemon(directory)) {
        idle.add(settledMegabytes(server));
        callEach(server, activated);
        full.add(settledMegabytes(server));
        requireTwo(server);
      }
    }

    private void callEach(Server server, FirstCalls calls) throws IOException {
      Counters.Observer observer = calls.disk.of(server.disk());
      calls.add(counters.incrementOnce(server.port(), clients, observer));
    }
  }

  private static double settledMegabytes(Server server) throws IOException {
    LockSupport.parkNanos(SETTLE_NANOS);
    return server.process().residentBytes() / MEGABYTE;
  }

  private void requireTwo(Server server) throws IOException {
    long total = counters.total(server.port());
    if (total != 2 * ACTORS) {
      throw new BenchFailure("the counters hold " + total + ", not " + 2 * ACTORS);
    }
  }

  /** The first calls to all counters, of each round. */
  private final class FirstCalls {
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final DiskRounds disk = new DiskRounds();

    void add(LoadResult result) {
      rates.add(result.perSecond());
      p50.add(result.latencies().micros(0.5));
      p99.add(result.latencies().micros(0.99));
    }

    FigureLine line(String suffix) {
      FigureLine line =
          new FigureLine(name() + suffix)
              .value(Median.of(rates), "actors/s")
              .with("ack", Store.DURABLE.acknowledgement())
              .with("rounds", rates.size())
              .with("p50Us", Median.of(p50))
              .with("p99Us", Median.of(p99));
      return disk.on(line);
    }
  }
}
