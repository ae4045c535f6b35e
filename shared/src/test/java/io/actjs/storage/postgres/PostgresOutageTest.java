package io.actjs.storage.postgres;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Activation;
import io.actjs.storage.CommitResult;
import io.actjs.storage.StorageDriver;
import io.actjs.testservers.PostgresProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL goes away and comes back under a driver that is in use. */
final class PostgresOutageTest {
  private static final ActorRef A = actor("a");
  private static final int ROUNDS = 3;

  @TempDir Path dir;

  /** An owner that commits turn after turn, and activates again after every failure. */
  private static final class Owner implements Runnable {
    private final StorageDriver driver;
    private final List<TurnRecord> acknowledged = new ArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean stopped;

    Owner(StorageDriver driver) {
      this.driver = driver;
    }

    @Override
    public void run() {
      while (!stopped) {
        try {
          Activation activation = driver.activate(A);
          ActorHead head = activation.head();
          commitFrom(head == null ? 1 : head.seq() + 1, activation.epoch());
        } catch (ActjsException e) {
          assertEquals(ProblemCode.StorageUnavailable, e.code());
          failures.incrementAndGet();
        }
      }
    }

    private void commitFrom(long first, long epoch) {
      for (long seq = first; !stopped; seq++) {
        TurnRecord turn = turn(A, seq, epoch);
        assertEquals(List.of(CommitResult.COMMITTED), driver.commit(List.of(turn)));
        acknowledged.add(turn);
        count.incrementAndGet();
      }
    }

    void awaitMore() {
      await(count, count.get() + 50);
    }

    void awaitFailure() {
      await(failures, failures.get() + 1);
    }

    private static void await(AtomicInteger counter, int value) {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (counter.get() < value) {
        assertTrue(System.nanoTime() < deadline, () -> counter + " does not reach " + value);
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      }
    }
  }

  @Test
  void theSameDriverGoesOnAfterPostgresCrashedAndNothingAcknowledgedIsLost() throws Exception {
    try (PostgresProcess server = new PostgresProcess(dir);
        PostgresDriver driver =
            PostgresDriver.open(
                PostgresUrl.parse(server.url()),
                PostgresOptions.DEFAULT
                    .withConnectTimeout(Duration.ofSeconds(1))
                    .withPatience(Duration.ofMillis(300)))) {
      Owner owner = new Owner(driver);
      Thread thread = Thread.ofPlatform().start(owner);
      for (int round = 0; round < ROUNDS; round++) {
        owner.awaitMore();
        server.kill();
        owner.awaitFailure();
        ActjsException refused = assertThrows(ActjsException.class, driver::ping);
        assertEquals(ProblemCode.StorageUnavailable, refused.code());
        assertThrows(ActjsException.class, () -> driver.head(A));
        server.start();
      }
      owner.awaitMore();
      owner.stopped = true;
      thread.join();
      driver.ping();
      check(driver.readJournal(A, 1, Integer.MAX_VALUE), owner.acknowledged);
    }
  }

  /** Turns whose answer was lost may be there as well: their owner was told that it is unknown. */
  private static void check(List<TurnRecord> journal, List<TurnRecord> acknowledged) {
    for (int i = 0; i < journal.size(); i++) {
      assertEquals(i + 1, journal.get(i).seq());
    }
    for (TurnRecord turn : acknowledged) {
      assertEquals(turn, journal.get((int) turn.seq() - 1));
    }
    assertTrue(journal.size() - acknowledged.size() <= ROUNDS);
  }
}
