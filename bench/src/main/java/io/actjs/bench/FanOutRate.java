package io.actjs.bench;

import io.actjs.bench.load.FanOut;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.work.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * One counter with 200 subscribers on WebSockets: notifications per second with several changes
 * under way, and how long the last subscriber waits when there is one at a time. The yardstick
 * sends the same text to 200 WebSockets.
 */
final class FanOutRate implements Figure {
  private static final int SUBSCRIBERS = 200;
  private static final int WINDOW = 16;
  private static final String ID = "fan";

  @Override
  public String name() {
    return "fanout-" + SUBSCRIBERS;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Server yardstick = lab.yardstick();
    Server subject = lab.daemon(Store.DURABLE);
    lab.warmUp(yardstick, Transport.WS);
    lab.warmUp(subject, Transport.WS);
    try (Fan fanOfYardstick = new Fan(yardstick);
        Fan fanOfSubject = new Fan(subject)) {
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
      return List.of(
          line(name(), fanOfSubject.rates, fanOfYardstick.rates, "notifications/s", lab),
          line(name() + "-last", fanOfSubject.p50, fanOfYardstick.p50, "us", lab)
              .with("p99Us", Median.of(fanOfSubject.p99))
              .with("yardstickP99Us", Median.of(fanOfYardstick.p99)));
    }
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
  private static final class Fan implements AutoCloseable {
    private final FanOut connections;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();

    Fan(Server server) throws IOException {
      connections = new FanOut(server.port(), Counters.CLASS, ID, SUBSCRIBERS);
    }

    void warmUp(double seconds) throws IOException {
      var unused = connections.run(seconds, WINDOW);
    }

    void round(double seconds) throws IOException {
      LoadResult rate = connections.run(seconds, WINDOW);
      rates.add(rate.perSecond() * SUBSCRIBERS);
      LoadResult latency = connections.run(seconds, 1);
      p50.add(latency.latencies().micros(0.5));
      p99.add(latency.latencies().micros(0.99));
    }

    @Override
    public void close() throws IOException {
      connections.close();
    }
  }
}
