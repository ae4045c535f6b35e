package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.server.Server;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Rounds of increments of one kind, and what each cost. */
final class CounterRounds {
  private final Server server;
  private final Clients clients;
  private final Counters counters;
  final CpuTime cpu;
  final List<Double> rates = new ArrayList<>();
  final List<Double> p50 = new ArrayList<>();

  CounterRounds(Server server, Clients clients, Counters counters) {
    this.server = server;
    this.clients = clients;
    this.counters = counters;
    this.cpu = new CpuTime(server);
  }

  /** Runs both in turn, after each has run once unmeasured. */
  static void inTurn(Lab lab, CounterRounds one, CounterRounds other) throws IOException {
    for (CounterRounds rounds : List.of(one, other)) {
      rounds.run(lab.options().seconds() / 2);
      rounds.forget();
    }
    for (int round = 0; round < 2 * lab.options().rounds(); round++) {
      // Who goes first alternates, so that a trend of the machine falls on both.
      List<CounterRounds> order = List.of(one, other);
      for (CounterRounds rounds : round % 2 == 0 ? order : order.reversed()) {
        lab.settle();
        rounds.run(lab.options().seconds());
      }
    }
  }

  void run(double seconds) throws IOException {
    LoadResult result = counters.incrementFor(seconds, server.port(), clients, cpu);
    rates.add(result.perSecond());
    p50.add(result.latencies().micros(0.5));
  }

  void forget() {
    List.of(cpu.micros, rates, p50).forEach(List::clear);
  }

  /** CPU time of a server for each call of a load, in microseconds. */
  static final class CpuTime implements Counters.Observer {
    final List<Double> micros = new ArrayList<>();
    private final Server server;

    CpuTime(Server server) {
      this.server = server;
    }

    @Override
    public LoadResult during(Counters.Load load) throws IOException {
      double before = server.process().cpuSeconds();
      LoadResult result = load.run();
      micros.add((server.process().cpuSeconds() - before) * 1e6 / result.acknowledged());
      return result;
    }
  }
}
