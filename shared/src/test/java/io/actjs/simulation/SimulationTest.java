package io.actjs.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.simulation.Lives.Broken;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The promises of the server, under seeds.
 *
 * <p>{@code scripts/simulate --seeds 1000000} lives a million of them, {@code scripts/simulate
 * --seed N} lives one again and shows what happens in it. The same by hand: the system properties
 * {@code actjs.simulation.seeds}, how many, and {@code actjs.simulation.seed}, the first or only
 * one.
 */
class SimulationTest {
  private static final long SEEDS = 300;

  /** What happens in so many lives: a simulation that avoids what is hard proves nothing. */
  private static final List<String> EXPECTED =
      List.of(
          "start",
          "stop",
          "death",
          "rival",
          "storage is away",
          "an isolate breaks",
          "a turn takes long",
          "a worker is handed over",
          "a commit is late",
          "a late commit lands",
          "CRASH_BEFORE",
          "CRASH_AFTER",
          "FAIL_BEFORE",
          "FAIL_AFTER",
          "turn",
          "turn of events",
          "turn refused as FENCED",
          "message",
          "message refused as CLOSED",
          "reminder",
          "dead letter",
          "replacement",
          "deletion",
          "publish",
          "sweep",
          "snapshot",
          "snapshot shown",
          "change shown",
          "answer",
          "HandlerError",
          "ActorAbort",
          "ManifestRegression",
          "CallCycle",
          "CallTimeout",
          "Gone",
          "MailboxFull",
          "CapacityExhausted",
          "Fenced",
          "StorageUnavailable",
          "NothingToRollBack");

  /** What happens in {@link #MANY} of them. */
  private static final List<String> RARE = List.of("turn refused as CONFLICT");

  private static final long MANY = 1_000;

  @Test
  void promisesAreKeptUnderEverySeed() {
    Long only = Long.getLong("actjs.simulation.seed");
    Long count = Long.getLong("actjs.simulation.seeds");
    if (only != null && count == null) {
      show(only);
      return;
    }
    Map<String, Long> happened = new TreeMap<>();
    long seeds = count == null ? SEEDS : count;
    Broken broken = Lives.of(only == null ? 0 : only, seeds, Plant.NONE, happened);
    if (broken != null) {
      throw broken.report();
    }
    System.out.println(seeds + " seeds: " + happened);
    if (seeds >= SEEDS) {
      assertHappened(EXPECTED, happened);
    }
    if (seeds >= MANY) {
      assertHappened(RARE, happened);
    }
  }

  private static void assertHappened(List<String> expected, Map<String, Long> happened) {
    for (String what : expected) {
      assertTrue(happened.containsKey(what), "never: " + what);
    }
  }

  private static void show(long seed) {
    try (IsolatePool isolates = new IsolatePool(UnaryOperator.identity())) {
      Simulation life = new Simulation(seed, isolates, Plant.NONE);
      Broken broken = Lives.live(seed, life, Integer.MAX_VALUE);
      System.out.println(life.trace.last(Integer.MAX_VALUE));
      if (broken != null) {
        throw broken.report();
      }
    }
  }

  @Test
  void aSeedDecidesEverything() {
    try (LogWatch _ = LogWatch.open();
        IsolatePool one = new IsolatePool(UnaryOperator.identity());
        IsolatePool other = new IsolatePool(UnaryOperator.identity())) {
      Trace before = new Trace();
      for (int seed = 0; seed < 25; seed++) {
        Trace trace = traceOf(seed, one);
        assertEquals("", trace.difference(traceOf(seed, other)), "seed " + seed);
        assertEquals("", trace.difference(traceOf(seed, other)), "seed " + seed + " again");
        assertNotEquals("", trace.difference(before));
        before = trace;
      }
    }
  }

  private static Trace traceOf(long seed, IsolatePool isolates) {
    Simulation life = new Simulation(seed, isolates, Plant.NONE);
    assertNull(Lives.live(seed, life, 50));
    return life.trace;
  }
}
