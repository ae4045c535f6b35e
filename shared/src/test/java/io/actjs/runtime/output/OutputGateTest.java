package io.actjs.runtime.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutputGateTest {
  private final List<String> left = new ArrayList<>();
  private @Nullable ActjsException closure;
  private final OutputGate gate = new OutputGate(() -> closure);

  /** Notes that it has left, or why it has not. */
  private class Noted extends Output {
    private final String name;

    Noted(String name) {
      super(null, 0);
      this.name = name;
    }

    @Override
    protected void settle() {
      ActjsException reason = reason();
      left.add(reason == null ? name : name + " " + reason.code());
    }
  }

  private final class Broken extends Noted {
    Broken() {
      super("broken");
    }

    @Override
    protected void settle() {
      super.settle();
      throw new IllegalStateException("a bug of the receiver");
    }
  }

  @Test
  void outputsLeaveInTheirOrderABatchAtATime() {
    gate.open(List.of(new Noted("a"), new Noted("b")));
    gate.open(List.of(new Noted("c")));
    assertEquals(List.of(), left);
    assertEquals(2, gate.doWork());
    assertEquals(List.of("a", "b"), left);
    assertEquals(1, gate.doWork());
    assertEquals(0, gate.doWork());
    assertEquals(List.of("a", "b", "c"), left);
  }

  @Test
  void aReceiverThatThrowsDoesNotStopTheOthers() {
    gate.open(List.of(new Noted("a"), new Broken(), new Noted("b")));
    assertEquals(3, gate.doWork());
    assertEquals(List.of("a", "broken", "b"), left);
  }

  @Test
  void aClosureWithholdsWhatHasNotLeftAndNothingElse() {
    gate.open(List.of(new Noted("a")));
    assertEquals(1, gate.doWork());
    gate.open(List.of(new Noted("b")));
    closure = ActorProblems.shuttingDown();
    gate.open(List.of(new Noted("c")));
    assertEquals(1, gate.doWork());
    assertEquals(1, gate.doWork());
    assertEquals(List.of("a", "b ShuttingDown", "c ShuttingDown"), left);
    closure = null;
    gate.open(List.of(new Noted("d")));
    assertEquals(1, gate.doWork());
    assertEquals("d", left.getLast());
  }

  @Test
  void aGateWithoutAClosureLetsAllOut() {
    OutputGate open = new OutputGate(() -> null);
    open.open(List.of(new Noted("a")));
    assertEquals(1, open.doWork());
    assertEquals(List.of("a"), left);
  }

  @Test
  void endsWhenAllThatCameBeforeHasLeft() {
    gate.open(List.of(new Noted("a")));
    gate.stop();
    int turns = 0;
    while (!gate.isDone()) {
      assertFalse(turns++ > 3);
      var unused = gate.doWork();
    }
    assertEquals(List.of("a"), left);
    assertTrue(gate.isDone());
  }
}
