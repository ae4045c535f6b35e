package io.actjs.storage.postgres;

import static io.actjs.storage.Records.turn;

import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.JournalEntry;
import io.actjs.storage.Activation;
import io.actjs.storage.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * How long a new owner waits for an actor with a long journal behind a snapshot, and how many
 * actors a second several threads take over. Each is durable on a real PostgreSQL with fsync.
 *
 * <p>{@code java -cp … io.actjs.storage.postgres.PostgresActivationBench DIRECTORY [SECONDS]}
 */
final class PostgresActivationBench {
  private static final int TURNS = 100_000;
  private static final int BEHIND_SNAPSHOT = 100;
  private static final int ACTORS = 4_000;

  private PostgresActivationBench() {}

  public static void main(String[] args) throws IOException, SQLException {
    double seconds = args.length > 1 ? Double.parseDouble(args[1]) : 3;
    try (BenchServer server = new BenchServer(Path.of(args[0]));
        PostgresDriver driver = PostgresDriver.open(server.url(), PostgresOptions.DEFAULT)) {
      System.out.println(longJournal(driver));
      prepareMany(driver);
      for (int threads : new int[] {1, 2, 4, 8}) {
        System.out.println(rate(server, driver, threads, seconds));
      }
    }
  }

  private static String longJournal(PostgresDriver driver) {
    ActorRef ref = Records.actor("long");
    for (int first = 1; first <= TURNS; first += 1_000) {
      var unused = driver.commit(turns(ref, first, 1_000));
    }
    driver.saveSnapshot(
        new ActorSnapshot(
            ref, TURNS - BEHIND_SNAPSHOT, Records.V1, "\"" + "x".repeat(1_000) + "\""));
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      long start = System.nanoTime();
      Activation activation = driver.activate(ref);
      nanos.add(System.nanoTime() - start);
      if (activation.turns().size() != BEHIND_SNAPSHOT) {
        throw new IllegalStateException(activation.turns().size() + " turns");
      }
    }
    long first = nanos.getFirst();
    List<Long> sorted = nanos.stream().sorted().toList();
    return "{\"figure\":\"activation\",\"turns\":%d,\"behindSnapshot\":%d,\"firstMillis\":%.2f,\"p50Millis\":%.2f,\"p99Millis\":%.2f}"
        .formatted(
            TURNS,
            BEHIND_SNAPSHOT,
            first / 1e6,
            sorted.get(sorted.size() / 2) / 1e6,
            sorted.get(sorted.size() * 99 / 100) / 1e6);
  }

  private static void prepareMany(PostgresDriver driver) {
    for (int i = 0; i < ACTORS; i += 100) {
      List<JournalEntry> batch = new ArrayList<>();
      for (int actor = i; actor < i + 100; actor++) {
        batch.addAll(turns(Records.actor("n" + actor), 1, 10));
      }
      var unused = driver.commit(batch);
    }
  }

  private static List<JournalEntry> turns(ActorRef ref, int first, int count) {
    return IntStream.range(first, first + count)
        .<JournalEntry>mapToObj(seq -> turn(ref, seq, 1))
        .toList();
  }

  private static String rate(BenchServer server, PostgresDriver driver, int threads, double seconds)
      throws SQLException {
    AtomicInteger done = new AtomicInteger();
    long fsyncs = server.fsyncs();
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    List<CompletableFuture<Void>> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      running.add(
          CompletableFuture.runAsync(
              () -> {
                while (System.nanoTime() < end) {
                  ActorRef ref = Records.actor("n" + done.getAndIncrement() % ACTORS);
                  if (driver.activate(ref).turns().size() != 10) {
                    throw new IllegalStateException("turns are missing");
                  }
                }
              },
              thread -> Thread.ofPlatform().start(thread)));
    }
    running.forEach(CompletableFuture::join);
    double elapsed = (System.nanoTime() - start) / 1e9;
    return "{\"figure\":\"activations\",\"threads\":%d,\"perSecond\":%.0f,\"walFsyncsEach\":%.2f}"
        .formatted(threads, done.get() / elapsed, (double) (server.fsyncs() - fsyncs) / done.get());
  }
}
