package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.JournalBatch;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.policy.RuntimeLimits;
import io.actjs.policy.Tab;
import io.actjs.storage.CommitResult;
import io.actjs.storage.ForwardingDriver;
import io.actjs.storage.StorageDriver;
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

  private static final String PLANNER =
      """
      import { Actor, handler } from 'actjs';
      export class Planner extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('plan') plan({ count, chars }: any) {
          const text = 'x'.repeat(chars);
          for (let i = 0; i < count; i++) {
            this.actjs.scheduleAt(this.actjs.now() + 3_600_000, 'due', { text });
          }
        }
        @handler('count') async count() { return (await this.actjs.reminders()).length; }
        @handler('due') due() {}
      }
      """;

  private static String doc(String more) {
    return """
        import { Actor, handler } from 'actjs';
        export class Doc extends Actor<any> {
          state: any = { text: '' };
          %s
          @handler('fill') fill({ chars }: any) { this.state.text = 'x'.repeat(chars); }
          @handler('size') size() { return this.state.text.length; }
        }
        """
        .formatted(more);
  }

  private final Budget memory = Budget.root("server", 256 << 20);

  private TestRuntime start(RuntimeLimits limits) {
    return start(new MemoryDriver(), limits);
  }

  private TestRuntime start(StorageDriver storage, RuntimeLimits limits) {
    TestRuntime runtime =
        TestRuntime.start(
            storage, builder -> builder.limits(limits).memory(memory).workers(2).drainMs(200));
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

  private static long refused(List<CompletableFuture<String>> calls) {
    return calls.stream()
        .filter(CompletableFuture::isCompletedExceptionally)
        .map(call -> failure(() -> TestRuntime.get(call)))
        .filter(ProblemCode.MailboxFull::equals)
        .count();
  }

  @Test
  void aMailboxIsBoundedInBytes() {
    RuntimeLimits limits =
        new RuntimeLimits(1024, 1 << 20, 1000, 1000, 300_000, 2_000, 5, 100, 60_000, 86_400_000);
    try (TestRuntime runtime = start(limits)) {
      List<CompletableFuture<String>> calls = new ArrayList<>();
      calls.add(runtime.runtime().call(HANG, "never", "{}", CallOptions.DEFAULT));
      // Until the first one awaits, others still go to the kernel, which gives them back.
      for (int sent = 0; refused(calls) < 20; sent++) {
        assertTrue(sent < 1_000, "nothing is refused");
        calls.add(runtime.runtime().call(HANG, "inc", item(100_000), CallOptions.DEFAULT));
      }
      assertEquals(ProblemCode.CallTimeout, failure(() -> TestRuntime.get(calls.getFirst())));
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
      TestRuntime.get(runtime.runtime().ask(ANN, "items", "{}", CallOptions.DEFAULT, tab, null));
      TestRuntime.get(runtime.runtime().read(ANN, CallOptions.DEFAULT, tab));
      Await.until("only the tab is left: " + memory, () -> memory.used() < 450_000);
      assertTrue(memory.used() > 400_000, memory::toString);
      tab.close();
      assertNothingLeft();
    }
  }

  /** Takes memory until large pieces of so many bytes in all are left. */
  private List<Charge> hoardAllBut(long left) {
    List<Charge> hoard = new ArrayList<>();
    long wanted = memory.limit() - memory.limit() / 8 - left;
    for (long part = 500_000; memory.used() < wanted; ) {
      hoard.add(memory.charge(Math.min(part, wanted - memory.used())));
    }
    return hoard;
  }

  @Test
  void remindersAreChargedUntilTheHandlerHasThem() {
    ActorRef planner = new ActorRef("Planner", "p");
    try (TestRuntime runtime = start(RuntimeLimits.DEFAULT)) {
      runtime.publish("Planner", "1.0.0", PLANNER);
      for (int i = 0; i < 5; i++) {
        runtime.call(planner, "plan", "{\"count\":4,\"chars\":500000}");
      }
      assertNothingLeft();
      List<Charge> hoard = hoardAllBut(24 << 20);
      assertEquals(
          ProblemCode.CapacityExhausted, failure(() -> runtime.call(planner, "count", "{}")));
      long hoarded = hoard.stream().mapToLong(Charge::bytes).sum();
      Await.until("what was read is given back: " + memory, () -> memory.used() == hoarded);
      hoard.forEach(Charge::close);
      assertEquals("20", runtime.call(planner, "count", "{}"));
      assertNothingLeft();
    }
  }

  @Test
  @SuppressWarnings("try")
  void aMigratedStateIsChargedUntilItIsStored() throws Exception {
    ActorRef doc = new ActorRef("Doc", "d");
    Version second = Version.parse("2.0.0");
    CompletableFuture<Void> mayCommit = new CompletableFuture<>();
    StorageDriver slow =
        new ForwardingDriver(new MemoryDriver()) {
          @Override
          public List<CommitResult> commit(JournalBatch batch) {
            boolean replaces =
                batch.entries().stream()
                    .anyMatch(
                        e -> e instanceof TurnRecord t && t.change() instanceof Change.Replaced);
            if (replaces) {
              mayCommit.join();
            }
            return super.commit(batch);
          }
        };
    // Whatever is found, the commit must not hold up the end of the runtime.
    try (TestRuntime runtime = start(slow, RuntimeLimits.DEFAULT);
        AutoCloseable unblocked = () -> mayCommit.complete(null)) {
      runtime.publish("Doc", "1.0.0", doc(""));
      runtime.call(doc, "fill", "{\"chars\":3500000}");
      runtime.publish(
          "Doc", "2.0.0", doc("migrate(old: any) { return { text: old.text + '!' }; }"));
      assertNothingLeft();
      // Room for the state as it is stored, and not for those before and after the migration too.
      List<Charge> hoard = hoardAllBut(12 << 20);
      assertEquals(
          ProblemCode.CapacityExhausted,
          failure(
              () ->
                  TestRuntime.get(
                      runtime
                          .runtime()
                          .maintenance()
                          .migrate(doc, second, Principal.of("me", List.of())))));
      long hoarded = hoard.stream().mapToLong(Charge::bytes).sum();
      Await.until("all else is given back: " + memory, () -> memory.used() == hoarded);
      hoard.forEach(Charge::close);
      CompletableFuture<ActorHead> moved =
          runtime.runtime().maintenance().migrate(doc, second, Principal.of("me", List.of()));
      // A step that runs has more for its moment.
      Await.until(
          "the state alone waits for the journal",
          () -> memory.used() >= 7_000_000 && memory.used() < 7_100_000);
      mayCommit.complete(null);
      assertEquals(second, TestRuntime.get(moved).version());
      assertNothingLeft();
      TestRuntime.get(
          runtime.runtime().maintenance().rollback(doc, false, Principal.of("me", List.of())));
      assertNothingLeft();
      assertEquals("3500000", runtime.call(doc, "size", "{}"));
    }
  }
}
