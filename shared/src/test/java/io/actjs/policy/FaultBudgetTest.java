package io.actjs.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.testkit.ManualClock;
import org.junit.jupiter.api.Test;

class FaultBudgetTest {
  @Test
  void aFloodIsCountedAndNotLogged() {
    ManualClock clock = new ManualClock(0);
    FaultBudget budget = new FaultBudget(clock);
    for (int i = 0; i < FaultBudget.BURST; i++) {
      assertTrue(budget.take());
    }
    assertFalse(budget.take());
    assertFalse(budget.take());
    clock.advance(1000 / FaultBudget.A_SECOND);
    assertTrue(budget.take());
    assertEquals(2, budget.leftOut());
    assertEquals(0, budget.leftOut());
    assertFalse(budget.take());
    clock.advance(3_600_000);
    for (int i = 0; i < FaultBudget.BURST; i++) {
      assertTrue(budget.take());
    }
    assertFalse(budget.take());
  }
}
