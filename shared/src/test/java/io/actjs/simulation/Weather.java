package io.actjs.simulation;

import io.actjs.policy.RuntimeLimits;
import io.actjs.testkit.FaultyDriver.Fault;
import java.util.random.RandomGenerator;

/**
 * What may go wrong under a seed, and how often: one seed has a calm disk and many crashes, another
 * one evicts all the time. Drawn once; faults end with {@link #clear}.
 */
final class Weather {
  /** Rates are so many of these: of all calls of the driver, steps of isolates, disturbances. */
  private static final int ALL = 10_000;

  final RuntimeLimits limits;

  /** Threads that run actors, in each process. */
  final int workers;

  /** Batches that storage commits at once. */
  final int lanes;

  private final RandomGenerator random;
  private final boolean calm;
  private final int failures;
  private final int crashes;
  private final int late;
  private final int breaks;
  private final int holds;
  private final int kills;
  private final int outages;
  private final int rivals;
  private boolean clear;

  /**
   * @param attempts turns that try a message before it is given up
   */
  Weather(RandomGenerator random, int attempts) {
    RuntimeLimits base = RuntimeLimits.DEFAULT;
    this.random = random;
    this.calm = random.nextInt(6) == 0;
    this.failures = rate(0, 0, 50, 400);
    this.crashes = rate(0, 0, 20, 100);
    this.late = rate(0, 0, 100, 1_000);
    this.breaks = rate(0, 0, 0, 50);
    this.holds = rate(0, 0, 100, 500);
    this.kills = rate(0, 300, 2_000);
    this.outages = rate(0, 0, 1_000);
    this.rivals = rate(0, 0, 0, 1_000);
    this.workers = oneOf(1, 1, 2);
    this.lanes = oneOf(1, 1, 3);
    this.limits =
        new RuntimeLimits(
            oneOf(2, 8, 1024),
            base.subscribersPerActor(),
            oneOf(2, 100, 100, 100),
            oneOf(100, 2_000, 60_000),
            oneOf(500, 2_000, 10_000),
            attempts,
            oneOf(20, 200),
            base.rollbackWindowMs());
  }

  private int rate(int... values) {
    return calm ? 0 : oneOf(values);
  }

  private int oneOf(int... values) {
    return values[random.nextInt(values.length)];
  }

  private boolean happens(int rate) {
    return !clear && rate > 0 && random.nextInt(ALL) < rate;
  }

  /** From now on nothing goes wrong. */
  void clear() {
    clear = true;
  }

  /** What becomes of a call of the driver. */
  Fault fault() {
    if (happens(crashes)) {
      return random.nextBoolean() ? Fault.CRASH_BEFORE : Fault.CRASH_AFTER;
    }
    if (happens(failures)) {
      return random.nextBoolean() ? Fault.FAIL_BEFORE : Fault.FAIL_AFTER;
    }
    return Fault.NONE;
  }

  /** Whether nothing goes wrong but in handlers. */
  boolean isCalm() {
    return calm;
  }

  /** Whether a call of the driver may fail. */
  boolean isRough() {
    return failures + crashes + late + outages + breaks > 0;
  }

  /** Whether isolates may break. */
  boolean isBrittle() {
    return breaks > 0;
  }

  /** Whether a commit fails and is stored when nobody expects it any more. */
  boolean isLate() {
    return happens(late);
  }

  /** Whether an isolate breaks in a step. */
  boolean breaksIsolate() {
    return happens(breaks);
  }

  /** Whether a turn takes so long that its worker is held. */
  boolean holdsWorker() {
    return happens(holds);
  }

  /** Whether a process dies between two steps. */
  boolean kills() {
    return happens(kills);
  }

  boolean startsOutage() {
    return happens(outages);
  }

  /** Whether a second process starts over the same storage. */
  boolean startsRival() {
    return happens(rivals);
  }
}
