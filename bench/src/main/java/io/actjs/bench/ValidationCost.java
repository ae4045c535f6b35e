package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import io.actjs.bench.work.Sources;
import java.io.IOException;
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
    CounterRounds unchecked = rounds(server, clients, Counters.CLASS);
    CounterRounds checked = rounds(server, clients, CHECKED);
    lab.warmUp(server, Transport.WS);
    for (CounterRounds rounds : List.of(unchecked, checked)) {
      rounds.run(lab.options().seconds());
      rounds.forget();
    }
    for (int round = 0; round < lab.options().rounds(); round++) {
      for (CounterRounds rounds : List.of(unchecked, checked)) {
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
            .with("cpuUsPerCall", Median.of(checked.cpu.micros))
            .with("yardstickCpuUsPerCall", Median.of(unchecked.cpu.micros));
    return List.of(line.target("ratio >= " + AT_LEAST, line.ratio() >= AT_LEAST));
  }

  private CounterRounds rounds(Server server, Clients clients, String className) {
    return new CounterRounds(
        server, clients, new Counters(className, name() + "-" + className, ACTORS));
  }
}
