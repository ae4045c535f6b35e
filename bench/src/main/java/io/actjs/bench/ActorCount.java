package io.actjs.bench;

import io.actjs.bench.CounterRounds.CpuTime;
import io.actjs.bench.load.Clients;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Durable calls per second over fewer and over more than 1 000 actors, which are the yardstick. All
 * actors exist and were called before the clock starts.
 */
final class ActorCount implements Figure {
  private static final int CONCURRENCY = 64;
  private static final int USUAL = 1000;
  private static final int FEW = 10;
  private static final int MANY = 100_000;
  private static final double AT_LEAST = 0.9;

  private final int actors;

  private ActorCount(int actors) {
    this.actors = actors;
  }

  static List<Figure> all() {
    return List.of(new ActorCount(FEW), new ActorCount(MANY));
  }

  @Override
  public String name() {
    return "durable-ws-c" + CONCURRENCY + "-" + actors;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Clients clients = lab.options().clients(Transport.WS, CONCURRENCY);
    Server server = actors > USUAL ? lab.crowdedDaemon() : lab.daemon(Store.DURABLE);
    Rounds usual = new Rounds(lab.daemon(Store.DURABLE), clients, USUAL);
    Rounds subject = new Rounds(server, clients, actors);
    for (Rounds rounds : List.of(usual, subject)) {
      lab.warmUp(rounds.server, Transport.WS);
      var unused = rounds.counters.incrementOnce(rounds.server.port(), clients);
      rounds.run(lab.options().seconds() / 2);
      rounds.forget();
    }
    for (int round = 0; round < lab.options().rounds(); round++) {
      for (Rounds rounds : List.of(usual, subject)) {
        lab.settle();
        rounds.run(lab.options().seconds());
      }
    }
    FigureLine line =
        new FigureLine(name())
            .value(Median.of(subject.rates), "calls/s")
            .yardstick(Median.of(usual.rates))
            .with("ack", Store.DURABLE.acknowledgement())
            .with("rounds", lab.options().rounds())
            .with("p50Us", Median.of(subject.p50))
            .with("p99Us", Median.of(subject.p99))
            .with("yardstickP50Us", Median.of(usual.p50))
            .with("yardstickP99Us", Median.of(usual.p99))
            .with("cpuUsPerCall", Median.of(subject.cpu.micros))
            .with("yardstickCpuUsPerCall", Median.of(usual.cpu.micros));
    subject.disk.on(line).with("inMemory", (double) Servers.activeActors(server, Counters.CLASS));
    return List.of(
        line.target(
            "ratio >= " + AT_LEAST + ", logMiB <= " + DiskRounds.LOG_AT_MOST,
            line.ratio() >= AT_LEAST && subject.disk.logMebibytes() <= DiskRounds.LOG_AT_MOST));
  }

  /** The rounds over one number of actors. */
  private final class Rounds {
    private final Server server;
    private final Clients clients;
    private final DiskRounds disk = new DiskRounds();
    private final Counters counters;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final CpuTime cpu;

    Rounds(Server server, Clients clients, int count) {
      this.server = server;
      this.cpu = new CpuTime(server);
      this.clients = clients;
      this.counters = new Counters(name() + "-of-" + count, count);
    }

    void run(double seconds) throws IOException {
      LoadResult result = counters.incrementFor(seconds, server.port(), clients, this::observed);
      rates.add(result.perSecond());
      p50.add(result.latencies().micros(0.5));
      p99.add(result.latencies().micros(0.99));
    }

    private LoadResult observed(Counters.Load load) throws IOException {
      return cpu.during(() -> disk.of(server.disk()).during(load));
    }

    void forget() {
      List.of(rates, p50, p99, cpu.micros).forEach(List::clear);
      disk.forget();
    }
  }
}
