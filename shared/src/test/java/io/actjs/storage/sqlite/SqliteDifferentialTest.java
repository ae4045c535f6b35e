package io.actjs.storage.sqlite;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories on the SQLite driver and on the memory driver give the same answers, whatever
 * folds, checkpoints, closings and crashes come between. A failure names its seed.
 */
final class SqliteDifferentialTest {
  private static final int STEPS = 300;
  private static final int CRASHES = 12;
  private static final long START = System.nanoTime();

  @TempDir Path dir;

  static List<Long> seeds() {
    return new Random(START).longs(6).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answersLikeTheMemoryDriver(long seed) {
    try (RandomHistory history = new RandomHistory(dir, new Random(seed))) {
      for (int step = 0; step < STEPS; step++) {
        history.step();
      }
      history.compareAll();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aFoldIsCutShortByCrashAfterCrash(long seed) {
    try (RandomHistory history = new RandomHistory(dir, new Random(seed))) {
      for (int crash = 0; crash < CRASHES; crash++) {
        history.crashWithinFold();
      }
    }
  }
}
