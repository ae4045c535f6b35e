package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.inbox.AcceptedTell;
import io.actjs.runtime.keyed.Created;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests under idempotency keys, whatever happens between a request and its repetition. */
class KeyedRequestsTest {
  private static final String LEDGER =
      """
      import { Actor, handler } from 'actjs';

      export class Ledger extends Actor<{ items: string[] }> {
        state = { items: [] as string[] };

        onInit(args: { first?: string }) {
          if (args?.first) this.state.items.push(args.first);
        }

        @handler('add') add(args: { item: string }) {
          this.state.items.push(args.item);
          return { count: this.state.items.length, item: args.item };
        }
        @handler('items') items() { return this.state.items; }
        @handler('chance') chance() { return Math.random(); }
        @handler('refuse') refuse(args: { item: string }) {
          this.state.items.push(args.item);
          this.actjs.abort('closed', { code: 'CLOSED', data: Math.random() });
        }
        @handler('broken') broken() { throw new Error('broken ' + Math.random()); }
        @handler('slow') async slow(args: { item: string }) {
          await this.actjs.call({ class: 'Ledger', id: 'gate' }, 'wait');
          this.state.items.push(args.item);
          return this.state.items.length;
        }
        @handler('wait') async wait() { await new Promise(() => {}); }
        @handler('pay') async pay(args: { to: string; item: string; key?: string; ifSeq?: number }) {
          return await this.actjs.call(
            { class: 'Ledger', id: args.to }, 'add', { item: args.item },
            { key: args.key, ifSeq: args.ifSeq });
        }
        @handler('hurry') async hurry() {
          await this.actjs.call({ class: 'Ledger', id: 'gate' }, 'wait', {}, { deadlineMs: 30 });
        }
      }
      """;
  private static final ActorRef ANN = new ActorRef("Ledger", "ann");
  private static final ActorRef BOB = new ActorRef("Ledger", "bob");

  private static PublishedClass ledger;

  private final MemoryDriver disk = new MemoryDriver();

  @BeforeEach
  void publish() {
    disk.registry().publish(ledger, List.of());
  }

  @BeforeAll
  static void compile() {
    try (TestRuntime setup = TestRuntime.start(new MemoryDriver())) {
      setup.publish("Ledger", "1.0.0", LEDGER);
      ledger = setup.runtime().registry().get(new ClassRef("Ledger", Version.parse("1.0.0")));
    }
  }

  private TestRuntime start() {
    return start(RuntimeLimits.DEFAULT);
  }

  private TestRuntime start(RuntimeLimits limits) {
    return TestRuntime.start(disk, builder -> builder.limits(limits).workers(2).drainMs(500));
  }

  private static CallOptions key(String key) {
    return CallOptions.DEFAULT.keyed(key);
  }

  private static String item(String name) {
    return "{\"item\":\"" + name + "\"}";
  }

  private static Answer.Result ask(
      TestRuntime runtime, ActorRef ref, String method, String args, CallOptions options) {
    return TestRuntime.get(runtime.runtime().ask(ref, method, args, options));
  }

  private static ActjsException failure(
      TestRuntime runtime, ActorRef ref, String method, String args, CallOptions options) {
    return assertThrows(ActjsException.class, () -> ask(runtime, ref, method, args, options));
  }

  private static String items(TestRuntime runtime, ActorRef ref) {
    return runtime.call(ref, "items", "{}");
  }

  @Test
  void aCallIsMadeOnceAndAnsweredAgainAcrossRestarts() {
    String answer;
    try (TestRuntime runtime = start()) {
      Answer.Result first = ask(runtime, ANN, "add", item("a"), key("k"));
      assertFalse(first.repeated());
      answer = first.json();
      Answer.Result again = ask(runtime, ANN, "add", item("a"), key("k"));
      assertTrue(again.repeated());
      assertEquals(answer, again.json());
      assertEquals("1.0.0", again.ran().version().toString());
    }
    try (TestRuntime runtime = start()) {
      Answer.Result again = ask(runtime, ANN, "add", item("a"), key("k"));
      assertTrue(again.repeated());
      assertEquals(answer, again.json());
      assertEquals("[\"a\"]", items(runtime, ANN));
    }
  }

  @Test
  void aKeyIsOfItsCallerActorAndHandler() {
    try (TestRuntime runtime = start()) {
      ask(runtime, ANN, "add", item("a"), key("k"));
      assertFalse(ask(runtime, BOB, "add", item("a"), key("k")).repeated());
      assertFalse(ask(runtime, ANN, "chance", "{}", key("k")).repeated());
      CallOptions other = CallOptions.DEFAULT.by(Principal.of("eve", List.of())).keyed("k");
      assertFalse(ask(runtime, ANN, "add", item("a"), other).repeated());
      assertTrue(ask(runtime, ANN, "add", item("a"), key("k")).repeated());
      assertEquals("[\"a\",\"a\"]", items(runtime, ANN));
    }
  }

  @Test
  void anotherBodyUnderAUsedKeyIsRefused() {
    try (TestRuntime runtime = start()) {
      ask(runtime, ANN, "add", item("a"), key("k"));
      assertEquals(
          ProblemCode.IdempotencyMismatch,
          failure(runtime, ANN, "add", item("b"), key("k")).code());
    }
    try (TestRuntime runtime = start()) {
      assertEquals(
          ProblemCode.IdempotencyMismatch,
          failure(runtime, ANN, "add", item("b"), key("k")).code());
      assertEquals("[\"a\"]", items(runtime, ANN));
    }
  }

  @Test
  void whatAHandlerReadsOrRefusesIsRememberedAndLeavesNoActorBehind() {
    String chance;
    ActjsException refused;
    String broken;
    try (TestRuntime runtime = start()) {
      chance = ask(runtime, ANN, "chance", "{}", key("k")).json();
      refused = failure(runtime, ANN, "refuse", item("x"), key("r"));
      broken = failure(runtime, ANN, "broken", "{}", key("b")).detail();
      assertFalse(refused.isRepeated());
      assertNotEquals(broken, failure(runtime, ANN, "broken", "{}", key("c")).detail());
    }
    try (TestRuntime runtime = start()) {
      assertEquals(chance, ask(runtime, ANN, "chance", "{}", key("k")).json());
      ActjsException again = failure(runtime, ANN, "refuse", item("x"), key("r"));
      assertTrue(again.isRepeated());
      assertEquals(ProblemCode.ActorAbort, again.code());
      assertEquals(refused.detail(), again.detail());
      assertEquals(refused.members(), again.members());
      assertEquals(broken, failure(runtime, ANN, "broken", "{}", key("b")).detail());
      assertEquals(
          ProblemCode.ActorNotFound,
          assertThrows(ActjsException.class, () -> runtime.read(ANN)).code());
    }
  }

  @Test
  void aRepetitionWaitsForTheFirstAndIsFailedWithIt() {
    try (TestRuntime runtime = start()) {
      CallOptions brief = new CallOptions(null, 300).keyed("k");
      CompletableFuture<Answer.Result> first = runtime.runtime().ask(ANN, "slow", item("a"), brief);
      List<CompletableFuture<Answer.Result>> others = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        others.add(runtime.runtime().ask(ANN, "slow", item("a"), key("k")));
      }
      assertThrows(ActjsException.class, () -> TestRuntime.get(first));
      for (CompletableFuture<Answer.Result> other : others) {
        // It was not done, and is not remembered: the same key may be tried again.
        ActjsException told = assertThrows(ActjsException.class, () -> TestRuntime.get(other));
        assertTrue(told.code().retryable(), told.toString());
      }
      assertEquals("[]", items(runtime, ANN));
    }
  }

  @Test
  void issue12_tenThousandRequestsUnderFewKeysAreDoneOnceEach() {
    try (TestRuntime runtime = start()) {
      List<CompletableFuture<Answer.Result>> calls = new ArrayList<>();
      int done = 0;
      for (int i = 0; i < 10_000; i++) {
        String name = "i" + i % 100;
        calls.add(runtime.runtime().ask(ANN, "add", item(name), key(name)));
        if (calls.size() == 500) {
          done += fresh(calls);
          calls.clear();
        }
      }
      assertEquals(100, done);
      assertEquals(100, items(runtime, ANN).split(",").length);
    }
  }

  private static int fresh(List<CompletableFuture<Answer.Result>> calls) {
    int fresh = 0;
    for (CompletableFuture<Answer.Result> call : calls) {
      fresh += TestRuntime.get(call).repeated() ? 0 : 1;
    }
    return fresh;
  }

  @Test
  void issue12_manyKeysOfOneActorAreAllRemembered() {
    try (TestRuntime runtime = start()) {
      List<CompletableFuture<Answer.Result>> calls = new ArrayList<>();
      for (int i = 0; i < 2_000; i++) {
        calls.add(runtime.runtime().ask(ANN, "chance", "{}", key("k" + i)));
        if (calls.size() == 500) {
          assertEquals(500, fresh(calls));
          calls.clear();
        }
      }
      for (int i = 0; i < 2_000; i += 100) {
        assertTrue(ask(runtime, ANN, "chance", "{}", key("k" + i)).repeated());
      }
    }
  }

  @Test
  void anExpiredKeyMayBeUsedAgain() throws InterruptedException {
    RuntimeLimits brief =
        new RuntimeLimits(1024, 16 << 20, 1000, 1000, 300_000, 30_000, 12, 100, 60_000, 1);
    try (TestRuntime runtime = start(brief)) {
      ask(runtime, ANN, "add", item("a"), key("k"));
      Created first = TestRuntime.get(runtime.runtime().found("Ledger", item("x"), key("new")));
      Await.until(
          "the key expires", () -> !ask(runtime, ANN, "add", item("a"), key("k")).repeated());
      Created second = TestRuntime.get(runtime.runtime().found("Ledger", item("x"), key("new")));
      assertFalse(second.repeated());
      assertNotEquals(first.ref(), second.ref());
      assertTrue(runtime.runtime().maintenance().sweep().replies() > 0);
    }
  }

  @Test
  void aTellIsAcceptedOnce() {
    AcceptedTell.Told first;
    try (TestRuntime runtime = start()) {
      List<CompletableFuture<AcceptedTell.Told>> tells = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        tells.add(runtime.runtime().post(ANN, "add", item("t"), key("k")));
      }
      List<AcceptedTell.Told> told = tells.stream().map(TestRuntime::get).toList();
      assertEquals(1, told.stream().map(AcceptedTell.Told::messageId).distinct().count());
      assertEquals(19, told.stream().filter(AcceptedTell.Told::repeated).count());
      first = told.getFirst();
    }
    try (TestRuntime runtime = start()) {
      AcceptedTell.Told again =
          TestRuntime.get(runtime.runtime().post(ANN, "add", item("t"), key("k")));
      assertEquals(new AcceptedTell.Told(first.messageId(), true), again);
      assertEquals(
          ProblemCode.IdempotencyMismatch,
          assertThrows(
                  ActjsException.class,
                  () -> TestRuntime.get(runtime.runtime().post(ANN, "add", item("u"), key("k"))))
              .code());
      Await.until("it is handled", () -> FaultAtEveryStep.isDone(disk));
      assertEquals("[\"t\"]", items(runtime, ANN));
    }
  }

  @Test
  void anActorIsCreatedOnceAndDeletedOnce() {
    Created first;
    try (TestRuntime runtime = start()) {
      first = TestRuntime.get(runtime.runtime().found("Ledger", "{\"first\":\"x\"}", key("k")));
      assertFalse(first.repeated());
      assertEquals("[\"x\"]", items(runtime, first.ref()));
    }
    try (TestRuntime runtime = start()) {
      assertEquals(
          new Created(first.ref(), first.version(), true),
          TestRuntime.get(runtime.runtime().found("Ledger", "{\"first\":\"x\"}", key("k"))));
      assertEquals(
          ProblemCode.IdempotencyMismatch,
          assertThrows(
                  ActjsException.class,
                  () -> TestRuntime.get(runtime.runtime().found("Ledger", "{}", key("k"))))
              .code());
      assertFalse(TestRuntime.get(runtime.runtime().delete(first.ref(), key("k"))));
      assertTrue(TestRuntime.get(runtime.runtime().delete(first.ref(), key("k"))));
      assertEquals(
          ProblemCode.Gone,
          assertThrows(
                  ActjsException.class,
                  () -> TestRuntime.get(runtime.runtime().delete(first.ref(), key("other"))))
              .code());
    }
    try (TestRuntime runtime = start()) {
      assertTrue(TestRuntime.get(runtime.runtime().delete(first.ref(), key("k"))));
    }
  }

  @Test
  void anAnswerOutlivesItsActor() {
    try (TestRuntime runtime = start()) {
      String answer = ask(runtime, ANN, "add", item("a"), key("k")).json();
      runtime.delete(ANN);
      assertEquals(answer, ask(runtime, ANN, "add", item("a"), key("k")).json());
      assertEquals(ProblemCode.Gone, failure(runtime, ANN, "add", item("a"), key("l")).code());
    }
  }

  @Test
  void anActorsKeyIsItsOwn() {
    try (TestRuntime runtime = start()) {
      String pay = "{\"to\":\"bob\",\"item\":\"p\",\"key\":\"k\"}";
      String answer = runtime.call(ANN, "pay", pay);
      assertEquals(answer, runtime.call(ANN, "pay", pay));
      assertEquals("[\"p\"]", items(runtime, BOB));
      runtime.call(new ActorRef("Ledger", "eve"), "pay", pay);
      assertEquals("[\"p\",\"p\"]", items(runtime, BOB));
      assertEquals(
          ProblemCode.IdempotencyMismatch,
          failure(runtime, ANN, "pay", pay.replace("\"p\"", "\"q\""), CallOptions.DEFAULT).code());
      assertEquals(
          ProblemCode.CallTimeout,
          failure(runtime, ANN, "hurry", "{}", CallOptions.DEFAULT).code());
    }
  }

  @Test
  void aConditionHoldsOrIsAConflictThatSaysTheTurn() {
    try (TestRuntime runtime = start()) {
      CallOptions absent = CallOptions.DEFAULT.ifSeq(0);
      assertEquals("\"a\"", ask(runtime, ANN, "add", item("a"), absent).json().split("[:}]")[2]);
      ActjsException conflict = failure(runtime, ANN, "add", item("b"), absent);
      assertEquals(ProblemCode.Conflict, conflict.code());
      long seq = runtime.read(ANN).seq();
      assertEquals("\"" + seq + "\"", conflict.members().get("seq"));
      CallOptions seen = CallOptions.DEFAULT.ifSeq(seq).keyed("k");
      ask(runtime, ANN, "add", item("b"), seen);
      // The repetition is of a call that was made on the state that it is for.
      assertTrue(ask(runtime, ANN, "add", item("b"), seen).repeated());
      assertEquals(
          ProblemCode.Conflict,
          failure(runtime, ANN, "add", item("c"), CallOptions.DEFAULT.ifSeq(seq)).code());
      assertEquals(
          ProblemCode.Conflict,
          assertThrows(
                  ActjsException.class,
                  () ->
                      TestRuntime.get(
                          runtime.runtime().delete(ANN, CallOptions.DEFAULT.ifSeq(seq))))
              .code());
      String stale = "{\"to\":\"ann\",\"item\":\"p\",\"ifSeq\":" + seq + "}";
      assertEquals(
          ProblemCode.Conflict, failure(runtime, BOB, "pay", stale, CallOptions.DEFAULT).code());
      assertEquals("[\"a\",\"b\"]", items(runtime, ANN));
    }
  }

  @Test
  void aConditionalDeletionOfAnActorThatIsNotInMemoryHoldsToo() {
    long seq;
    try (TestRuntime runtime = start()) {
      ask(runtime, ANN, "add", item("a"), CallOptions.DEFAULT);
      seq = runtime.read(ANN).seq();
    }
    try (TestRuntime runtime = start()) {
      CallOptions stale = CallOptions.DEFAULT.ifSeq(seq - 1);
      assertEquals(
          ProblemCode.Conflict,
          assertThrows(
                  ActjsException.class, () -> TestRuntime.get(runtime.runtime().delete(ANN, stale)))
              .code());
    }
    try (TestRuntime runtime = start()) {
      assertFalse(TestRuntime.get(runtime.runtime().delete(ANN, CallOptions.DEFAULT.ifSeq(seq))));
    }
  }

  /** The first promise: not twice under one key, whatever storage call is the last one. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void issue12_whoeverRepeatsUntilTheyHearIsServedOnceAtAnyFault(Fault fault) throws Exception {
    FaultAtEveryStep.run(
        fault,
        8,
        () ->
            new FaultAtEveryStep.Round() {
              private final List<String> heard = new ArrayList<>();

              @Override
              public void prepare(MemoryDriver round) {
                round.registry().publish(ledger, List.of());
              }

              @Override
              public void drive(TestRuntime runtime) {
                work(runtime, heard);
              }

              @Override
              public void check(MemoryDriver round, String where) {
                List<String> unheard = new ArrayList<>();
                try (TestRuntime runtime = TestRuntime.start(round)) {
                  work(runtime, unheard);
                  Await.until(where, () -> FaultAtEveryStep.isDone(round));
                  String items = items(runtime, ANN);
                  for (String name : List.of("a0", "a1", "t0", "t1")) {
                    int count = items.split("\"" + name + "\"", -1).length - 1;
                    assertEquals(1, count, where + ": " + name + " in " + items);
                  }
                  assertEquals("[\"p\"]", items(runtime, BOB), where);
                }
                // What was heard before is heard again.
                for (String answer : heard) {
                  assertTrue(unheard.contains(answer), where + ": " + answer + " in " + unheard);
                }
              }
            });
  }

  /** Tries everything once, each under its key, and notes what is heard. */
  private static void work(TestRuntime runtime, List<String> heard) {
    for (int i = 0; i < 2; i++) {
      String call = "a" + i;
      hear(heard, () -> call + ask(runtime, ANN, "add", item(call), key(call)).json());
      String tell = "t" + i;
      hear(
          heard,
          () ->
              tell
                  + TestRuntime.get(runtime.runtime().post(ANN, "add", item(tell), key(tell)))
                      .messageId());
    }
    hear(heard, () -> "c" + ask(runtime, ANN, "chance", "{}", key("c")).json());
    hear(
        heard,
        () ->
            "p"
                + ask(
                        runtime,
                        ANN,
                        "pay",
                        "{\"to\":\"bob\",\"item\":\"p\",\"key\":\"n\"}",
                        key("p"))
                    .json());
    hear(
        heard,
        () ->
            "n" + TestRuntime.get(runtime.runtime().found("Ledger", "{}", key("new"))).ref().id());
  }

  private static void hear(List<String> heard, Supplier<String> request) {
    try {
      heard.add(request.get());
    } catch (ActjsException e) {
      // It is repeated after the restart.
    }
  }
}
