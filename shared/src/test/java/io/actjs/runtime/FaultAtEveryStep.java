package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.TestRuntime;
import java.util.function.Supplier;

/**
 * Runs a scenario again and again, with one fault each time, at every storage call that it makes.
 */
final class FaultAtEveryStep {
  private static final int STEPS_BOUND = 500;

  /** One round: what is done while the fault strikes, and what must hold after a restart. */
  interface Round {
    void prepare(MemoryDriver disk);

    void drive(TestRuntime runtime) throws Exception;

    /**
     * @param where for messages
     */
    void check(MemoryDriver disk, String where) throws Exception;
  }

  private FaultAtEveryStep() {}

  static void run(Fault fault, int atLeast, Supplier<Round> rounds) throws Exception {
    int step = 0;
    while (faultIsReached(fault, step, rounds.get())) {
      step++;
      assertTrue(step < STEPS_BOUND, "the scenario never ends without a fault");
    }
    assertTrue(step > atLeast, "the scenario makes " + step + " storage calls only");
  }

  private static boolean faultIsReached(Fault fault, int step, Round round) throws Exception {
    MemoryDriver disk = new MemoryDriver();
    round.prepare(disk);
    boolean[] reached = new boolean[1];
    FaultyDriver faulty =
        new FaultyDriver(
            disk,
            (operation, call) -> {
              if (call != step) {
                return Fault.NONE;
              }
              reached[0] = true;
              return fault;
            });
    try (TestRuntime runtime = TestRuntime.start(faulty)) {
      round.drive(runtime);
    } catch (ActjsException e) {
      assertTrue(faulty.calls() <= step + 1, "start failed without the fault: " + e);
    }
    round.check(disk, "fault " + fault + " at storage call " + step);
    return reached[0];
  }

  /** Whether no message waits: one that was left behind goes from now to later, and back. */
  static boolean isDone(MemoryDriver disk) {
    return disk.nextDueAt() == null
        && disk.actorsWithInbox(null, 1).isEmpty()
        && disk.nextDueAt() == null;
  }

  static boolean succeeds(Runnable call) {
    try {
      call.run();
      return true;
    } catch (ActjsException e) {
      return false;
    }
  }
}
