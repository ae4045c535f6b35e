package io.actjs.bench;

import io.actjs.bench.load.FanOut;
import io.actjs.bench.load.LoadResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The subscribers of one server and what was measured with them. */
final class Fan implements AutoCloseable {
  private static final int SUBSCRIBERS = FanOutRate.SUBSCRIBERS;
  private static final int WINDOW = 16;

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
