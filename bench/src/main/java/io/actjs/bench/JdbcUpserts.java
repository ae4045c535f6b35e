package io.actjs.bench;

import io.actjs.bench.load.Latencies;
import io.actjs.bench.load.LoadResult;
import io.actjs.bench.server.PostgresServer;
import io.actjs.bench.work.BenchFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one writes without actors: each thread has a connection of its own and increments rows with
 * a prepared upsert, one transaction each, in this process.
 */
final class JdbcUpserts implements CounterLoad {
  private static final String CREATE =
      "CREATE TABLE counter (key text PRIMARY KEY, value bigint NOT NULL) WITH (fillfactor = 70)";
  private static final String INCREMENT =
      "INSERT INTO counter (key, value) VALUES (?, 1)"
          + " ON CONFLICT (key) DO UPDATE SET value = counter.value + 1";
  private static final String TOTAL = "SELECT COALESCE(sum(value), 0)::bigint FROM counter";

  private final int rows;
  private final List<Connection> connections = new ArrayList<>();
  private final ExecutorService threads;
  private final AtomicLong next = new AtomicLong();

  JdbcUpserts(String url, int concurrency, int rows) throws SQLException {
    this.rows = rows;
    this.threads = Executors.newFixedThreadPool(concurrency);
    for (int i = 0; i < concurrency; i++) {
      connections.add(PostgresServer.connect(url));
    }
    try (Statement statement = connections.getFirst().createStatement()) {
      statement.execute(CREATE);
    }
  }

  private record Part(long count, Latencies latencies) {}

  @Override
  public LoadResult run(double seconds) throws SQLException {
    long before = total();
    long begin = System.nanoTime();
    long end = begin + (long) (seconds * 1e9);
    List<Callable<Part>> loops = new ArrayList<>();
    for (Connection connection : connections) {
      loops.add(() -> loop(connection, end));
    }
    long count = 0;
    Latencies latencies = new Latencies();
    for (Part part : all(loops)) {
      count += part.count;
      latencies.add(part.latencies);
    }
    double took = (System.nanoTime() - begin) / 1e9;
    return CounterLoad.checked(new LoadResult(count, count, 0, took, latencies), total() - before);
  }

  private Part loop(Connection connection, long end) throws SQLException {
    Latencies latencies = new Latencies();
    long count = 0;
    try (PreparedStatement increment = connection.prepareStatement(INCREMENT)) {
      long now = System.nanoTime();
      while (now < end) {
        increment.setString(1, "row-" + next.getAndIncrement() % rows);
        var unused = increment.executeUpdate();
        long done = System.nanoTime();
        latencies.record(done - now);
        now = done;
        count++;
      }
    }
    return new Part(count, latencies);
  }

  private List<Part> all(List<Callable<Part>> loops) {
    try {
      List<Part> parts = new ArrayList<>();
      for (Future<Part> future : threads.invokeAll(loops)) {
        parts.add(future.get());
      }
      return parts;
    } catch (ExecutionException e) {
      throw new BenchFailure("an upsert failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchFailure("interrupted");
    }
  }

  private long total() throws SQLException {
    try (Statement statement = connections.getFirst().createStatement();
        ResultSet row = statement.executeQuery(TOTAL)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public void close() {
    threads.close();
    for (Connection connection : connections) {
      try {
        connection.close();
      } catch (SQLException e) {
        throw new BenchFailure("a connection does not close: " + e.getMessage());
      }
    }
  }
}
