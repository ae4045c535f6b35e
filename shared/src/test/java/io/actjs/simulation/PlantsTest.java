package io.actjs.simulation;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.simulation.Lives.Broken;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation misses each mechanism that is taken out. */
class PlantsTest {
  private static final long SEEDS = 2_000;

  @ParameterizedTest
  @EnumSource
  void aPlantedBugIsFound(Plants planted) {
    Broken broken = Lives.of(0, SEEDS, planted.plant, new TreeMap<>());
    assertNotNull(broken, planted + " is not found");
    assertTrue(broken.what() instanceof Violation, () -> "not a promise: " + broken.report());
  }
}
