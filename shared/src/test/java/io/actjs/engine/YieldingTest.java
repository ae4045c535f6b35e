package io.actjs.engine;

import static io.actjs.engine.KernelStage.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handlers that are generators, value by value. */
class YieldingTest {
  private static final String COUNTER =
      """
      const seen = { ended: 0 };
      return class Counter extends Actor {
        state = { n: 0, log: [] };
        static _handlers = {
          count: async function* ({ to }) {
            try {
              for (let i = 1; i <= to; i++) { this.state.n = i; yield { i }; }
              return "done";
            } finally { seen.ended++; this.state.log.push("left"); }
          },
          plain: function* ({ to }) { for (let i = 1; i <= to; i++) yield i; return to; },
          async later({ to }) { await null; return this.constructor._handlers.plain({ to }); },
          ask: async function* () {
            for (const id of ["a", "b"]) {
              yield await this.actjs.call({ class: "Price", id }, "of");
            }
          },
          wide: async function* ({ of, chars }) {
            for (let i = 0; i < of; i++) yield "x".repeat(chars);
          },
          bad: async function* () { this.state.n = 7; yield 1; yield () => {}; },
          nothing: async function* () { yield; },
          breaks: async function* () { this.state.n = 7; yield 1; throw new RangeError("broken"); },
          never: async function* () { this.state.n = 7; await new Promise(() => {}); yield 1; },
          spins: async function* () { yield 1; for (;;) {} },
          own: async function* () {
            const it = (async function* () { yield 1; yield 2; })();
            return yield* it;
          },
          fake() { return { next() { return { done: true } }, [Symbol.asyncIterator]() {} }; },
          get() { return [this.state.n, seen.ended, this.state.log.length]; },
          async asks() { return this.actjs.call({ class: "Thing", id: "the-id" }, "plain"); },
        };
      }
      """;

  private KernelStage stage = new KernelStage();
  private LiveActor counter;
  private long turns = 1_000;

  @BeforeEach
  void open() {
    counter = stage.create(COUNTER);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private List<Outcome> stream(String method, String args, long asked) {
    Frame frame = stage.isolate.newFrame();
    frame.stream(counter.host, ++turns, asked, method, args, KernelStage.NOW);
    return stage.isolate.step(frame);
  }

  private List<Outcome> ask(long total) {
    Frame frame = stage.isolate.newFrame();
    frame.ask(counter.host, turns, total);
    return stage.isolate.step(frame);
  }

  private List<Outcome> cancel(long turn) {
    Frame frame = stage.isolate.newFrame();
    frame.cancel(counter.host, turn);
    return stage.isolate.step(frame);
  }

  private static List<String> values(List<Outcome> outcomes) {
    List<String> values = new ArrayList<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Yielded yielded) {
        values.add(yielded.value());
      }
    }
    return values;
  }

  private static <T extends Outcome> T last(Class<T> type, List<Outcome> outcomes) {
    return assertInstanceOf(type, outcomes.getLast(), outcomes::toString);
  }

  @Test
  void valuesComeAsFarAsTheyAreAskedFor() {
    List<Outcome> first = stream("count", "{\"to\":3}", 2);
    assertEquals(List.of("{\"i\":1}", "{\"i\":2}"), values(first));
    last(Outcome.TurnSuspended.class, first);
    // Asking for what has come already changes nothing.
    assertEquals(List.of(), ask(2));

    assertEquals(List.of("{\"i\":3}"), values(ask(3)));
    Outcome.TurnDone done = only(Outcome.TurnDone.class, ask(4));
    assertEquals("\"done\"", done.result());
    assertEquals(
        "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":3},"
            + "{\"op\":\"add\",\"path\":\"/log/0\",\"value\":\"left\"}]",
        done.change());
    assertEquals("[3,1,1]", counter.call("get").result());
  }

  @Test
  void noOtherTurnComesBetweenTwoValues() {
    var unused = stream("count", "{\"to\":3}", 1);
    assertInstanceOf(Outcome.TurnDeferred.class, counter.step("get", "{}").getFirst());
    last(Outcome.TurnDone.class, ask(9));
    assertEquals("[3,1,1]", counter.call("get").result());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "later"})
  void aGeneratorThatNeverWaitsIsReadTheSameWay(String method) {
    List<Outcome> outcomes = stream(method, "{\"to\":2}", 9);
    assertEquals(List.of("1", "2"), values(outcomes));
    assertEquals("2", last(Outcome.TurnDone.class, outcomes).result());
  }

  @Test
  void whoDoesNotReadOneByOneGetsAllValues() {
    assertEquals("[1,2,3]", counter.call("plain", "{\"to\":3}").result());
    assertEquals("[]", counter.call("plain", "{\"to\":0}").result());
    assertEquals("[{\"i\":1}]", counter.call("count", "{\"to\":1}").result());
    assertEquals("[1,2]", counter.call("own").result());
  }

  @Test
  void aHandlerThatYieldsNothingHasAResult() {
    List<Outcome> outcomes = stream("get", "{}", 1);
    assertEquals("[0,0,0]", only(Outcome.TurnDone.class, outcomes).result());
  }

  @Test
  void callsGoOutBetweenValues() {
    List<Outcome> first = stream("ask", "{}", 9);
    Outcome.CallOut a = (Outcome.CallOut) first.getFirst();
    List<Outcome> second = counter.resume(a.call(), "12");
    assertEquals(List.of("12"), values(second));
    Outcome.CallOut b = (Outcome.CallOut) second.get(1);
    // An answer that comes while nothing is asked for is not lost.
    List<Outcome> end = counter.resume(b.call(), "13");
    assertEquals(List.of("13"), values(end));
    assertEquals(null, last(Outcome.TurnDone.class, end).result());
  }

  @Test
  void aStepHasNoMoreValuesThanItHasRoomFor() {
    List<Outcome> outcomes = stream("wide", "{\"of\":4,\"chars\":700000}", 9);
    assertEquals(2, values(outcomes).size());
    assertTrue(outcomes.get(1) instanceof Outcome.Yielded(_, _, boolean stalls, _) && stalls);
    assertEquals(2, values(ask(0)).size());
    assertTrue(only(Outcome.TurnDone.class, ask(0)).change().equals("[]"));
  }

  @Test
  void valuesAreBounded() {
    Outcome.TurnFailed one =
        last(Outcome.TurnFailed.class, stream("wide", "{\"of\":1,\"chars\":200000000}", 9));
    assertEquals(ProblemCode.ResultTooLarge, one.code());
    Outcome.TurnFailed all = counter.fail("wide", "{\"of\":9,\"chars\":700000}");
    assertEquals(ProblemCode.ResultTooLarge, all.code());
    assertTrue(all.message().endsWith("; read the values one by one"), all.message());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '¦',
      value = {
        "bad     ¦ StateNotSerializable",
        "nothing ¦ StateNotSerializable",
        "breaks  ¦ HandlerError"
      })
  void aGeneratorThatFailsLeavesNothing(String method, ProblemCode code) {
    assertEquals(code, last(Outcome.TurnFailed.class, stream(method, "{}", 9)).code());
    assertEquals("[0,0,0]", counter.call("get").result());
    assertEquals(code, counter.fail(method).code());
    assertEquals("[0,0,0]", counter.call("get").result());
  }

  @Test
  void aCallerThatLeavesEndsTheGeneratorAndNothingIsKept() {
    var unused = stream("count", "{\"to\":3}", 2);
    assertEquals(List.of(), cancel(turns - 1));
    Outcome.TurnFailed failed = only(Outcome.TurnFailed.class, cancel(turns));
    assertEquals(ProblemCode.Cancelled, failed.code());
    // Its finally block has run; what that changed is undone with the rest.
    assertEquals("[0,1,0]", counter.call("get").result());
    assertEquals(List.of(), ask(9));
    assertEquals(List.of(), cancel(turns));
  }

  @Test
  void aGeneratorThatNeverYieldsIsEndedToo() {
    last(Outcome.TurnSuspended.class, stream("never", "{}", 2));
    assertEquals(ProblemCode.Cancelled, only(Outcome.TurnFailed.class, cancel(turns)).code());
    assertEquals("[0,0,0]", counter.call("get").result());
  }

  @Test
  void aTurnThatAwaitsIsEndedToo() {
    Frame frame = stage.isolate.newFrame();
    frame.call(counter.host, ++turns, "asks", "{}", KernelStage.NOW);
    long call = ((Outcome.CallOut) stage.isolate.step(frame).getFirst()).call();
    assertEquals(
        ProblemCode.Cancelled,
        cancel(turns).stream()
            .filter(Outcome.TurnFailed.class::isInstance)
            .map(outcome -> ((Outcome.TurnFailed) outcome).code())
            .findFirst()
            .orElseThrow());
    assertEquals(List.of(), counter.resume(call, "1"));
    assertEquals("[0,0,0]", counter.call("get").result());
  }

  @Test
  void aLoopBetweenTwoValuesIsStopped() {
    // It is stopped at the end of its slice and its CPU time together.
    stage.close();
    stage = new KernelStage(new EngineLimits(200, 32L << 20, 1 << 20, 1 << 20, 10, 800));
    open();
    List<Outcome> outcomes = stream("spins", "{}", 9);
    assertEquals(List.of("1"), values(outcomes));
    assertEquals(
        ProblemCode.HandlerTimeout,
        outcomes.stream()
            .filter(Outcome.TurnFailed.class::isInstance)
            .map(outcome -> ((Outcome.TurnFailed) outcome).code())
            .findFirst()
            .orElseThrow());
  }

  @Test
  void whatOnlyLooksLikeAGeneratorIsAResult() {
    Outcome.TurnFailed failed = counter.fail("fake");
    assertEquals(ProblemCode.StateNotSerializable, failed.code());
  }

  @Test
  void anEventSourcedActorRaisesWhatItsGeneratorReturns() {
    LiveActor ledger =
        stage.create(
            """
            return class Ledger extends EventSourced {
              initialState() { return { sum: 0 }; }
              reduce(state, { by }) { state.sum += by; }
              static _handlers = {
                add: async function* ({ by }) {
                  yield this.state.sum; return [{ type: "added", by }];
                },
                look: async function* () { yield this.state.sum; },
              };
            }
            """);
    Outcome.TurnDone added = ledger.call("add", "{\"by\":3}");
    assertEquals("[0]", added.result());
    assertEquals("[{\"type\":\"added\",\"by\":3}]", added.change());
    Outcome.TurnDone looked = ledger.call("look");
    assertEquals("[3]", looked.result());
    assertEquals("[]", looked.change());
  }
}
