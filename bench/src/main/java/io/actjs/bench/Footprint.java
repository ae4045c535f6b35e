package io.actjs.bench;

import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.work.BenchFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * 10 000 counters: how fast they are made, how fast a restarted daemon brings them back from
 * SQLite, and what they weigh in memory. Each is called once; memory is the resident memory of the
 * whole process.
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
    Path directory = lab.options().directory().resolve("footprint");
    LoadResult made;
    try (Server server = lab.servers().daemon(directory)) {
      Servers.publish(server, Counters.CLASS);
      made = callEach(server);
    }
    try (Server server = lab.servers().daemon(directory)) {
      double idle = settledMegabytes(server);
      LoadResult activated = callEach(server);
      double full = settledMegabytes(server);
      requireTwo(server);
      return List.of(
          rate("-created", made),
          rate("-activated", activated),
          memory("-idle", idle).target("< " + IDLE_BELOW, idle < IDLE_BELOW),
          memory("-memory", full)
              .with("kbPerActor", (full - idle) * 1000 / ACTORS)
              .target("< " + FULL_BELOW, full < FULL_BELOW));
    }
  }

  private LoadResult callEach(Server server) throws IOException {
    return counters.incrementOnce(server.port(), Transport.WS, CONCURRENCY);
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

  private FigureLine rate(String suffix, LoadResult result) {
    return new FigureLine(name() + suffix)
        .value(result.perSecond(), "actors/s")
        .with("ack", Store.DURABLE.acknowledgement())
        .with("rounds", 1)
        .with("p50Us", result.latencies().micros(0.5))
        .with("p99Us", result.latencies().micros(0.99));
  }

  private FigureLine memory(String suffix, double megabytes) {
    return new FigureLine(name() + suffix).value(megabytes, "MB").with("rounds", 1);
  }
}
