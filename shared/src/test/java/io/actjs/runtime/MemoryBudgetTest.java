package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.policy.RuntimeLimits;
import io.actjs.policy.Tab;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Whatever happens to what a runtime has taken in: its memory is given back. */
class MemoryBudgetTest {
  private static final ActorRef ANN = new ActorRef("Bag", "ann");
  private static final ActorRef HANG = new ActorRef("Hang", "h");

  /** Awaits for good, once it has told so. */
  private static final String STUCK =
      """
      import { Actor, handler } from 'actjs';
      export class Stuck extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('never') async never() {
          await this.actjs.call({ class: 'Bag', id: 'ann' }, 'add', { item: 'x' });
          await new Promise(() => {});
        }
        @handler('inc') inc() { return ++this.state.n; }
      }
      """;

  private final Budget memory = Budget.root("server", 256 << 20);

  private TestRuntime start(RuntimeLimits limits) {
    TestRuntime runtime =
        TestRuntime.start(
            new MemoryDriver(),
            builder -> builder.limits(limits).memory(memory).workers(2).drainMs(200));
    runtime.publish("Bag", "1.0.0", Sources.BAG);
    for (String name : List.of("Hang", "Big", "Sink", "Flood")) {
      runtime.publish(name, "1.0.0", Cases.source(name));
    }
    return runtime;
  }

  private static ProblemCode failure(Executable work) {
    return assertThrows(ActjsException.class, work).code();
  }

  private void assertNothingLeft() {
    Await.until("all is given back: " + memory, () -> memory.used() == 0);
  }

  private static String item(int chars) {
    return "{\"item\":\"" + "x".repeat(chars) + "\"}";
  }

  @Test
  void everyEndOfAMessageGivesItsMemoryBack() {
    try (TestRuntime runtime = start(RuntimeLimits.DEFAULT)) {
      runtime.call(ANN, "add", item(100_000));
      runtime.call(ANN, "items", "{}");
      runtime.read(ANN);
      assertEquals(ProblemCode.HandlerError, failure(() -> runtime.call(ANN, "fail", item(10))));
      assertEquals(ProblemCode.ActorAbort, failure(() -> runtime.call(ANN, "abort", "{}")));
      assertEquals(ProblemCode.UnknownMethod, failure(() -> runtime.call(ANN, "nope", item(9))));
      runtime.tell(ANN, "add", item(50_000));
      runtime.tell(ANN, "fail", item(50_000));
      runtime.call(ANN, "send", "{\"to\":\"bob\",\"item\":\"a\"}");
      runtime.call(ANN, "ask", "{\"to\":\"bob\",\"method\":\"items\",\"args\":{}}");
      runtime.publish("Bag", "1.1.0", Sources.BAG);
      runtime.call(ANN, "add", item(10));
      runtime.delete(ANN);
      assertEquals(ProblemCode.Gone, failure(() -> runtime.call(ANN, "add", item(10))));
      assertNothingLeft();
    }
    assertNothingLeft();
  }

  @Test
  void abandonedAndWaitingMessagesGiveTheirMemoryBack() {
    CallOptions brief = new CallOptions(null, 200);
    try (TestRuntime runtime = start(RuntimeLimits.DEFAULT)) {
      List<CompletableFuture<String>> calls = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        calls.add(runtime.runtime().call(HANG, "never", item(100_000), brief));
      }
      assertTrue(memory.used() > 400_000, memory::toString);
      for (CompletableFuture<String> call : calls) {
        assertEquals(ProblemCode.CallTimeout, failure(() -> TestRuntime.get(call)));
      }
      assertNothingLeft();
      // What waits when the runtime ends.
      var unused = runtime.runtime().call(HANG, "never", item(100_000), CallOptions.DEFAULT);
      var unusedToo = runtime.runtime().call(HANG, "inc", item(100_000), CallOptions.DEFAULT);
    }
    assertNothingLeft();
  }

  @Test
  void aMailboxIsBoundedInBytes() {
    RuntimeLimits limits =
        new RuntimeLimits(1024, 1 << 20, 1000, 1000, 300_000, 2_000, 5, 100, 60_000);
    try (TestRuntime runtime = start(limits)) {
      List<CompletableFuture<String>> calls = new ArrayList<>();
      ActorRef stuck = new ActorRef("Stuck", "a");
      runtime.publish("Stuck", "1.0.0", STUCK);
      calls.add(runtime.runtime().call(stuck, "never", "{}", CallOptions.DEFAULT));
      // From then on nothing more goes to the kernel, which would give it back later.
      Await.until("it awaits", () -> runtime.call(ANN, "items", "{}").length() > 2);
      for (int i = 0; i < 40; i++) {
        calls.add(runtime.runtime().call(stuck, "inc", item(100_000), CallOptions.DEFAULT));
      }
      long refused =
          calls.stream()
              .filter(CompletableFuture::isCompletedExceptionally)
              .map(call -> failure(() -> TestRuntime.get(call)))
              .filter(ProblemCode.MailboxFull::equals)
              .count();
      assertEquals(ProblemCode.CallTimeout, failure(() -> TestRuntime.get(calls.getFirst())));
      assertEquals(30, refused);
      assertNothingLeft();
    }
  }

  @Test
  void fault1_resultsBetweenActorsAreTheCallersError() {
    try (TestRuntime runtime = start(RuntimeLimits.DEFAULT)) {
      String ask = "{\"to\":\"bob\",\"method\":\"items\",\"args\":{}}";
      runtime.call(new ActorRef("Bag", "bob"), "add", item(900_000));
      for (int i = 0; i < 4; i++) {
        runtime.call(new ActorRef("Bag", "bob"), "add", item(900_000));
      }
      assertEquals(ProblemCode.ResultTooLarge, failure(() -> runtime.call(ANN, "ask", ask)));
      assertNothingLeft();
    }
  }

  @Test
  void overBudgetCallsAreRefusedWithoutATraceAndTellsStayInTheInbox() {
    try (TestRuntime runtime = start(RuntimeLimits.DEFAULT)) {
      runtime.call(ANN, "add", item(40_000));
      assertNothingLeft();
      List<Charge> hoard = new ArrayList<>();
      for (long part = memory.limit() / 300; part > 100; part /= 2) {
        for (Charge c = memory.tryCharge(part); c != null; c = memory.tryCharge(part)) {
          hoard.add(c);
        }
      }
      hoard.add(memory.charge(memory.limit() - memory.used()));
      assertEquals(
          ProblemCode.CapacityExhausted, failure(() -> runtime.call(ANN, "add", item(10))));
      // Room for a message of this size, and none for what it would answer.
      hoard.getFirst().shrinkTo(hoard.getFirst().bytes() - 50_000);
      assertEquals(ProblemCode.CapacityExhausted, failure(() -> runtime.call(ANN, "items", "{}")));
      assertEquals(ProblemCode.CapacityExhausted, failure(() -> runtime.read(ANN)));
      runtime.tell(ANN, "add", item(10_000));
      runtime.tell(ANN, "add", item(30_000));
      hoard.forEach(Charge::close);
      Await.until(
          "both tells are handled", () -> runtime.call(ANN, "items", "{}").length() > 80_000);
      assertNothingLeft();
    }
  }

  @Test
  void anAnswerIsChargedUntilItsTabIsClosed() {
    try (TestRuntime runtime = start(RuntimeLimits.DEFAULT)) {
      runtime.call(ANN, "add", item(100_000));
      assertNothingLeft();
      Tab tab = new Tab(memory);
      TestRuntime.get(runtime.runtime().ask(ANN, "items", "{}", CallOptions.DEFAULT, tab));
      TestRuntime.get(runtime.runtime().read(ANN, CallOptions.DEFAULT, tab));
      Await.until("only the tab is left: " + memory, () -> memory.used() < 450_000);
      assertTrue(memory.used() > 400_000, memory::toString);
      tab.close();
      assertNothingLeft();
    }
  }
}
