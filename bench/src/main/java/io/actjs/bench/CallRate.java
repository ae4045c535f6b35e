package io.actjs.bench;

import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.work.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Counter calls per second at a fixed concurrency, beside the yardstick under the same load. */
final class CallRate implements Figure {
  private static final int MANY = 64;
  private static final double SYNCS_BELOW = 0.1;

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
    Rounds yardstick = new Rounds(lab.yardstick());
    Rounds subject = new Rounds(lab.daemon(store));
    for (Rounds rounds : List.of(yardstick, subject)) {
      lab.warmUp(rounds.server, transport);
      rounds.run(lab.options().seconds() / 2);
      rounds.forget();
    }
    List<Double> syncMicros = new ArrayList<>();
    for (int round = 0; round < lab.options().rounds(); round++) {
      syncMicros.addAll(Disk.syncMicros(lab.options().directory()));
      for (Rounds rounds : List.of(yardstick, subject)) {
        lab.settle();
        rounds.run(lab.options().seconds());
      }
    }
    FigureLine line = line(subject, yardstick, lab.options().rounds());
    return List.of(store == Store.DURABLE ? line.with("diskSyncUs", Median.of(syncMicros)) : line);
  }

  private FigureLine line(Rounds subject, Rounds yardstick, int rounds) throws IOException {
    FigureLine line =
        new FigureLine(name())
            .value(Median.of(subject.rates), "calls/s")
            .yardstick(Median.of(yardstick.rates))
            .with("ack", store.acknowledgement())
            .with("rounds", rounds)
            .with("p50Us", Median.of(subject.p50))
            .with("p99Us", Median.of(subject.p99))
            .with("yardstickP50Us", Median.of(yardstick.p50))
            .with("yardstickP99Us", Median.of(yardstick.p99))
            .with("cpuUsPerCall", Median.of(subject.cpuMicros))
            .with("yardstickCpuUsPerCall", Median.of(yardstick.cpuMicros))
            .with("generatorCpuUsPerCall", Median.of(subject.generatorMicros));
    return store == Store.DURABLE ? judged(line, Median.of(subject.syncsPerCall)) : line;
  }

  private FigureLine judged(FigureLine line, double syncsPerCall) {
    line.with("fsyncsPerCall", syncsPerCall);
    if (concurrency < MANY) {
      return line;
    }
    double least = actors == 1 ? 0.4 : 0.5;
    return line.target(
        "ratio >= " + least + ", fsyncsPerCall < " + SYNCS_BELOW,
        line.ratio() >= least && syncsPerCall < SYNCS_BELOW);
  }

  /** The rounds of one server. */
  private final class Rounds {
    private final Server server;
    private final Counters counters = new Counters(name(), actors);
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final List<Double> cpuMicros = new ArrayList<>();
    private final List<Double> generatorMicros = new ArrayList<>();
    private final List<Double> syncsPerCall = new ArrayList<>();

    Rounds(Server server) {
      this.server = server;
    }

    void run(double seconds) throws IOException {
      double cpu = server.process().cpuSeconds();
      long syncs = server.syncs();
      LoadResult result = counters.incrementFor(seconds, server.port(), transport, concurrency);
      double calls = result.acknowledged();
      rates.add(result.perSecond());
      p50.add(result.latencies().micros(0.5));
      p99.add(result.latencies().micros(0.99));
      cpuMicros.add((server.process().cpuSeconds() - cpu) * 1e6 / calls);
      generatorMicros.add(result.cpuSeconds() * 1e6 / calls);
      syncsPerCall.add((server.syncs() - syncs) / calls);
    }

    void forget() {
      List.of(rates, p50, p99, cpuMicros, generatorMicros, syncsPerCall).forEach(List::clear);
    }
  }
}
