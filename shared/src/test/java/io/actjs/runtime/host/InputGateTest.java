package io.actjs.runtime.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.runtime.mailbox.Deliveries;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputGateTest {
  private final InputGate gate = new InputGate();
  private final Turn first = turn(1);
  private final Turn second = turn(2);

  private static Turn turn(long id) {
    return new Turn(id, Deliveries.call("add"), 0);
  }

  @Test
  void letsInABoundedNumberOfTurns() {
    int room = gate.room();
    assertTrue(room > 1);
    for (int i = 0; i < room; i++) {
      gate.enter(turn(i));
    }
    assertEquals(0, gate.room());
    assertFalse(gate.isQuiet());
    var unused = gate.leave(0);
    assertEquals(1, gate.room());
  }

  @Test
  void letsNothingInWhileATurnAwaits() {
    gate.enter(first);
    assertTrue(gate.shutFor(1));
    assertEquals(0, gate.room());
    assertSame(first, gate.awaiting());
    assertThrows(IllegalStateException.class, () -> gate.enter(second));
  }

  @Test
  void aTurnThatAwaitsAgainFindsTheGateShut() {
    gate.enter(first);
    assertTrue(gate.shutFor(1));
    assertFalse(gate.shutFor(1));
  }

  @Test
  void opensWhenTheTurnThatAwaitedHasEndedAndForNoOther() {
    gate.enter(first);
    gate.enter(second);
    assertTrue(gate.shutFor(1));
    // The kernel gives a turn back that it has not begun.
    assertFalse(gate.openAfter(gate.leave(2)));
    assertEquals(0, gate.room());
    assertTrue(gate.openAfter(gate.leave(1)));
    assertNull(gate.awaiting());
    assertTrue(gate.isQuiet());
    gate.enter(turn(3));
    assertFalse(gate.openAfter(gate.leave(3)));
  }

  @Test
  void aTurnIsFoundByItsNumber() {
    gate.enter(first);
    gate.enter(second);
    assertSame(second, gate.get(2));
    assertSame(first, gate.find(1));
    assertNull(gate.find(3));
    assertThrows(IllegalStateException.class, () -> gate.get(3));
    // One that the kernel took from elsewhere may have come in before.
    assertTrue(gate.shutFor(2));
    assertSame(first, gate.leave(1));
    assertSame(second, gate.awaiting());
  }

  @Test
  void refusesTheEndOfATurnThatIsNotInside() {
    gate.enter(first);
    assertSame(first, gate.leave(1));
    assertThrows(IllegalStateException.class, () -> gate.leave(1));
    assertThrows(IllegalStateException.class, () -> gate.shutFor(1));
  }

  @Test
  void givesAwayAllInOrderAndIsOpenAfterwards() {
    gate.enter(first);
    gate.enter(second);
    assertTrue(gate.shutFor(1));
    List<Turn> left = new ArrayList<>();
    gate.drain(left::add);
    assertEquals(List.of(first, second), left);
    assertTrue(gate.isQuiet());
    assertNull(gate.awaiting());
    assertTrue(gate.room() > 1);
  }
}
