package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorView;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * The runtime over the memory driver: scenarios of original-server.md §33, and what DESIGN §3 adds.
 */
class ActorRuntimeTest {
  private static final ActorRef ANN = new ActorRef("Bag", "ann");
  private static final ActorRef BOB = new ActorRef("Bag", "bob");

  private final MemoryDriver disk = new MemoryDriver();

  private TestRuntime start() {
    return start(limits -> limits);
  }

  private TestRuntime start(UnaryOperator<RuntimeLimits> change) {
    RuntimeLimits limits = change.apply(RuntimeLimits.DEFAULT);
    TestRuntime runtime =
        TestRuntime.start(disk, builder -> builder.limits(limits).workers(2).drainMs(500));
    if (runtime.runtime().registry().names().isEmpty()) {
      runtime.publish("Bag", "1.0.0", Sources.BAG);
      runtime.publish("Account", "1.0.0", Sources.ACCOUNT);
    }
    return runtime;
  }

  private static String item(String name) {
    return "{\"item\":\"" + name + "\"}";
  }

  private static ProblemCode failure(Executable work) {
    return assertThrows(ActjsException.class, work).code();
  }

  @Test
  void s59_onInitRunsOnceUnderConcurrentFirstTouchAndAcrossRestarts() {
    try (TestRuntime runtime = start()) {
      List<CompletableFuture<String>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        calls.add(runtime.runtime().call(ANN, "add", item("i" + i), CallOptions.DEFAULT));
      }
      List<String> results = calls.stream().map(TestRuntime::get).sorted().toList();
      assertEquals(20, results.stream().distinct().count());
      assertEquals("1", runtimeInits(runtime));
    }
    try (TestRuntime runtime = start()) {
      assertEquals("21", runtime.call(ANN, "add", item("again")));
      assertEquals("1", runtimeInits(runtime));
    }
  }

  @Test
  void aCallBehindAnAcceptedMessageSeesWhatThatDid() {
    try (TestRuntime runtime = start()) {
      assertEquals("1", runtime.call(ANN, "add", item("first")));
      String size =
          TestRuntime.get(
              runtime
                  .runtime()
                  .tell(ANN, "add", item("told"), CallOptions.DEFAULT)
                  .thenCompose(
                      told ->
                          runtime.runtime().call(ANN, "add", item("then"), CallOptions.DEFAULT)));
      assertEquals("3", size);
    }
  }

  private static String runtimeInits(TestRuntime runtime) {
    String state = runtime.read(ANN).state();
    return state.replaceAll(".*\"inits\":(\\d+).*", "$1");
  }

  @Test
  void s27_createMintsAnIdAndPassesTheArgumentsToOnInit() {
    try (TestRuntime runtime = start()) {
      ActorRef ref =
          TestRuntime.get(
              runtime.runtime().create("Bag", "{\"first\":\"apple\"}", CallOptions.DEFAULT));
      assertEquals(36, ref.id().length());
      assertEquals('7', ref.id().charAt(14));
      assertEquals("[\"apple\"]", runtime.call(ref, "items", "{}"));
    }
  }

  @Test
  void s28_s32_w62_unknownClassesAndMethodsAreNamedAndPrototypeMethodsAreNotHandlers() {
    try (TestRuntime runtime = start()) {
      assertEquals(
          ProblemCode.UnknownClass,
          failure(() -> runtime.call(new ActorRef("Nope", "1"), "x", "{}")));
      for (String name : List.of("nope", "toString", "constructor", "hasOwnProperty", "onInit")) {
        assertEquals(ProblemCode.UnknownMethod, failure(() -> runtime.call(ANN, name, "{}")), name);
      }
    }
  }

  @Test
  void s29_readShowsTheStateAtOnceAndNeverCreates() {
    try (TestRuntime runtime = start()) {
      assertEquals(ProblemCode.ActorNotFound, failure(() -> runtime.read(ANN)));
      runtime.call(ANN, "add", item("a"));
      ActorView view = runtime.read(ANN);
      assertEquals("{\"items\":[\"a\"],\"inits\":1}", view.state());
      assertEquals(2, view.seq());
    }
  }

  @Test
  void s30_aDeletedActorAnswersGoneForEver() {
    try (TestRuntime runtime = start()) {
      runtime.call(ANN, "add", item("a"));
      runtime.delete(ANN);
      assertEquals(ProblemCode.Gone, failure(() -> runtime.call(ANN, "items", "{}")));
      assertEquals(ProblemCode.Gone, failure(() -> runtime.read(ANN)));
      assertEquals(ProblemCode.Gone, failure(() -> runtime.delete(ANN)));
      assertEquals(ProblemCode.Gone, failure(() -> runtime.tell(ANN, "add", item("b"))));
      assertEquals(ProblemCode.ActorNotFound, failure(() -> runtime.delete(BOB)));
    }
    try (TestRuntime runtime = start()) {
      assertEquals(ProblemCode.Gone, failure(() -> runtime.call(ANN, "items", "{}")));
    }
  }

  @Test
  void s58_aFullMailboxRefusesTheCallAndKeepsEveryDurableTell() {
    try (TestRuntime runtime = start(limits -> withMailbox(limits, 2))) {
      CompletableFuture<String> stuck =
          runtime.runtime().call(ANN, "sleep", "{}", new CallOptions(null, 60_000));
      Await.until("the mailbox fills", () -> overflows(runtime));
      List<CompletableFuture<String>> tells = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        tells.add(runtime.runtime().tell(ANN, "add", item("t" + i), CallOptions.DEFAULT));
      }
      tells.forEach(TestRuntime::get);
      assertTrue(!stuck.isDone());
    }
    try (TestRuntime runtime = start(limits -> withMailbox(limits, 2))) {
      Await.until(
          "the tells are handled",
          () ->
              runtime
                  .call(ANN, "items", "{}")
                  .matches(".*t0.*t1.*t2.*t3.*t4.*t5.*t6.*t7.*t8.*t9.*"));
    }
  }

  private static boolean overflows(TestRuntime runtime) {
    CompletableFuture<String> call =
        runtime.runtime().call(ANN, "items", "{}", new CallOptions(null, 60_000));
    return call.isCompletedExceptionally()
        && failure(() -> TestRuntime.get(call)) == ProblemCode.MailboxFull;
  }

  private static RuntimeLimits withMailbox(RuntimeLimits limits, int mailbox) {
    return new RuntimeLimits(
        mailbox,
        1000,
        limits.activeActors(),
        limits.idleMs(),
        limits.callDeadlineMs(),
        3,
        5,
        60_000);
  }

  @Test
  void s60_aFailingHandlerLeavesNoTraceAndTheNextCallWorks() {
    try (TestRuntime runtime = start()) {
      runtime.call(ANN, "add", item("a"));
      assertEquals(ProblemCode.HandlerError, failure(() -> runtime.call(ANN, "fail", item("b"))));
      assertEquals(ProblemCode.ActorAbort, failure(() -> runtime.call(ANN, "abort", "{}")));
      assertEquals("[\"a\"]", runtime.call(ANN, "items", "{}"));
    }
  }

  @Test
  void s60_aTellThatKeepsFailingBecomesADeadLetterAndTheOthersPass() {
    try (TestRuntime runtime = start(limits -> withMailbox(limits, 100))) {
      runtime.tell(ANN, "fail", item("poison"));
      assertEquals(
          ProblemCode.UnknownMethod, failure(() -> runtime.tell(ANN, "nope", item("unknown"))));
      // What an actor sends is looked at where it arrives.
      runtime.call(BOB, "send", "{\"to\":\"ann\",\"item\":\"unknown\",\"type\":\"nope\"}");
      runtime.tell(ANN, "add", item("fine"));
      Await.until("two dead letters", () -> disk.deadLetters(ANN, 10).size() == 2);
      assertEquals("[\"fine\"]", runtime.call(ANN, "items", "{}"));
      assertTrue(disk.actorsWithInbox(null, 1).isEmpty());
      assertTrue(
          disk.deadLetters(ANN, 10).stream()
              .anyMatch(
                  letter -> letter.attempts() == 3 && letter.reason().contains("HandlerError")));
    }
  }

  @Test
  void s61_tenThousandTellsSurviveARestart() {
    int count = 10_000;
    try (TestRuntime runtime = start()) {
      List<CompletableFuture<String>> tells = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        tells.add(runtime.runtime().tell(ANN, "add", item("t"), CallOptions.DEFAULT));
      }
      tells.forEach(TestRuntime::get);
    }
    try (TestRuntime runtime = start()) {
      // Those that the first one has begun are counted, and due again at once.
      Await.until(
          "all are handled",
          () -> disk.later(ANN, 1).isEmpty() && disk.actorsWithInbox(null, 1).isEmpty());
      assertEquals(String.valueOf(count + 1), runtime.call(ANN, "add", item("last")));
    }
  }

  @Test
  void s62_callsThatRaceWithEvictionSucceed() {
    RuntimeLimits impatient = new RuntimeLimits(1024, 1000, 100_000, 0, 30_000, 3, 5, 60_000);
    try (TestRuntime runtime = start(limits -> impatient)) {
      int calls = 0;
      while (runtime.runtime().stats().activations() < 20) {
        calls++;
        assertEquals(String.valueOf(calls), runtime.call(ANN, "add", item("i")));
      }
    }
  }

  @Test
  void s63_callCyclesFailAtOnceAndCallsHaveADeadline() {
    try (TestRuntime runtime = start()) {
      String self = "{\"to\":\"ann\",\"method\":\"items\",\"args\":{}}";
      assertEquals(ProblemCode.CallCycle, failure(() -> runtime.call(ANN, "ask", self)));
      String around = "{\"to\":\"bob\",\"method\":\"ask\",\"args\":" + self + "}";
      assertEquals(ProblemCode.CallCycle, failure(() -> runtime.call(ANN, "ask", around)));
      assertEquals(
          ProblemCode.CallTimeout,
          failure(
              () ->
                  TestRuntime.get(
                      runtime.runtime().call(ANN, "sleep", "{}", new CallOptions(null, 50)))));
      assertEquals("[]", runtime.call(ANN, "items", "{}"));
    }
  }

  @Test
  void s63_anActorCallsAnotherAndGoesOnAfterTheAnswer() {
    try (TestRuntime runtime = start()) {
      assertEquals("1", runtime.call(ANN, "askThenAdd", "{\"to\":\"bob\",\"item\":\"x\"}"));
      assertEquals("[\"before x\",\"after x\"]", runtime.call(ANN, "items", "{}"));
      assertEquals("[\"x\"]", runtime.call(BOB, "items", "{}"));
    }
  }

  @Test
  void s65_eventsReplayToTheSameStateAfterACrash() {
    ActorRef account = new ActorRef("Account", "1");
    String live;
    TestRuntime crashed = start();
    crashed.call(account, "deposit", "{\"amount\":70}");
    assertEquals("\"ok\"", crashed.call(account, "withdraw", "{\"amount\":30}"));
    assertEquals(
        ProblemCode.ActorAbort,
        failure(() -> crashed.call(account, "withdraw", "{\"amount\":99}")));
    live = crashed.read(account).state();
    assertEquals("{\"balance\":40,\"log\":[\"+70\",\"-30\"]}", live);
    // The first runtime is not closed before the second one reads: no snapshot helps.
    try (TestRuntime runtime = start()) {
      assertEquals(live, runtime.read(account).state());
    }
    crashed.close();
  }

  @Test
  void aSecondOwnerFencesTheFirst() {
    TestRuntime first = start();
    first.call(ANN, "add", item("a"));
    try (TestRuntime second = start()) {
      assertEquals("2", second.call(ANN, "add", item("b")));
      assertEquals(ProblemCode.Fenced, failure(() -> first.call(ANN, "add", item("lost"))));
      assertEquals("3", first.call(ANN, "add", item("c")));
    }
    first.close();
    try (TestRuntime third = start()) {
      assertEquals("[\"a\",\"b\",\"c\"]", third.call(ANN, "items", "{}"));
    }
  }

  @Test
  void aTellToAnImpossibleAddressFailsItsTurnAndHarmsNobody() {
    try (TestRuntime runtime = start()) {
      runtime.publish(
          "Stray",
          "1.0.0",
          """
          import { Actor, handler } from 'actjs';
          export class Stray extends Actor<{ n: number }> {
            state = { n: 0 };
            @handler('stray') stray(args: { class: string; id: string }) {
              this.state.n++;
              this.actjs.tell(args, 'x', {});
            }
            @handler('get') get() { return this.state.n; }
          }
          """);
      ActorRef stray = new ActorRef("Stray", "1");
      for (String target :
          List.of(
              "{\"class\":\"no name\",\"id\":\"1\"}",
              "{\"class\":\"Bag\",\"id\":\"a\\nb\"}",
              "{\"class\":\"" + "B".repeat(200) + "\",\"id\":\"1\"}")) {
        assertEquals(
            ProblemCode.SchemaInvalid, failure(() -> runtime.call(stray, "stray", target)), target);
        assertEquals("0", runtime.call(stray, "get", "{}"));
      }
    }
  }
}
