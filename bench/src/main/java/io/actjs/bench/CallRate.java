package io.actjs.bench;

import io.actjs.bench.CounterRounds.CpuTime;
import io.actjs.bench.disk.Disk;
import io.actjs.bench.load.Clients;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counter calls per second at a fixed concurrency, beside the yardstick under the same load. */
final class CallRate implements Figure {
  private static final int MANY = 64;
  private static final double SYNCS_BELOW = 0.1;
  private static final double BEYOND_SYNC_AT_MOST = 200;

  private final Store store;
  private final Transport transport;
  private final int concurrency;
  private final int actors;

  private CallRate(Store store, Transport transport, int concurrency, int actors) {
    this.store = store;
    this.transport = transport;
    this.concurrency = concurrency;
    this.actors = actors;
  }

  static List<Figure> all() {
    List<Figure> figures = new ArrayList<>();
    for (Store store : Store.values()) {
      for (Transport transport : Transport.values()) {
        for (int concurrency : new int[] {1, MANY}) {
          for (int actors : new int[] {1, 1000}) {
            figures.add(new CallRate(store, transport, concurrency, actors));
          }
        }
      }
    }
    return figures;
  }

  @Override
  public String name() {
    return store.label() + "-" + transport.label() + "-c" + concurrency + "-" + actors;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Clients clients = lab.options().clients(transport, concurrency);
    Rounds yardstick = new Rounds(lab.yardstick(), clients, null);
    Server server = lab.daemon(store);
    Rounds subject = new Rounds(server, clients, store == Store.DURABLE ? new DiskRounds() : null);
    for (Rounds rounds : List.of(yardstick, subject)) {
      lab.warmUp(rounds.server, transport);
      rounds.run(lab.options().seconds() / 2);
      rounds.forget();
    }
    List<Double> appendMicros = new ArrayList<>();
    List<Double> overwriteMicros = new ArrayList<>();
    for (int round = 0; round < lab.options().rounds(); round++) {
      appendMicros.addAll(Disk.appendMicros(lab.options().directory()));
      overwriteMicros.addAll(Disk.overwriteMicros(lab.options().directory()));
      for (Rounds rounds : List.of(yardstick, subject)) {
        lab.settle();
        rounds.run(lab.options().seconds());
      }
    }
    FigureLine line = line(subject, yardstick, lab.options().rounds());
    if (subject.disk != null) {
      subject.disk.on(line);
      double overwrite = Median.of(overwriteMicros);
      line.with("diskSyncUs", Median.of(appendMicros)).with("diskOverwriteUs", overwrite);
      judge(line, subject.disk, Median.of(subject.p50) - overwrite);
    }
    return List.of(line);
  }

  private FigureLine line(Rounds subject, Rounds yardstick, int rounds) {
    return new FigureLine(name())
        .value(Median.of(subject.rates), "calls/s")
        .yardstick(Median.of(yardstick.rates))
        .with("ack", store.acknowledgement())
        .with("rounds", rounds)
        .with("p50Us", Median.of(subject.p50))
        .with("p99Us", Median.of(subject.p99))
        .with("yardstickP50Us", Median.of(yardstick.p50))
        .with("yardstickP99Us", Median.of(yardstick.p99))
        .with("cpuUsPerCall", Median.of(subject.cpu.micros))
        .with("yardstickCpuUsPerCall", Median.of(yardstick.cpu.micros))
        .with("generatorCpuUsPerCall", Median.of(subject.generatorMicros));
  }

  /** The goals of durable calls. */
  private void judge(FigureLine line, DiskRounds disk, double beyondSync) {
    double log = disk.logMebibytes();
    String logGoal = ", logMiB <= " + DiskRounds.LOG_AT_MOST;
    if (concurrency == 1) {
      line.with("p50BeyondSyncUs", beyondSync);
      if (transport == Transport.WS) {
        line.target(
            "ratio >= 0.3, p50BeyondSyncUs <= " + BEYOND_SYNC_AT_MOST + logGoal,
            line.ratio() >= 0.3
                && beyondSync <= BEYOND_SYNC_AT_MOST
                && log <= DiskRounds.LOG_AT_MOST);
      }
      return;
    }
    double least = actors == 1 ? 0.4 : transport == Transport.WS ? 0.65 : 0.95;
    line.target(
        "ratio >= " + least + ", fsyncsPerCall < " + SYNCS_BELOW + logGoal,
        line.ratio() >= least
            && disk.fsyncsPerCall() < SYNCS_BELOW
            && log <= DiskRounds.LOG_AT_MOST);
  }

  /** The rounds of one server. */
  private final class Rounds {
    private final Server server;
    private final Clients clients;
    private final @Nullable DiskRounds disk;
    private final Counters counters = new Counters(name(), actors);
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final CpuTime cpu;
    private final List<Double> generatorMicros = new ArrayList<>();

    Rounds(Server server, Clients clients, @Nullable DiskRounds disk) {
      this.server = server;
      this.clients = clients;
      this.disk = disk;
      this.cpu = new CpuTime(server);
    }

    void run(double seconds) throws IOException {
      LoadResult result = counters.incrementFor(seconds, server.port(), clients, this::observed);
      rates.add(result.perSecond());
      p50.add(result.latencies().micros(0.5));
      p99.add(result.latencies().micros(0.99));
      generatorMicros.add(result.cpuSeconds() * 1e6 / result.acknowledged());
    }

    private LoadResult observed(Counters.Load load) throws IOException {
      return cpu.during(disk == null ? load : () -> disk.of(server.disk()).during(load));
    }

    void forget() {
      List.of(rates, p50, p99, cpu.micros, generatorMicros).forEach(List::clear);
      if (disk != null) {
        disk.forget();
      }
    }
  }
}
