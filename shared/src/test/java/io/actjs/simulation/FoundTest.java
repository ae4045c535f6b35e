package io.actjs.simulation;

import io.actjs.simulation.Lives.Broken;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Bugs of the server that a seed has found, under their names. */
class FoundTest {

  /**
   * Its turn was stored and the answer lost: it was handled and refused every second, indefinitely.
   */
  @Test
  void aMessageThatIsConsumedAlreadyIsNotTriedAgain() {
    keepsItsPromises(26);
  }

  /** A commit of the process before was stored after the first look at the inbox, and stayed. */
  @Test
  void aMessageThatIsStoredAfterTheBootIsHandled() {
    keepsItsPromises(43);
  }

  /** The deletion was stored and the answer lost: nobody told those who watched. */
  @Test
  void whoWatchesIsToldOfADeletionInDoubt() {
    keepsItsPromises(6737);
  }

  private static void keepsItsPromises(long seed) {
    Broken broken = Lives.of(seed, 1, Plant.NONE, new TreeMap<>());
    if (broken != null) {
      throw broken.report();
    }
  }
}
