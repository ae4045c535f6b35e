package io.actjs.storage.postgres;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories on two PostgreSQL drivers over one database and on the memory driver give the
 * same answers, whichever of the two takes a step. A failure names its seed.
 */
final class PostgresDifferentialTest {
  private static final int STEPS = 300;
  private static final long START = System.nanoTime();

  static List<Long> seeds() {
    return new Random(START).longs(6).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answersLikeTheMemoryDriver(long seed) {
    try (TwinHistory history = new TwinHistory(TestServer.newDatabase(), new Random(seed))) {
      for (int step = 0; step < STEPS; step++) {
        history.step();
      }
      history.compareAll();
    }
  }
}
