package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Turns a second that one thread makes durable on a real PostgreSQL with fsync. An acknowledgement
 * is the return of {@code commit}.
 *
 * <p>{@code java -cp … io.actjs.storage.postgres.PostgresCommitBench DIRECTORY [SECONDS]}
 */
final class PostgresCommitBench {
  private static final String CHANGE =
      "[{\"op\":\"replace\",\"path\":\"/items/17/quantity\",\"value\":12345},"
          + "{\"op\":\"replace\",\"path\":\"/total\",\"value\":987654.25},"
          + "{\"op\":\"add\",\"path\":\"/log/-\",\"value\":\"changed\"}]";

  private PostgresCommitBench() {}

  public static void main(String[] args) throws IOException, SQLException {
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 5;
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setDataDirectory(Path.of(args[0]))
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "128MB")
            .start()) {
      PostgresUrl url =
          new PostgresUrl(
              "jdbc:postgresql://localhost:" + server.getPort() + "/postgres", "postgres", null);
      measure(url, 64, 1000, 2);
      for (int batch : new int[] {1, 16, 64, 256}) {
        for (int actors : new int[] {1, 1000}) {
          System.out.println(measure(url, batch, actors, seconds));
        }
      }
    }
  }

  private static String measure(PostgresUrl url, int batch, int actors, double seconds)
      throws SQLException {
    String className = "Counter_" + batch + "_" + actors + "_" + System.nanoTime();
    long[] seqs = new long[actors];
    long turns = 0;
    List<Long> nanos = new ArrayList<>();
    try (PostgresDriver driver = PostgresDriver.open(url, PostgresOptions.DEFAULT);
        Connection watch = TestServer.connect(url)) {
      for (int i = 0; i < actors; i++) {
        driver.activate(new ActorRef(className, "actor-" + i));
      }
      long fsyncs = fsyncs(watch);
      long start = System.nanoTime();
      while (System.nanoTime() - start < seconds * 1e9) {
        List<JournalEntry> entries = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
          int actor = (int) (turns++ % actors);
          entries.add(turn(new ActorRef(className, "actor-" + actor), ++seqs[actor]));
        }
        long before = System.nanoTime();
        List<CommitResult> results = driver.commit(entries);
        nanos.add(System.nanoTime() - before);
        if (results.stream().anyMatch(result -> result != CommitResult.COMMITTED)) {
          throw new IllegalStateException("refused: " + results);
        }
      }
      double elapsed = (System.nanoTime() - start) / 1e9;
      nanos.sort(Comparator.naturalOrder());
      return "{\"figure\":\"durable turns\",\"batch\":%d,\"actors\":%d,\"turnsPerSecond\":%.0f,\"p50Micros\":%.0f,\"p99Micros\":%.0f,\"walFsyncsPerBatch\":%.2f}"
          .formatted(
              batch,
              actors,
              turns / elapsed,
              nanos.get(nanos.size() / 2) / 1e3,
              nanos.get(nanos.size() * 99 / 100) / 1e3,
              (double) (fsyncs(watch) - fsyncs) / nanos.size());
    }
  }

  /** Of the write-ahead log, by all of the server; it counts with a second's delay. */
  private static long fsyncs(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT pg_sleep(1.5)");
      try (ResultSet row =
          statement.executeQuery("SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'")) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static TurnRecord turn(ActorRef ref, long seq) {
    return new TurnRecord(
        ref,
        seq,
        1,
        Records.V1,
        1_700_000_000_000L,
        new Change.Patch(CHANGE),
        List.of(),
        List.of(),
        null);
  }
}
