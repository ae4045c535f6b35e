package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The latency of durable calls that are due at fixed times, at half of the rate that the same
 * clients reach when they wait for each other. The yardstick gets as many calls at the same times,
 * so its latency is that of the machine and of the generator.
 */
final class OpenLoopRate implements Figure {
  private static final int CONCURRENCY = 64;
  private static final int ACTORS = 1000;

  /** Over WebSockets calls are sent when they are due, however many are under way. */
  private static final int UNDER_WAY = 4096;

  private static final double AT_MOST_MS = 15;

  private final Transport transport;

  OpenLoopRate(Transport transport) {
    this.transport = transport;
  }

  @Override
  public String name() {
    return "open-loop-" + transport.label();
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Server server = lab.daemon(Store.DURABLE);
    DiskRounds disk = new DiskRounds();
    Rounds yardstick = new Rounds(lab.yardstick(), lab, Counters.Load::run);
    Rounds subject = new Rounds(server, lab, disk.of(server.disk()));
    lab.warmUp(yardstick.server, transport);
    lab.warmUp(subject.server, transport);
    double closed = subject.closedRate(lab);
    for (Rounds rounds : List.of(yardstick, subject)) {
      rounds.run(closed / 2, lab.options().seconds() / 2);
      rounds.forget();
    }
    disk.forget();
    for (int round = 0; round < lab.options().rounds(); round++) {
      for (Rounds rounds : List.of(yardstick, subject)) {
        lab.settle();
        rounds.run(closed / 2, lab.options().seconds());
      }
    }
    return List.of(disk.on(line(subject, yardstick, closed, lab.options().rounds())));
  }

  private FigureLine line(Rounds subject, Rounds yardstick, double closed, int rounds) {
    double p999 = Median.of(subject.p999);
    return new FigureLine(name())
        .value(p999, "ms")
        .yardstick(Median.of(yardstick.p999))
        .with("ack", Store.DURABLE.acknowledgement())
        .with("rounds", rounds)
        .with("closedPerSecond", closed)
        .with("perSecond", Median.of(subject.rates))
        .with("p50Ms", Median.of(subject.p50))
        .with("p99Ms", Median.of(subject.p99))
        .with("worstP999Ms", Collections.max(subject.p999))
        .with("yardstickP50Ms", Median.of(yardstick.p50))
        .with("yardstickP99Ms", Median.of(yardstick.p99))
        .with("yardstickWorstP999Ms", Collections.max(yardstick.p999))
        .with("sentLateP999Ms", Median.of(subject.lateP999))
        .with("yardstickSentLateP999Ms", Median.of(yardstick.lateP999))
        .target("value <= " + AT_MOST_MS, p999 <= AT_MOST_MS);
  }

  /** The rounds of one server. */
  private final class Rounds {
    private final Server server;
    private final Clients closedClients;
    private final Clients openClients;
    private final Counters.Observer observer;
    private final Counters counters = new Counters(name(), ACTORS);
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final List<Double> p999 = new ArrayList<>();
    private final List<Double> lateP999 = new ArrayList<>();

    Rounds(Server server, Lab lab, Counters.Observer observer) {
      this.server = server;
      this.observer = observer;
      this.closedClients = lab.options().clients(transport, CONCURRENCY);
      this.openClients =
          transport == Transport.WS ? closedClients.inFlight(UNDER_WAY) : closedClients;
    }

    double closedRate(Lab lab) throws IOException {
      List<Double> closed = new ArrayList<>();
      for (int round = 0; round < lab.options().rounds(); round++) {
        closed.add(
            counters
                .incrementFor(lab.options().seconds(), server.port(), closedClients)
                .perSecond());
      }
      return Median.of(closed);
    }

    void run(double perSecond, double seconds) throws IOException {
      LoadResult load =
          counters.incrementAt(perSecond, seconds, server.port(), openClients, observer);
      rates.add(load.perSecond());
      p50.add(load.latencies().micros(0.5) / 1e3);
      p99.add(load.latencies().micros(0.99) / 1e3);
      p999.add(load.latencies().micros(0.999) / 1e3);
      lateP999.add(load.lateness().micros(0.999) / 1e3);
    }

    void forget() {
      List.of(rates, p50, p99, p999, lateP999).forEach(List::clear);
    }
  }
}
