package io.actjs.bench;

import io.actjs.bench.load.Clients;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.load.Transport;
import io.actjs.bench.server.PostgresServer;
import io.actjs.bench.server.Server;
import io.actjs.bench.server.Servers;
import io.actjs.testservers.TestValkey;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The servers that the figures share, each started when it is first needed, and warmed up. */
final class Lab implements AutoCloseable {
  private static final int WARMUP_CONCURRENCY = 64;
  private static final int WARMUP_ACTORS = 1000;
  private static final double WARMUP_SECONDS = 2;

  /** Less than this part of the least CPU time so far is progress. */
  private static final double LEVEL = 0.95;

  /** Rounds without progress that end the warm-up. */
  private static final int LEVEL_ROUNDS = 2;

  /** Actors that the crowded daemon may have in memory. */
  private static final int CROWD = 1_000_000;

  private static final long SETTLE_NANOS = 300_000_000L;

  /** Ends a server. */
  private interface Closing {
    void close();
  }

  private final Options options;
  private final Deque<Closing> running = new ArrayDeque<>();
  private final Set<String> warm = new HashSet<>();
  private @Nullable Servers servers;
  private @Nullable Server yardstick;
  private @Nullable Server durable;
  private @Nullable Server crowded;
  private @Nullable Server memory;
  private @Nullable PostgresServer postgres;
  private @Nullable Server postgresDaemon;
  private @Nullable TestValkey valkey;

  Lab(Options options) {
    this.options = options;
  }

  Options options() {
    return options;
  }

  Servers servers() throws IOException {
    if (servers == null) {
      servers = Servers.likeTheLauncher(options.serverOptions(), options.directory());
    }
    return servers;
  }

  Server yardstick() throws IOException {
    if (yardstick == null) {
      yardstick = opened(servers().yardstick(options.directory()));
    }
    return yardstick;
  }

  /** The daemon on the memory driver, or on SQLite in a new directory. */
  Server daemon(Store store) throws IOException {
    return switch (store) {
      case DURABLE -> {
        if (durable == null) {
          durable = opened(servers().daemon(options.directory().resolve("durable")));
          Servers.publish(durable, Counters.CLASS);
        }
        yield durable;
      }
      case MEMORY -> {
        if (memory == null) {
          memory = opened(servers().ephemeralDaemon(options.directory()));
          Servers.publish(memory, Counters.CLASS);
        }
        yield memory;
      }
    };
  }

  /** Another daemon on SQLite, which keeps more actors in memory than a daemon does by default. */
  Server crowdedDaemon() throws IOException {
    if (crowded == null) {
      Path directory = options.directory().resolve("crowded");
      crowded = opened(servers().daemon(directory, CROWD));
      Servers.publish(crowded, Counters.CLASS);
    }
    return crowded;
  }

  /** A database server on the measured disk. */
  PostgresServer postgres() throws IOException {
    if (postgres == null) {
      postgres = PostgresServer.start(options.directory().resolve("postgres"));
      running.push(postgres::close);
    }
    return postgres;
  }

  /** A Valkey, or the Redis that comes as a library. */
  TestValkey valkey() {
    if (valkey == null) {
      valkey = TestValkey.start();
      running.push(valkey::close);
    }
    return valkey;
  }

  /** The daemon on a database of {@link #postgres}. */
  Server postgresDaemon() throws IOException, SQLException {
    if (postgresDaemon == null) {
      postgresDaemon = opened(servers().daemon(options.directory(), postgres().newDatabase()));
      Servers.publish(postgresDaemon, Counters.CLASS);
    }
    return postgresDaemon;
  }

  private Server opened(Server server) {
    running.push(server::close);
    return server;
  }

  /**
   * Loads the server until its CPU time per call falls no more, that is until its hot paths are
   * compiled, or the time for it is over; once for each transport.
   */
  void warmUp(Server server, Transport transport) throws IOException {
    String name = transport.label() + "-" + server.port();
    if (!warm.add(name)) {
      return;
    }
    warmUp(
        server,
        options.clients(transport, WARMUP_CONCURRENCY),
        new Counters("warm-" + name, WARMUP_ACTORS));
  }

  /** Does so with these clients and counters, whenever it is called. */
  void warmUp(Server server, Clients clients, Counters counters) throws IOException {
    double least = Double.MAX_VALUE;
    int level = 0;
    for (int i = 0; i * WARMUP_SECONDS < options.warmupSeconds() && level < LEVEL_ROUNDS; i++) {
      double before = server.process().cpuSeconds();
      LoadResult result = counters.incrementFor(WARMUP_SECONDS, server.port(), clients);
      double perCall = (server.process().cpuSeconds() - before) / result.acknowledged();
      level = perCall < least * LEVEL ? 0 : level + 1;
      least = Math.min(least, perCall);
    }
  }

  /** Lets work that a server does after its answers end before another server is measured. */
  void settle() {
    LockSupport.parkNanos(SETTLE_NANOS);
  }

  @Override
  public void close() {
    while (!running.isEmpty()) {
      running.pop().close();
    }
  }
}
