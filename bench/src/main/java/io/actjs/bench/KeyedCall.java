package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.Server;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an idempotency key costs: calls per second that each have a key of their own, beside calls
 * without on the same server in turn, over WebSocket.
 */
final class KeyedCall implements Figure {
  private static final int CONCURRENCY = 64;
  private static final int ACTORS = 1000;
  private static final double AT_LEAST = 0.9;

  /** Null for PostgreSQL. */
  private final @Nullable Store store;

  KeyedCall(@Nullable Store store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "keyed-" + (store == null ? "postgres" : store.label());
  }

  private Server server(Lab lab) throws IOException {
    try {
      return store == null ? lab.postgresDaemon() : lab.daemon(store);
    } catch (SQLException e) {
      throw new BenchFailure("PostgreSQL: " + e.getMessage());
    }
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    Server server = server(lab);
    lab.warmUp(server, Transport.WS);
    Clients clients = lab.options().clients(Transport.WS, CONCURRENCY);
    CounterRounds keyed =
        new CounterRounds(server, clients, new Counters(name() + "-keyed", ACTORS, true));
    CounterRounds free = new CounterRounds(server, clients, new Counters(name() + "-free", ACTORS));
    CounterRounds.inTurn(lab, keyed, free);
    FigureLine line =
        new FigureLine(name())
            .value(Median.of(keyed.rates), "calls/s")
            .yardstick(Median.of(free.rates))
            .with("rounds", 2 * lab.options().rounds())
            .with("cpuUs", Median.of(keyed.cpu.micros))
            .with("unkeyedCpuUs", Median.of(free.cpu.micros));
    return List.of(line.target("ratio >= " + AT_LEAST, line.ratio() >= AT_LEAST));
  }
}
