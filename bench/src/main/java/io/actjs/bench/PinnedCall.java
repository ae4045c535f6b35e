package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import java.io.IOException;
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
    CounterRounds pinned =
        new CounterRounds(server, clients.pinned(pin), new Counters(name() + "-pinned", ACTORS));
    CounterRounds free = new CounterRounds(server, clients, new Counters(name() + "-free", ACTORS));
    CounterRounds.inTurn(lab, pinned, free);
    FigureLine line =
        new FigureLine(name())
            .value(Median.of(pinned.cpu.micros), "CPU us/call")
            .yardstick(Median.of(free.cpu.micros))
            .with("rounds", 2 * lab.options().rounds())
            .with("callsPerSecond", Median.of(pinned.rates))
            .with("unpinnedCallsPerSecond", Median.of(free.rates));
    return List.of(line.target("ratio <= " + AT_MOST, line.ratio() <= AT_MOST));
  }
}
