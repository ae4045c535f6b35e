package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.policy.Charge;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.streaming.CallStream;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testkit.FaultyDriver;
import io.actjs.testkit.FaultyDriver.Fault;
import io.actjs.testkit.TestRuntime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls whose values are read one by one, and calls whose caller leaves. */
class StreamedCallsTest {
  private static final String TAPE =
      """
      import { Actor, Replica, handler } from 'actjs';

      let made = 0;

      export class Tape extends Actor<{ items: string[] }> {
        state = { items: [] as string[] };

        @handler('add') add({ item }: { item: string }) { this.state.items.push(item); }
        @handler('items') items() { return this.state.items; }
        @handler('made') made() { return made; }
        @handler('play') async *play({ add, n }: { add?: string; n?: number }) {
          if (add) this.state.items.push(add);
          for (let i = 0; i < (n ?? 3); i++) { made++; yield i; }
          return this.state.items.length;
        }
        @handler('hang') async hang({ add }: { add: string }) {
          this.state.items.push(add);
          await new Promise(() => {});
        }
        @handler('relay') async relay({ n }: { n: number }) {
          return await this.actjs.call({ class: 'Tape', id: 'other' }, 'play', { n });
        }
      }
      """;
  private static final ActorRef ANN = new ActorRef("Tape", "ann");

  private static PublishedClass tape;

  private final MemoryDriver disk = new MemoryDriver();

  @BeforeAll
  static void compile() {
    try (TestRuntime setup = TestRuntime.start(new MemoryDriver())) {
      setup.publish("Tape", "1.0.0", TAPE);
      tape = setup.runtime().registry().get(new ClassRef("Tape", Version.parse("1.0.0")));
    }
  }

  @BeforeEach
  void publish() {
    disk.registry().publish(tape, List.of());
  }

  /** What a caller was told. */
  private static final class Heard implements CallStream.Reader {
    final List<String> values = new ArrayList<>();
    final CompletableFuture<Answer.Result> end = new CompletableFuture<>();

    @Override
    public synchronized void value(String json, Charge charge) {
      values.add(json);
    }

    @Override
    public void ended(Answer.Result result) {
      end.complete(result);
    }

    @Override
    public void failed(ActjsException reason) {
      end.completeExceptionally(reason);
    }

    synchronized List<String> values() {
      return List.copyOf(values);
    }

    void await(int count) {
      Await.until(count + " values", () -> values().size() >= count);
    }

    ProblemCode failure() {
      return assertThrows(ActjsException.class, () -> TestRuntime.get(end)).code();
    }
  }

  private static CallStream stream(
      TestRuntime runtime, String args, CallOptions options, long asked, Heard heard) {
    return runtime.runtime().stream(ANN, "play", args, options, asked, heard);
  }

  private static String items(TestRuntime runtime) {
    return runtime.call(ANN, "items", "{}");
  }

  @Test
  void valuesComeInOrderAndTheResultLast() {
    try (TestRuntime runtime = TestRuntime.start(disk)) {
      Heard heard = new Heard();
      var unused = stream(runtime, "{\"add\":\"a\"}", CallOptions.DEFAULT, 10, heard);
      assertEquals("1", TestRuntime.get(heard.end).json());
      assertEquals(List.of("0", "1", "2"), heard.values());
      assertEquals("[\"a\"]", items(runtime));
      // Another actor, and a plain call, get all values at once.
      assertEquals("[0,1]", runtime.call(ANN, "relay", "{\"n\":2}"));
    }
  }

  @Test
  void aHandlerWaitsForItsReader() {
    try (TestRuntime runtime = TestRuntime.start(disk)) {
      int before = Integer.parseInt(runtime.call(ANN, "made", "{}"));
      Heard heard = new Heard();
      CallStream stream = stream(runtime, "{\"n\":100000}", CallOptions.DEFAULT, 2, heard);
      heard.await(2);
      stream.ask(5);
      heard.await(5);
      assertTrue(stream.cancel());
      assertEquals(ProblemCode.Cancelled, heard.failure());
      assertEquals(5, Integer.parseInt(runtime.call(ANN, "made", "{}")) - before);
    }
  }

  @Test
  void aValueLeavesWhenWhatItsHandlerSawIsStored() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch reached = new CountDownLatch(1);
    FaultyDriver slow =
        new FaultyDriver(
            disk,
            (operation, call) -> {
              if (operation.equals("commit") && held.getCount() > 0) {
                reached.countDown();
                awaitQuietly(held);
              }
              return Fault.NONE;
            });
    try (TestRuntime runtime = TestRuntime.start(slow)) {
      CompletableFuture<String> add =
          runtime.runtime().call(ANN, "add", "{\"item\":\"a\"}", CallOptions.DEFAULT);
      assertTrue(reached.await(60, TimeUnit.SECONDS));
      Heard heard = new Heard();
      var unused = stream(runtime, "{}", CallOptions.DEFAULT, 2, heard);
      // The kernel has made its values: what waits behind them in the same mailbox is refused.
      CompletableFuture<String> behind =
          runtime.runtime().call(ANN, "made", "{}", CallOptions.DEFAULT);
      runtime.call(new ActorRef("Tape", "unrelated"), "made", "{}");
      assertEquals(List.of(), heard.values());
      held.countDown();
      heard.await(2);
      TestRuntime.get(add);
      assertTrue(behind.cancel(true));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aCallerThatLeavesUndoesTheTurnAndTheActorGoesOn() {
    try (TestRuntime runtime = TestRuntime.start(disk)) {
      Heard heard = new Heard();
      CallStream stream = stream(runtime, "{\"add\":\"gone\"}", CallOptions.DEFAULT, 1, heard);
      heard.await(1);
      // One behind it that nobody waits for any more is not begun, one that somebody does is.
      CompletableFuture<String> left =
          runtime.runtime().call(ANN, "add", "{\"item\":\"left\"}", CallOptions.DEFAULT);
      CompletableFuture<String> waits =
          runtime.runtime().call(ANN, "add", "{\"item\":\"waits\"}", CallOptions.DEFAULT);
      assertTrue(left.cancel(true));
      assertTrue(stream.cancel());
      assertEquals(ProblemCode.Cancelled, heard.failure());
      assertEquals(
          ProblemCode.Cancelled,
          assertThrows(ActjsException.class, () -> TestRuntime.get(left)).code());
      TestRuntime.get(waits);
      assertEquals("[\"waits\"]", items(runtime));
    }
  }

  @Test
  void aCallThatAwaitsIsUndoneWhenItsCallerLeaves() {
    try (TestRuntime runtime = TestRuntime.start(disk)) {
      CompletableFuture<String> hangs =
          runtime.runtime().call(ANN, "hang", "{\"add\":\"a\"}", CallOptions.DEFAULT);
      CompletableFuture<String> waits =
          runtime.runtime().call(ANN, "items", "{}", CallOptions.DEFAULT);
      assertTrue(hangs.cancel(true));
      assertEquals("[]", TestRuntime.get(waits));
    }
  }

  @Test
  void aStreamEndsAtItsDeadline() {
    try (TestRuntime runtime = TestRuntime.start(disk)) {
      Heard heard = new Heard();
      var unused = stream(runtime, "{\"add\":\"late\"}", new CallOptions(null, 100), 1, heard);
      assertEquals(ProblemCode.CallTimeout, heard.failure());
      assertEquals("[]", items(runtime));
    }
  }

  @Test
  void aRepetitionUnderItsKeyGetsTheResultAlone() {
    CallOptions key = CallOptions.DEFAULT.keyed("k");
    try (TestRuntime runtime = TestRuntime.start(disk)) {
      Heard first = new Heard();
      var unused = stream(runtime, "{\"add\":\"a\"}", key, 10, first);
      assertEquals("1", TestRuntime.get(first.end).json());
      Heard again = new Heard();
      unused = stream(runtime, "{\"add\":\"a\"}", key, 10, again);
      Answer.Result result = TestRuntime.get(again.end);
      assertEquals("1", result.json());
      assertTrue(result.repeated());
      assertEquals(List.of(), again.values());
      assertEquals("[\"a\"]", items(runtime));
      assertEquals(
          ProblemCode.IdempotencyMismatch,
          assertThrows(
                  ActjsException.class,
                  () -> TestRuntime.get(runtime.runtime().ask(ANN, "play", "{\"add\":\"a\"}", key)))
              .code());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"NONE"},
      mode = EnumSource.Mode.EXCLUDE)
  void aResultIsToldWhenItsTurnIsStoredWhateverHappensToStorage(Fault fault) throws Exception {
    FaultAtEveryStep.run(
        fault,
        3,
        () ->
            new FaultAtEveryStep.Round() {
              private final List<String> told = new ArrayList<>();

              @Override
              public void prepare(MemoryDriver store) {
                store.registry().publish(tape, List.of());
              }

              @Override
              public void drive(TestRuntime runtime) {
                for (String item : List.of("a", "b", "c")) {
                  Heard heard = new Heard();
                  CallOptions brief = new CallOptions(null, 5_000);
                  var unused = stream(runtime, "{\"add\":\"" + item + "\"}", brief, 9, heard);
                  if (FaultAtEveryStep.succeeds(() -> TestRuntime.get(heard.end))) {
                    told.add(item);
                    assertEquals(List.of("0", "1", "2"), heard.values());
                  }
                }
              }

              @Override
              public void check(MemoryDriver store, String where) {
                try (TestRuntime runtime = TestRuntime.start(store)) {
                  String items = items(runtime);
                  for (String item : List.of("a", "b", "c")) {
                    int count = items.split("\"" + item + "\"", -1).length - 1;
                    assertTrue(count <= 1, where + ": " + items);
                    assertTrue(count == 1 || !told.contains(item), where + ": " + items);
                  }
                }
              }
            });
  }
}
