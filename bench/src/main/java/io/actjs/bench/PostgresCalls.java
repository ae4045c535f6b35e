package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.PostgresServer;
import io.actjs.bench.server.Server;
import io.actjs.bench.work.BenchFailure;
import io.actjs.bench.work.FigureLine;
import io.actjs.bench.work.Median;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Durable counter calls per second on PostgreSQL, beside upserts of as many rows by as many JDBC
 * connections. Both in turn on the same database server, which syncs before it answers.
 */
final class PostgresCalls implements Figure {
  private static final int CONCURRENCY = 64;
  private static final double SYNCS_BELOW = 0.2;

  private final Way way;
  private final int actors;

  /** How calls come to the actors. */
  private enum Way {
    /** From the same process, as the upserts do. */
    EMBEDDED(2),
    HTTP(1.2),
    WS(1.6);

    /** The goal of the ratio. */
    private final double atLeast;

    Way(double atLeast) {
      this.atLeast = atLeast;
    }
  }

  private PostgresCalls(Way way, int actors) {
    this.way = way;
    this.actors = actors;
  }

  static List<Figure> all() {
    List<Figure> figures = new ArrayList<>();
    for (Way way : Way.values()) {
      for (int actors : new int[] {1, 1000}) {
        figures.add(new PostgresCalls(way, actors));
      }
    }
    return figures;
  }

  @Override
  public String name() {
    return "postgres-" + way.name().toLowerCase(Locale.ROOT) + "-c" + CONCURRENCY + "-" + actors;
  }

  @Override
  public List<FigureLine> measure(Lab lab) throws IOException {
    PostgresServer postgres = lab.postgres();
    try (CounterLoad upserts = new JdbcUpserts(postgres.newDatabase(), CONCURRENCY, actors);
        CounterLoad calls = calls(lab, postgres)) {
      double seconds = lab.options().seconds();
      Rounds yardstick = new Rounds(upserts, postgres);
      Rounds subject = new Rounds(calls, postgres);
      LoadResult unused = upserts.run(seconds);
      unused = calls.run(Math.min(lab.options().warmupSeconds(), 4 * seconds));
      for (int round = 0; round < lab.options().rounds(); round++) {
        for (Rounds rounds : List.of(yardstick, subject)) {
          lab.settle();
          rounds.run(seconds);
        }
      }
      return List.of(line(subject, yardstick, lab.options().rounds()));
    } catch (SQLException e) {
      throw new BenchFailure("PostgreSQL: " + e.getMessage());
    }
  }

  private CounterLoad calls(Lab lab, PostgresServer postgres) throws IOException, SQLException {
    return switch (way) {
      case EMBEDDED ->
          new EmbeddedCalls(
              PostgresDriver.open(
                  PostgresUrl.parse(postgres.newDatabase()), PostgresOptions.DEFAULT),
              CONCURRENCY,
              actors);
      case HTTP -> new RemoteCalls(lab, Transport.HTTP);
      case WS -> new RemoteCalls(lab, Transport.WS);
    };
  }

  /** Calls to the daemon. */
  private final class RemoteCalls implements CounterLoad {
    private final Server server;
    private final Clients clients;
    private final Counters counters = new Counters(name(), actors);

    RemoteCalls(Lab lab, Transport transport) throws IOException, SQLException {
      this.server = lab.postgresDaemon();
      this.clients = lab.options().clients(transport, CONCURRENCY);
      lab.warmUp(server, transport);
    }

    @Override
    public LoadResult run(double seconds) throws IOException {
      return counters.incrementFor(seconds, server.port(), clients);
    }

    /** The server is the lab's. */
    @Override
    public void close() {}
  }

  private static final class Rounds {
    private final CounterLoad load;
    private final PostgresServer postgres;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final List<Double> syncsPerCall = new ArrayList<>();
    private final List<Double> bytesPerCall = new ArrayList<>();
    private final List<Double> databaseMicros = new ArrayList<>();

    Rounds(CounterLoad load, PostgresServer postgres) {
      this.load = load;
      this.postgres = postgres;
    }

    void run(double seconds) throws IOException, SQLException {
      PostgresServer.Writes before = postgres.writes();
      double cpu = postgres.cpuSeconds();
      LoadResult result = load.run(seconds);
      databaseMicros.add((postgres.cpuSeconds() - cpu) * 1e6 / result.acknowledged());
      PostgresServer.Writes after = postgres.writes();
      double calls = result.acknowledged();
      syncsPerCall.add((after.walSyncs() - before.walSyncs()) / calls);
      bytesPerCall.add((after.bytes() - before.bytes()) / calls);
      rates.add(result.perSecond());
      p50.add(result.latencies().micros(0.5));
      p99.add(result.latencies().micros(0.99));
    }
  }

  private FigureLine line(Rounds subject, Rounds yardstick, int rounds) {
    double syncs = Median.of(subject.syncsPerCall);
    FigureLine line =
        new FigureLine(name())
            .value(Median.of(subject.rates), "calls/s")
            .yardstick(Median.of(yardstick.rates))
            .with("ack", "fsynced")
            .with("rounds", rounds)
            .with("p50Us", Median.of(subject.p50))
            .with("p99Us", Median.of(subject.p99))
            .with("yardstickP50Us", Median.of(yardstick.p50))
            .with("yardstickP99Us", Median.of(yardstick.p99))
            .with("databaseCpuUsPerCall", Median.of(subject.databaseMicros))
            .with("yardstickDatabaseCpuUsPerCall", Median.of(yardstick.databaseMicros))
            .with("fsyncsPerCall", syncs)
            .with("yardstickFsyncsPerCall", Median.of(yardstick.syncsPerCall))
            .with("bytesWrittenPerCall", Median.of(subject.bytesPerCall))
            .with("yardstickBytesWrittenPerCall", Median.of(yardstick.bytesPerCall));
    return line.target(
        "ratio >= " + way.atLeast + ", fsyncsPerCall < " + SYNCS_BELOW,
        line.ratio() >= way.atLeast && syncs < SYNCS_BELOW);
  }
}
