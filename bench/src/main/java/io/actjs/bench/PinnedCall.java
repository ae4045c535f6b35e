package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.work.Median;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a pin costs: the server's CPU time for a pinned call, beside an unpinned one on the same
 * server in turn. Over HTTP the pin is a header of each call and echoed in its answer; a WebSocket
 * is pinned when it is opened.
 */
final class PinnedCall implements Figure {
  private static final int CONCURRENCY = 64;
  private static final int ACTORS = 1000;
  private static final double AT_MOST = 1.03;

  private final Transport transport;

  PinnedCall(Transport transport) {
    this.transport = transport;
  }

  @Override
  public String name() {
    return "pinned-" + transport.label();
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Server server = lab.daemon(Store.MEMORY);
    String pin = Servers.manifest(server, Counters.CLASS);
    lab.warmUp(server, transport);
    Clients clients = lab.options().clients(transport, CONCURRENCY);
    Rounds pinned = new Rounds(server, clients.pinned(pin));
    Rounds free = new Rounds(server, clients);
    for (Rounds rounds : List.of(pinned, free)) {
      rounds.run(lab.options().seconds() / 2);
      rounds.forget();
    }
    for (int round = 0; round < 2 * lab.options().rounds(); round++) {
      // Who goes first alternates, so that a trend of the machine falls on both.
      List<Rounds> order = List.of(pinned, free);
      for (Rounds rounds : round % 2 == 0 ? order : order.reversed()) {
        lab.settle();
        rounds.run(lab.options().seconds());
      }
    }
    FigureLine line =
        new FigureLine(name())
            .value(Median.of(pinned.cpuMicros), "CPU us/call")
            .yardstick(Median.of(free.cpuMicros))
            .with("rounds", 2 * lab.options().rounds())
            .with("callsPerSecond", Median.of(pinned.rates))
            .with("unpinnedCallsPerSecond", Median.of(free.rates));
    return List.of(line.target("ratio <= " + AT_MOST, line.ratio() <= AT_MOST));
  }

  private final class Rounds {
    private final Server server;
    private final Clients clients;
    private final Counters counters;
    private final List<Double> cpuMicros = new ArrayList<>();
    private final List<Double> rates = new ArrayList<>();

    Rounds(Server server, Clients clients) {
      this.server = server;
      this.clients = clients;
      this.counters = new Counters(name() + (clients.pin() == null ? "-free" : "-pinned"), ACTORS);
    }

    void run(double seconds) throws IOException {
      LoadResult result = counters.incrementFor(seconds, server.port(), clients, this::observed);
      rates.add(result.perSecond());
    }

    private LoadResult observed(Counters.Load load) throws IOException {
      double cpu = server.process().cpuSeconds();
      LoadResult result = load.run();
      cpuMicros.add((server.process().cpuSeconds() - cpu) * 1e6 / result.acknowledged());
      return result;
    }

    void forget() {
      cpuMicros.clear();
      rates.clear();
    }
  }
}
