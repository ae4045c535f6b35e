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
  final List<Double> cpuMicros = new ArrayList<>();
  final List<Double> rates = new ArrayList<>();

  CounterRounds(Server server, Clients clients, Counters counters) {
    this.server = server;
    this.clients = clients;
    this.counters = counters;
  }

  /** Runs both in turn, after each has run once unmeasured. */
  static void inTurn(Lab lab, CounterRounds one, CounterRounds other) throws IOException {
    for (CounterRounds rounds : List.of(one, other)) {
      rounds.run(lab.options().seconds() / 2);
      rounds.cpuMicros.clear();
      rounds.rates.clear();
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

  private void run(double seconds) throws IOException {
    LoadResult result = counters.incrementFor(seconds, server.port(), clients, this::observed);
    rates.add(result.perSecond());
  }

  private LoadResult observed(Counters.Load load) throws IOException {
    double cpu = server.process().cpuSeconds();
    LoadResult result = load.run();
    cpuMicros.add((server.process().cpuSeconds() - cpu) * 1e6 / result.acknowledged());
    return result;
  }
}
