package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.JournalEntry;
import io.actjs.model.KeyedReply;
import io.actjs.model.RequestKey;
import io.actjs.model.TurnRecord;
import io.actjs.storage.ActorShard;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * Turns a second that the lanes of a journal make durable on a real PostgreSQL with fsync, each
 * lane a thread that always has a full batch, of turns of requests without and with keys. An
 * acknowledgement is the return of {@code commit}.
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
    try (BenchServer server = new BenchServer(Path.of(args[0]))) {
      String unused = measure(server, false, 1, 64, 1000, 2);
      for (int batch : new int[] {1, 64}) {
        for (int actors : new int[] {1, 1000}) {
          for (int lanes : actors == 1 ? new int[] {1, 4} : new int[] {1, 2, 4}) {
            for (boolean keyed : new boolean[] {false, true}) {
              System.out.println(measure(server, keyed, lanes, batch, actors, seconds));
            }
          }
        }
      }
    }
  }

  /** What one lane commits. */
  private static final class Lane {
    final List<ActorRef> actors = new ArrayList<>();
    final List<Long> nanos = new ArrayList<>();
    long[] seqs = new long[0];
    long turns;

    void run(PostgresDriver driver, boolean keyed, int batch, long end) {
      seqs = new long[actors.size()];
      while (!actors.isEmpty() && System.nanoTime() < end) {
        List<JournalEntry> entries = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
          int actor = (int) (turns++ % actors.size());
          TurnRecord turn = turn(actors.get(actor), ++seqs[actor]);
          entries.add(keyed ? turn.answering(reply(turn)) : turn);
        }
        long before = System.nanoTime();
        List<CommitResult> results = driver.commit(entries);
        nanos.add(System.nanoTime() - before);
        if (results.stream().anyMatch(result -> result != CommitResult.COMMITTED)) {
          throw new IllegalStateException("refused: " + results);
        }
      }
    }
  }

  private static String measure(
      BenchServer server, boolean keyed, int lanes, int batch, int actors, double seconds)
      throws SQLException {
    String className = "Counter_" + System.nanoTime();
    List<Lane> running = IntStream.range(0, lanes).mapToObj(i -> new Lane()).toList();
    try (PostgresDriver driver =
        PostgresDriver.open(server.url(), PostgresOptions.DEFAULT.withLanes(lanes))) {
      for (int i = 0; i < actors; i++) {
        ActorRef ref = new ActorRef(className, "actor-" + i);
        var unused = driver.activate(ref);
        running.get(ActorShard.of(ref) % lanes).actors.add(ref);
      }
      long fsyncs = server.fsyncs();
      long start = System.nanoTime();
      long end = start + (long) (seconds * 1e9);
      running.stream()
          .map(
              lane ->
                  CompletableFuture.runAsync(
                      () -> lane.run(driver, keyed, batch, end),
                      thread -> Thread.ofPlatform().start(thread)))
          .toList()
          .forEach(CompletableFuture::join);
      double elapsed = (System.nanoTime() - start) / 1e9;
      long turns = running.stream().mapToLong(lane -> lane.turns).sum();
      List<Long> nanos =
          running.stream()
              .flatMap(lane -> lane.nanos.stream())
              .sorted(Comparator.naturalOrder())
              .toList();
      return "{\"figure\":\"durable turns\",\"keyed\":%b,\"lanes\":%d,\"batch\":%d,\"actors\":%d,\"turnsPerSecond\":%.0f,\"p50Micros\":%.0f,\"p99Micros\":%.0f,\"walFsyncsPerBatch\":%.2f,\"walFsyncsPerTurn\":%.4f}"
          .formatted(
              keyed,
              lanes,
              batch,
              actors,
              turns / elapsed,
              nanos.get(nanos.size() / 2) / 1e3,
              nanos.get(nanos.size() * 99 / 100) / 1e3,
              (double) (server.fsyncs() - fsyncs) / nanos.size(),
              (double) (server.fsyncs() - fsyncs) / turns);
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

  /** Under a key that no other request has: digests fall anywhere in an index. */
  private static KeyedReply reply(TurnRecord turn) {
    HexFormat hex = HexFormat.of();
    long random = ThreadLocalRandom.current().nextLong();
    RequestKey key =
        new RequestKey(hex.toHexDigits(random) + hex.toHexDigits(turn.seq()), "0".repeat(32));
    return new KeyedReply(turn.ref(), key, turn.at() + 86_400_000, "{\"result\":12345}");
  }
}
