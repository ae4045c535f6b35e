package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import io.actjs.bench.work.Sources;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Durable calls per second of a class whose arguments are held against their types. The yardstick
 * is the same source, published without its types, on the same server.
 */
final class ValidationCost implements Figure {
  private static final int CONCURRENCY = 64;
  private static final int ACTORS = 1000;
  private static final double AT_LEAST = 0.95;
  private static final String CHECKED = "CheckedCounter";

  @Override
  public String name() {
    return "validation-ws-c" + CONCURRENCY + "-" + ACTORS;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Server server = lab.daemon(Store.DURABLE);
    Servers.publish(server, CHECKED, Sources.of(Counters.CLASS), true);
    Clients clients = lab.options().clients(Transport.WS, CONCURRENCY);
    Rounds unchecked = new Rounds(server, clients, Counters.CLASS);
    Rounds checked = new Rounds(server, clients, CHECKED);
    lab.warmUp(server, Transport.WS);
    for (Rounds rounds : List.of(unchecked, checked)) {
      rounds.run(lab.options().seconds());
      rounds.forget();
    }
    for (int round = 0; round < lab.options().rounds(); round++) {
      for (Rounds rounds : List.of(unchecked, checked)) {
        lab.settle();
        rounds.run(lab.options().seconds());
      }
    }
    FigureLine line =
        new FigureLine(name())
            .value(Median.of(checked.rates), "calls/s")
            .yardstick(Median.of(unchecked.rates))
            .with("ack", Store.DURABLE.acknowledgement())
            .with("rounds", lab.options().rounds())
            .with("p50Us", Median.of(checked.p50))
            .with("yardstickP50Us", Median.of(unchecked.p50))
            .with("cpuUsPerCall", Median.of(checked.cpuMicros))
            .with("yardstickCpuUsPerCall", Median.of(unchecked.cpuMicros));
    return List.of(line.target("ratio >= " + AT_LEAST, line.ratio() >= AT_LEAST));
  }

  /** The rounds over one of the classes. */
  private final class Rounds {
    private final Server server;
    private final Clients clients;
    private final Counters counters;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> cpuMicros = new ArrayList<>();

    Rounds(Server server, Clients clients, String className) {
      this.server = server;
      this.clients = clients;
      this.counters = new Counters(className, name() + "-" + className, ACTORS);
    }

    void run(double seconds) throws IOException {
      LoadResult result = counters.incrementFor(seconds, server.port(), clients, this::observed);
      rates.add(result.perSecond());
      p50.add(result.latencies().micros(0.5));
    }

    private LoadResult observed(Counters.Load load) throws IOException {
      double cpu = server.process().cpuSeconds();
      LoadResult result = load.run();
      cpuMicros.add((server.process().cpuSeconds() - cpu) * 1e6 / result.acknowledged());
      return result;
    }

    void forget() {
      List.of(rates, p50, cpuMicros).forEach(List::clear);
    }
  }
}
