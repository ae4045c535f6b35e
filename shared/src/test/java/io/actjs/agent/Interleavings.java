package io.actjs.agent;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;

/** Runs small scenarios of concurrent operations in many orders of their steps, not by chance. */
public final class Interleavings {
  private static final int SCENARIOS = 6;
  private static final int ORDERS = 100;
  private static final int OPERATIONS = 3;

  private Interleavings() {}

  /**
   * Fails when a scenario has an outcome that no order of whole operations has.
   *
   * @param test with the operations, each of which runs on any of the threads
   * @param promise the same operations for one thread
   */
  public static void check(Class<?> test, Class<?> promise, int threads) {
    new ModelCheckingOptions()
        .threads(threads)
        .actorsPerThread(OPERATIONS)
        .iterations(SCENARIOS)
        .invocationsPerIteration(ORDERS)
        .sequentialSpecification(promise)
        .check(test);
  }
}
