package io.actjs.storage.valkey;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.postgres.TestServer;
import io.actjs.storage.postgres.TwinHistory;
import io.actjs.storage.sqlite.RandomHistory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories with a Valkey beside the store give the same answers as the memory driver, while
 * the Valkey is flushed, killed, frozen, and filled with values of other actors and other times. A
 * failure names its seed.
 */
final class ValkeyDifferentialTest {
  private static final int STEPS = 300;
  private static final long START = System.nanoTime();

  private static long hits;
  private static long stale;

  private final List<ValkeyDriver> drivers = new ArrayList<>();

  @TempDir Path dir;

  static List<Long> seeds() {
    return new Random(START).longs(2).boxed().toList();
  }

  private StorageDriver beside(StorageDriver store, Mischief valkey) {
    ValkeyDriver driver = ValkeyDriver.open(store, valkey.url(), valkey.options());
    drivers.add(driver);
    return driver;
  }

  private void count(Mischief valkey) {
    assertTrue(valkey.acts() > 10);
    hits += drivers.stream().mapToLong(driver -> driver.valkeyStats().hits()).sum();
    stale += drivers.stream().mapToLong(driver -> driver.valkeyStats().stale()).sum();
  }

  @AfterAll
  static void copiesWereUsedAndRefused() {
    assertTrue(hits > 0 && stale > 0, () -> hits + " hits, " + stale + " stale");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void onPostgres(long seed) {
    Random random = new Random(seed);
    PostgresUrl url = TestServer.newDatabase();
    try (Mischief valkey = new Mischief(random);
        TwinHistory history =
            new TwinHistory(
                () -> beside(PostgresDriver.open(url, PostgresOptions.DEFAULT), valkey),
                true,
                random)) {
      for (int step = 0; step < STEPS; step++) {
        valkey.step();
        history.step();
      }
      history.compareAll();
      count(valkey);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void onSqliteWithCrashes(long seed) {
    Random random = new Random(seed);
    try (Mischief valkey = new Mischief(random);
        RandomHistory history =
            new RandomHistory(dir, random, store -> beside(store, valkey), true)) {
      for (int step = 0; step < STEPS; step++) {
        valkey.step();
        history.step();
      }
      history.compareAll();
      count(valkey);
    }
  }
}
