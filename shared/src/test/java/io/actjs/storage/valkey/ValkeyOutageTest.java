package io.actjs.storage.valkey;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.snapshot;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testservers.TestValkey;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Valkey that is killed, frozen, or never there: everything goes on, and it is used again. */
final class ValkeyOutageTest {
  private static final ActorRef A = actor("a");
  private static final long LIMIT_NANOS = 30_000_000_000L;
  private static final ValkeyOptions OPTIONS =
      ValkeyOptions.DEFAULT.withRetryAfter(Duration.ofMillis(20));

  private final TestValkey valkey = TestValkey.start();
  private final MemoryDriver store = new MemoryDriver();
  private ValkeyDriver driver;

  @BeforeEach
  void open() {
    store.commit(List.of(turn(A, 1, 1), turn(A, 2, 1)));
    driver = open(OPTIONS);
    driver.saveSnapshot(snapshot(A, 1));
    awaitHit();
  }

  private ValkeyDriver open(ValkeyOptions options) {
    return ValkeyDriver.open(store, ValkeyUrl.parse(valkey.url()), options);
  }

  @AfterEach
  void close() {
    driver.close();
    valkey.close();
  }

  private void assertServed() {
    var found = driver.activate(A);
    assertEquals(snapshot(A, 1), found.snapshot());
    assertEquals(List.of(turn(A, 2, 1)), found.turns());
  }

  /** Activations go on all the time; at some time one begins from a copy again. */
  private void awaitHit() {
    long hits = driver.valkeyStats().hits();
    long end = System.nanoTime() + LIMIT_NANOS;
    while (driver.valkeyStats().hits() == hits) {
      assertTrue(System.nanoTime() < end, () -> "no hit: " + driver.valkeyStats());
      assertServed();
      LockSupport.parkNanos(1_000_000);
    }
    assertTrue(driver.valkeyStats().up());
  }

  @Test
  void aKilledValkeyIsMissedByNobodyAndPrimedAgainWhenItIsBack() {
    valkey.kill();
    for (int i = 0; i < 50; i++) {
      assertServed();
      driver.saveSnapshot(snapshot(A, 1));
    }
    assertFalse(driver.valkeyStats().up());
    valkey.restart();
    awaitHit();
  }

  @Test
  void aFlushedValkeyIsPrimedAgain() {
    for (int i = 0; i < 3; i++) {
      valkey.flush();
      assertServed();
      awaitHit();
    }
  }

  @Test
  void aPartitionCostsOneTimeoutAndThenNothing() {
    driver.close();
    driver = open(ValkeyOptions.DEFAULT.withRetryAfter(Duration.ofHours(1)));
    valkey.freeze();
    try {
      assertServed();
      ValkeyStats cut = driver.valkeyStats();
      assertFalse(cut.up());
      for (int i = 0; i < 10_000; i++) {
        assertServed();
        driver.saveSnapshot(snapshot(A, 1));
      }
      // Nobody asked it again, so nobody waited for it; a hint may have been on its way.
      long failures = driver.valkeyStats().failures();
      assertTrue(failures <= 2, () -> failures + " commands failed");
    } finally {
      valkey.thaw();
    }
  }

  @Test
  void afterAPartitionItIsUsedAgain() {
    valkey.freeze();
    assertServed();
    assertFalse(driver.valkeyStats().up());
    valkey.thaw();
    awaitHit();
  }

  @Test
  void aServerThatIsNotThereAtStartIsUsedWhenItComes() {
    driver.close();
    valkey.kill();
    driver = open(OPTIONS);
    assertFalse(driver.valkeyStats().up());
    assertServed();
    valkey.restart();
    awaitHit();
  }
}
