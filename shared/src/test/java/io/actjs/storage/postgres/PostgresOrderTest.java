package io.actjs.storage.postgres;

import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.Activation;
import io.actjs.storage.ActorShard;
import io.actjs.storage.CommitResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What others see while a commit is between its last write and its end. */
final class PostgresOrderTest {
  private static final ActorRef HELD = new ActorRef("Held", "a");
  private static final ActorRef FREE = new ActorRef("Free", "b");

  private final PostgresUrl url = TestServer.newDatabase();
  private final PostgresDriver one = PostgresDriver.open(url, PostgresOptions.DEFAULT);
  private final PostgresDriver two = PostgresDriver.open(url, PostgresOptions.DEFAULT);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HeldCommits held;

  @BeforeEach
  void hold() throws SQLException {
    held = new HeldCommits(url);
  }

  @AfterEach
  void close() throws SQLException {
    threads.shutdown();
    held.close();
    one.close();
    two.close();
  }

  private CompletableFuture<List<CommitResult>> commit(
      PostgresDriver driver, JournalEntry... entries) {
    return CompletableFuture.supplyAsync(() -> driver.commit(List.of(entries)), threads);
  }

  @Test
  void noTurnBecomesVisibleBelowAPositionOfItsShardThatWasRead() throws Exception {
    assertEquals(List.of(), lateTurnsBehindAHeldCommit());
  }

  /** Shows that the history before would tell: without the lock the reader loses a turn. */
  @Test
  void withoutTheOrderLockAReaderMissesATurn() throws Exception {
    try (Connection connection = TestServer.connect(url);
        Statement statement = connection.createStatement()) {
      // The name is found before the one of the system, and it takes no lock.
      statement.execute(
          """
          CREATE FUNCTION public.pg_advisory_xact_lock(bigint) RETURNS void LANGUAGE sql AS '';
          ALTER ROLE postgres IN DATABASE %s SET search_path = public, pg_catalog
          """
              .formatted(url.jdbc().substring(url.jdbc().lastIndexOf('/') + 1)));
    }
    held.terminateDrivers();
    assertEquals(List.of(HELD), lateTurnsBehindAHeldCommit());
  }

  /**
   * A turn of the shard is held at the end of its commit while another process stores one of the
   * same shard, and a reader follows the shard's order. Returns the actors whose turns it missed.
   */
  private List<ActorRef> lateTurnsBehindAHeldCommit() throws Exception {
    ActorRef other = Shards.sharing(HELD, "Free");
    long heldEpoch = one.activate(HELD).epoch();
    long otherEpoch = two.activate(other).epoch();
    CompletableFuture<List<CommitResult>> slow = commit(one, turn(HELD, 1, heldEpoch));
    held.awaitWaiting(1, () -> false);
    CompletableFuture<List<CommitResult>> quick = commit(two, turn(other, 1, otherEpoch));
    held.awaitWaiting(2, quick::isDone);
    try (ShardReader reader = new ShardReader(url)) {
      reader.read();
      held.release();
      assertEquals(List.of(CommitResult.COMMITTED), slow.get());
      assertEquals(List.of(CommitResult.COMMITTED), quick.get());
      reader.read();
      return reader.missed();
    }
  }

  @Test
  void turnsOfAnotherShardDoNotWaitForTheHeldOne() throws Exception {
    ActorRef other = Shards.besides(HELD, "Free");
    long heldEpoch = one.activate(HELD).epoch();
    long otherEpoch = two.activate(other).epoch();
    CompletableFuture<List<CommitResult>> slow = commit(one, turn(HELD, 1, heldEpoch));
    held.awaitWaiting(1, () -> false);
    assertEquals(List.of(CommitResult.COMMITTED), two.commit(List.of(turn(other, 1, otherEpoch))));
    assertFalse(slow.isDone());
    held.release();
    slow.get();
  }

  @Test
  void aReaderMissesNothingWhileLanesOfTwoProcessesCommit() throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    try (ShardReader reader = new ShardReader(url)) {
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int writer = 0; writer < 8; writer++) {
        PostgresDriver driver = writer % 2 == 0 ? one : two;
        String id = "w" + writer + "-";
        writers.add(CompletableFuture.runAsync(() -> commitUntil(stopped, driver, id), threads));
      }
      while (reader.count() < 1_500) {
        reader.read();
      }
      stopped.set(true);
      writers.forEach(CompletableFuture::join);
      reader.read();
      assertEquals(List.of(), reader.missed());
    }
  }

  private static void commitUntil(AtomicBoolean stopped, PostgresDriver driver, String id) {
    for (long seq = 1; !stopped.get(); seq++) {
      List<JournalEntry> batch = new ArrayList<>();
      for (int actor = 0; actor < 6; actor++) {
        batch.add(turn(new ActorRef("Free", id + actor), seq, 1));
      }
      List<CommitResult> results = driver.commit(batch);
      assertTrue(results.stream().allMatch(CommitResult.COMMITTED::equals), results::toString);
    }
  }

  @Test
  void theSchemaComputesShardsAsTheServersDo() throws Exception {
    try (Connection connection = TestServer.connect(url);
        PreparedStatement query =
            connection.prepareStatement(
                "SELECT get_byte(sha256(convert_to(? || '/' || ?, 'UTF8')), 0)")) {
      for (String id : List.of("a", "b/c", "Zürich", "🦀", "x".repeat(255))) {
        ActorRef ref = new ActorRef("Shop", id);
        query.setString(1, ref.className());
        query.setString(2, id);
        try (ResultSet row = query.executeQuery()) {
          assertTrue(row.next());
          assertEquals(row.getInt(1), ActorShard.of(ref), id);
        }
      }
    }
  }

  @Test
  void whoWritesNoTurnDoesNotWaitForTheOrder() throws Exception {
    CompletableFuture<List<CommitResult>> slow = commit(one, turn(HELD, 1, 1));
    held.awaitWaiting(1, () -> false);
    two.activate(FREE);
    two.ping();
    assertEquals(List.of(CommitResult.CONFLICT), two.commit(List.of(turn(FREE, 7, 1))));
    assertFalse(slow.isDone());
    held.release();
    slow.get();
  }

  @Test
  void aNewOwnerWaitsForACommitInFlightAndSeesIt() throws Exception {
    long epoch = one.activate(HELD).epoch();
    CompletableFuture<List<CommitResult>> slow = commit(one, turn(HELD, 1, epoch));
    held.awaitWaiting(1, () -> false);
    CompletableFuture<Activation> next =
        CompletableFuture.supplyAsync(() -> two.activate(HELD), threads);
    held.awaitWaiting(2, next::isDone);
    assertFalse(next.isDone());
    held.release();
    assertEquals(List.of(CommitResult.COMMITTED), slow.get());
    assertEquals(1, Objects.requireNonNull(next.get().head()).seq());
    assertEquals(List.of(CommitResult.FENCED), one.commit(List.of(turn(HELD, 2, epoch))));
  }

  @Test
  void whoWaitsTooLongIsToldAndHasStoredNothing() throws Exception {
    PostgresOptions hasty =
        PostgresOptions.DEFAULT
            .withLockTimeout(Duration.ofMillis(200))
            .withPatience(Duration.ofMillis(300));
    ActorRef other = Shards.sharing(HELD, "Free");
    try (PostgresDriver third = PostgresDriver.open(url, hasty)) {
      CompletableFuture<List<CommitResult>> slow = commit(one, turn(HELD, 1, 1));
      held.awaitWaiting(1, () -> false);
      for (Executable waits :
          List.<Executable>of(
              () -> third.activate(HELD), () -> third.commit(List.of(turn(other, 1, 1))))) {
        ActjsException refused = assertThrows(ActjsException.class, waits);
        assertEquals(ProblemCode.StorageUnavailable, refused.code());
      }
      held.release();
      assertEquals(List.of(CommitResult.COMMITTED), slow.get());
      assertNull(third.head(other));
      assertEquals(List.of(CommitResult.COMMITTED), third.commit(List.of(turn(other, 1, 1))));
    }
  }

  @Test
  void aCommitThatWasCutOffBeforeItsEndIsStoredOnce() throws Exception {
    long epoch = one.activate(HELD).epoch();
    CompletableFuture<List<CommitResult>> cut = commit(one, turn(HELD, 1, epoch));
    held.awaitWaiting(1, () -> false);
    held.terminateDrivers();
    held.release();
    assertEquals(List.of(CommitResult.COMMITTED), cut.get());
    assertEquals(List.of(turn(HELD, 1, epoch)), one.readJournal(HELD, 1, 10));
    Activation next = two.activate(HELD);
    assertEquals(1, Objects.requireNonNull(next.head()).seq());
    assertEquals(List.of(CommitResult.COMMITTED), two.commit(List.of(turn(HELD, 2, next.epoch()))));
  }
}
