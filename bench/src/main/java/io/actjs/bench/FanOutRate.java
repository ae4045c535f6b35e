package io.actjs.bench;

import io.actjs.bench.load.FanOut;
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
 * One actor with 200 subscribers on WebSockets, a counter that changes or one that emits messages:
 * notifications per second with several under way and with one, and how long the last subscriber
 * waits for that. The yardstick makes one text of each and hands it to Javalin 200 times.
 */
final class FanOutRate implements Figure {
  static final int SUBSCRIBERS = 200;
  private static final int WINDOW = 16;
  private static final String ID = "fan";
  private static final String RATE = "notifications/s";
  private static final double AT_LEAST = 0.9;
  private static final double LEAST_EMITTED = 10_000;

  /** Emits numbers. */
  private static final String EMITTER = "Ticker";

  private final boolean emits;

  private FanOutRate(boolean emits) {
    this.emits = emits;
  }

  static FanOutRate ofChanges() {
    return new FanOutRate(false);
  }

  static FanOutRate ofMessages() {
    return new FanOutRate(true);
  }

  @Override
  public String name() {
    return (emits ? "emit-" : "fanout-") + SUBSCRIBERS;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Server yardstick = lab.yardstick();
    Server subject = lab.daemon(Store.DURABLE);
    lab.warmUp(yardstick, Transport.WS);
    lab.warmUp(subject, Transport.WS);
    if (emits) {
      Servers.publish(subject, EMITTER);
    }
    DiskRounds many = new DiskRounds();
    DiskRounds one = new DiskRounds();
    try (Fan fanOfYardstick =
            new Fan(changes(yardstick, name()), Counters.Load::run, Counters.Load::run);
        Fan fanOfSubject =
            new Fan(told(subject), many.of(subject.disk()), one.of(subject.disk()))) {
      List<Fan> fans = List.of(fanOfYardstick, fanOfSubject);
      for (Fan fan : fans) {
        fan.warmUp(lab.options().warmupSeconds() / 10);
      }
      for (int round = 0; round < lab.options().rounds(); round++) {
        for (Fan fan : fans) {
          lab.settle();
          fan.round(lab.options().seconds() / 2);
        }
      }
      FigureLine single =
          line(name() + "-one", fanOfSubject.oneRates, fanOfYardstick.oneRates, RATE, lab);
      FigureLine rate = line(name(), fanOfSubject.rates, fanOfYardstick.rates, RATE, lab);
      if (emits) {
        rate.target(">= " + (long) LEAST_EMITTED, Median.of(fanOfSubject.rates) >= LEAST_EMITTED);
      } else {
        single.target("ratio >= " + AT_LEAST, single.ratio() >= AT_LEAST);
      }
      return List.of(
          many.on(rate),
          one.on(single),
          line(name() + "-last", fanOfSubject.p50, fanOfYardstick.p50, "us", lab)
              .with("p99Us", Median.of(fanOfSubject.p99))
              .with("yardstickP99Us", Median.of(fanOfYardstick.p99)));
    }
  }

  private FanOut told(Server subject) throws IOException {
    return emits
        ? FanOut.ofMessages(subject.port(), EMITTER, ID, SUBSCRIBERS)
        : changes(subject, ID);
  }

  private static FanOut changes(Server server, String id) throws IOException {
    return FanOut.ofChanges(server.port(), Counters.CLASS, id, SUBSCRIBERS);
  }

  private static FigureLine line(
      String name, List<Double> subject, List<Double> yardstick, String unit, Lab lab) {
    return new FigureLine(name)
        .value(Median.of(subject), unit)
        .yardstick(Median.of(yardstick))
        .with("ack", Store.DURABLE.acknowledgement())
        .with("rounds", lab.options().rounds());
  }

  /** The subscribers of one server and what was measured with them. */
  static final class Fan implements AutoCloseable {
    private final FanOut connections;
    private final Counters.Observer many;
    private final Counters.Observer one;
    final List<Double> rates = new ArrayList<>();
    final List<Double> oneRates = new ArrayList<>();
    final List<Double> p50 = new ArrayList<>();
    final List<Double> p99 = new ArrayList<>();

    /**
     * @param many observes the runs with several changes under way
     * @param one observes those with one
     */
    Fan(FanOut connections, Counters.Observer many, Counters.Observer one) {
      this.many = many;
      this.one = one;
      this.connections = connections;
    }

    void warmUp(double seconds) throws IOException {
      var unused = connections.run(seconds, WINDOW);
    }

    void round(double seconds) throws IOException {
      LoadResult rate = many.during(() -> connections.run(seconds, WINDOW));
      rates.add(rate.perSecond() * SUBSCRIBERS);
      LoadResult latency = one.during(() -> connections.run(seconds, 1));
      oneRates.add(latency.perSecond() * SUBSCRIBERS);
      p50.add(latency.latencies().micros(0.5));
      p99.add(latency.latencies().micros(0.99));
    }

    @Override
    public void close() throws IOException {
      connections.close();
    }
  }
}
