package io.actjs.storage.valkey;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.storage.StorageDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.postgres.TestServer;
import io.actjs.storage.postgres.TwinHistory;
import io.actjs.storage.sqlite.RandomHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
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
  private static final int LEAST_HISTORIES = 2;

  /** Chance decides whether a history uses copies and refuses some; so many always do. */
  private static final int MOST_HISTORIES = 30;

  private long hits;
  private long stale;
  private final List<ValkeyDriver> drivers = new ArrayList<>();

  @TempDir Path dir;

  static List<Long> seeds() {
    return new Random(START).longs(LEAST_HISTORIES).boxed().toList();
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

  @Test
  void onSqliteWithCrashesAndCopiesAreUsedAndRefused() {
    Random seeds = new Random(START);
    for (int i = 0; i < LEAST_HISTORIES || (i < MOST_HISTORIES && (hits == 0 || stale == 0)); i++) {
      long seed = seeds.nextLong();
      Path folder = dir.resolve("" + i);
      assertAll("seed " + seed, () -> onSqliteWithCrashes(folder, seed));
    }
    assertTrue(hits > 0 && stale > 0, () -> hits + " hits, " + stale + " stale");
  }

  private void onSqliteWithCrashes(Path folder, long seed) throws IOException {
    Random random = new Random(seed);
    drivers.clear();
    try (Mischief valkey = new Mischief(random);
        RandomHistory history =
            new RandomHistory(
                Files.createDirectory(folder), random, store -> beside(store, valkey), true)) {
      for (int step = 0; step < STEPS; step++) {
        valkey.step();
        history.step();
      }
      history.compareAll();
      count(valkey);
    }
  }
}
