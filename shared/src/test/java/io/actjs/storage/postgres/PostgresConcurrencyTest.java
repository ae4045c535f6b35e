package io.actjs.storage.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;

/**
 * Processes that believe to own the same actors, at once: each acknowledged turn is there once,
 * each message is consumed once, and nobody waits for ever.
 */
final class PostgresConcurrencyTest {
  private static final int ACTORS = 8;
  private static final int BATCHES = 150;
  private static final int BATCH = 12;

  private final PostgresUrl url = TestServer.newDatabase();

  /** What a process was told. */
  private record Told(List<TurnRecord> turns, List<InboxMessage> sent, List<String> consumed) {}

  private static ActorRef actor(int number) {
    return Records.actor("a" + number);
  }

  /** Guesses the next turns of random actors, as an owner that is not the only one would. */
  private static final class Claimant implements Callable<Told> {
    private final PostgresDriver driver;
    private final String name;
    private final Random random;
    private final Told told = new Told(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    private int count;

    Claimant(PostgresDriver driver, String name, long seed) {
      this.driver = driver;
      this.name = name;
      this.random = new Random(seed);
    }

    @Override
    public Told call() {
      for (int i = 0; i < BATCHES; i++) {
        List<JournalEntry> batch = batch();
        List<CommitResult> results = driver.commit(batch);
        for (int entry = 0; entry < batch.size(); entry++) {
          if (results.get(entry) == CommitResult.COMMITTED) {
            note((TurnRecord) batch.get(entry));
          }
        }
      }
      return told;
    }

    private List<JournalEntry> batch() {
      List<JournalEntry> batch = new ArrayList<>();
      Map<ActorRef, Long> next = new HashMap<>();
      for (int i = 0; i < BATCH; i++) {
        ActorRef ref = actor(random.nextInt(ACTORS));
        long seq = next.merge(ref, firstGuess(ref), (last, first) -> last + 1);
        batch.add(turn(ref, seq));
      }
      return batch;
    }

    private long firstGuess(ActorRef ref) {
      ActorHead head = driver.head(ref);
      return head == null ? 1 : head.seq() + 1;
    }

    private TurnRecord turn(ActorRef ref, long seq) {
      String id = name + ++count;
      List<InboxMessage> outbox =
          List.of(
              Records.message(id, actor(random.nextInt(ACTORS))),
              Records.message(id + "x", Records.actor("new" + random.nextInt(10_000))));
      List<InboxMessage> pending = driver.pendingInbox(ref, null, 3);
      return new TurnRecord(
          ref,
          seq,
          1,
          Records.V1,
          count,
          new Change.Events("[\"" + id + "\"]"),
          outbox,
          List.of(),
          pending.isEmpty() ? null : pending.get(random.nextInt(pending.size())).id());
    }

    private void note(TurnRecord turn) {
      told.turns().add(turn);
      told.sent().addAll(turn.outbox());
      if (turn.consumed() != null) {
        told.consumed().add(turn.consumed());
      }
    }
  }

  @RepeatedTest(3)
  void processesThatShareActorsLoseNothingAndStoreNothingTwice() throws Exception {
    long seed = System.nanoTime();
    List<Told> told = new ArrayList<>();
    try (PostgresDriver one = PostgresDriver.open(url, PostgresOptions.DEFAULT);
        PostgresDriver two = PostgresDriver.open(url, PostgresOptions.DEFAULT);
        ExecutorService threads = Executors.newCachedThreadPool()) {
      List<Future<Told>> running =
          List.of(
              threads.submit(new Claimant(one, "p", seed)),
              threads.submit(new Claimant(two, "q", seed + 1)));
      for (Future<Told> each : running) {
        told.add(each.get());
      }
      check(one, told, "seed " + seed);
    }
  }

  private static void check(PostgresDriver driver, List<Told> told, String seed) {
    Set<TurnRecord> acknowledged = new HashSet<>();
    Set<String> pending = new HashSet<>();
    Set<String> consumed = new HashSet<>();
    int turns = 0;
    for (Told each : told) {
      assertTrue(each.turns().size() > BATCHES, "both get turns in, " + seed);
      turns += each.turns().size();
      acknowledged.addAll(each.turns());
      each.sent().forEach(message -> pending.add(message.id()));
      each.consumed().forEach(id -> assertTrue(consumed.add(id), id + " twice, " + seed));
    }
    pending.removeAll(consumed);
    assertEquals(turns, acknowledged.size());
    Set<TurnRecord> stored = new HashSet<>();
    for (int i = 0; i < ACTORS; i++) {
      List<TurnRecord> journal = driver.readJournal(actor(i), 1, Integer.MAX_VALUE);
      for (int turn = 0; turn < journal.size(); turn++) {
        assertEquals(turn + 1, journal.get(turn).seq(), seed);
      }
      assertEquals(journal.size(), Objects.requireNonNull(driver.head(actor(i))).seq(), seed);
      stored.addAll(journal);
    }
    assertEquals(acknowledged, stored, seed);
    Set<String> found = new HashSet<>();
    for (ActorRef ref : driver.actorsWithInbox(null, Integer.MAX_VALUE)) {
      driver.pendingInbox(ref, null, Integer.MAX_VALUE).forEach(message -> found.add(message.id()));
    }
    assertEquals(pending, found, seed);
  }
}
