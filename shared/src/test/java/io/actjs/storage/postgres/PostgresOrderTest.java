package io.actjs.storage.postgres;

import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.CommitResult;
import io.actjs.storage.StorageDriver.Activation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  /** Positions after the given one, as a reader that pages through the journal asks for them. */
  private List<Long> positionsAfter(long last) throws SQLException {
    List<Long> positions = new ArrayList<>();
    try (Connection connection = TestServer.connect(url);
        PreparedStatement query =
            connection.prepareStatement("SELECT pos FROM actor_event WHERE pos > ? ORDER BY pos")) {
      query.setLong(1, last);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          positions.add(rows.getLong(1));
        }
      }
    }
    return positions;
  }

  @Test
  void noTurnBecomesVisibleBelowAPositionThatWasRead() throws Exception {
    long heldEpoch = one.activate(HELD).epoch();
    long freeEpoch = two.activate(FREE).epoch();
    CompletableFuture<List<CommitResult>> slow = commit(one, turn(HELD, 1, heldEpoch));
    held.awaitWaiting(1, () -> false);
    CompletableFuture<List<CommitResult>> quick = commit(two, turn(FREE, 1, freeEpoch));
    held.awaitWaiting(2, quick::isDone);
    List<Long> read = new ArrayList<>(positionsAfter(0));
    held.release();
    assertEquals(List.of(CommitResult.COMMITTED), slow.get());
    assertEquals(List.of(CommitResult.COMMITTED), quick.get());
    read.addAll(positionsAfter(read.isEmpty() ? 0 : read.getLast()));
    assertEquals(positionsAfter(0), read);
    assertEquals(2, read.size());
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
    try (PostgresDriver third = PostgresDriver.open(url, hasty)) {
      CompletableFuture<List<CommitResult>> slow = commit(one, turn(HELD, 1, 1));
      held.awaitWaiting(1, () -> false);
      for (Executable waits :
          List.<Executable>of(
              () -> third.activate(HELD), () -> third.commit(List.of(turn(FREE, 1, 1))))) {
        ActjsException refused = assertThrows(ActjsException.class, waits);
        assertEquals(ProblemCode.StorageUnavailable, refused.code());
      }
      held.release();
      assertEquals(List.of(CommitResult.COMMITTED), slow.get());
      assertNull(third.head(FREE));
      assertEquals(List.of(CommitResult.COMMITTED), third.commit(List.of(turn(FREE, 1, 1))));
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
