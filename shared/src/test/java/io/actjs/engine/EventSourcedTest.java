package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventSourcedTest {
  private static final String ACCOUNT =
      """
      return class Account extends EventSourced {
        initialState() { return { balance: 0, log: [], owner: { name: "?" } }; }
        onInit({ owner }) { return owner ? [{ type: "Opened", owner }] : []; }
        reduce(state, event) {
          switch (event.type) {
            case "Opened": state.owner.name = event.owner; return;
            case "Deposited":
              return { ...state, balance: state.balance + event.amount, log: [...state.log, event] };
            case "Withdrawn": state.balance -= event.amount; state.log.push(event); return state;
            case "Refused": throw new Error("cannot be");
            case "Nested": return { inner: state };
            case "Swapped": return { ...state, a: state.b, b: state.a, all: [state.owner, state.owner] };
          }
        }
        static _handlers = {
          deposit: ({ amount }) => [{ type: "Deposited", amount }],
          many({ n }) {
            return { events: Array.from({ length: n }, (_, i) => ({ type: "Withdrawn", amount: i })), result: this.state };
          },
          spoil: () => [{ type: "Deposited", amount: 1 }, { type: "Withdrawn", amount: 1 }, { type: "Refused" }],
          write() { this.state.balance = 9; },
          writeDeep() { this.state.log.push(1); },
          nest: () => [{ type: "Nested" }],
          swap: () => [{ type: "Swapped" }],
          drop: () => [{ type: "Deposited", amount: 1, at: undefined }],
          returns({ kind }) {
            return ({ nothing: undefined, number: 5, nil: null, object: { result: 1 }, untyped: [{ amount: 1 }],
              date: [{ type: "x", at: new Date(0) }], text: ["x"] })[kind];
          },
          get() { return { events: [], result: this.state.balance }; },
          silent() { return { events: [] }; },
        };
      }
      """;

  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private LiveActor account() {
    return stage.create(stage.load(ACCOUNT), "{\"owner\":\"ada\"}");
  }

  @Test
  void eventsAreTheChangeAndTheResult() {
    LiveActor account = account();
    assertEquals(List.of("[{\"type\":\"Opened\",\"owner\":\"ada\"}]"), account.journal);
    Outcome.TurnDone done = account.call("deposit", "{\"amount\":7}");
    assertEquals("[{\"type\":\"Deposited\",\"amount\":7}]", done.change());
    assertEquals(done.change(), done.result());
    assertEquals("7", account.call("get").result());
    assertNull(account.call("silent").result());
    assertEquals(
        "{\"balance\":7,\"log\":[{\"type\":\"Deposited\",\"amount\":7}],\"owner\":{\"name\":\"ada\"}}",
        account.state());
  }

  @Test
  void resultIsTheStateThatTheHandlerSaw() {
    LiveActor account = account();
    Outcome.TurnDone done = account.call("many", "{\"n\":3}");
    assertEquals("{\"balance\":0,\"log\":[],\"owner\":{\"name\":\"ada\"}}", done.result());
    assertEquals("-3", account.call("get").result());
  }

  @Test
  void liveAndReplayedStateAreOne() {
    LiveActor account = account();
    for (int i = 0; i < 30; i++) {
      account.call("deposit", "{\"amount\":%d}".formatted(i));
      account.call("many", "{\"n\":2}");
      account.call("swap");
      account.call("drop");
    }
    String state = account.state();
    assertEquals(state, account.replayed().state());
    assertEquals(
        state,
        account.recovered(state, List.of()).state(),
        "a snapshot and nothing after it gives the same");
    LiveActor fresh = stage.create(account.key, null);
    assertEquals(List.of("[]"), fresh.journal);
    assertEquals(fresh.state(), fresh.replayed().state());
  }

  @Test
  void failingReducerStoresNothing() {
    LiveActor account = account();
    account.call("deposit", "{\"amount\":7}");
    String before = account.state();
    assertEquals("cannot be", account.fail("spoil").message());
    assertEquals(before, account.state());
    account.call("deposit", "{\"amount\":1}");
    assertEquals("8", account.call("get").result());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"write | state.balance is read-only", "writeDeep | state.log.push is read-only"})
  void stateIsReadOnlyInHandlers(String method, String message) {
    Outcome.TurnFailed failed = account().fail(method);
    assertEquals(ProblemCode.StateReadOnly, failed.code());
    assertTrue(failed.message().startsWith(message), failed.message());
  }

  @ParameterizedTest
  @CsvSource({
    "nothing,HandlerError,got undefined",
    "number,HandlerError,got number",
    "nil,HandlerError,got null",
    "object,HandlerError,got an object without events",
    "untyped,HandlerError,event 0 is not an object with a string 'type'",
    "text,HandlerError,event 0 is not an object with a string 'type'",
    "date,StateNotSerializable,events[0].at is a Date"
  })
  void handlerReturnsEvents(String kind, ProblemCode code, String message) {
    Outcome.TurnFailed failed = account().fail("returns", "{\"kind\":\"%s\"}".formatted(kind));
    assertEquals(code, failed.code());
    assertTrue(failed.message().contains(message), failed.message());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Date.now()",
        "new Date()",
        "Date()",
        "Math.random()",
        "this.actjs.now()",
        "this.state",
        "Reflect.construct(Date, [])"
      })
  void reducerIsPure(String impurity) {
    LiveActor actor =
        stage.create(
            """
            return class extends EventSourced {
              initialState() { return 0; }
              reduce(state, event) { if (event.bad) { %s } return state + new Date(event.at).getTime(); }
              static _handlers = { run: e => [{ type: "e", at: 1, ...e }] };
            }
            """
                .formatted(impurity));
    Outcome.TurnFailed failed = actor.fail("run", "{\"bad\":true}");
    assertEquals(ProblemCode.ImpureReducer, failed.code(), failed.message());
    actor.call("run");
    assertEquals("1", actor.state());
  }

  @Test
  void asyncReducerAndImpureStartAreRefused() {
    LiveActor actor =
        stage.create(
            """
            return class extends EventSourced {
              initialState() { return 0; }
              async reduce(state) { return state; }
              static _handlers = { run: () => [{ type: "e" }] };
            }
            """);
    assertEquals(ProblemCode.ImpureReducer, actor.fail("run").code());
    Outcome.TurnFailed failed =
        stage.failToCreate(
            "return class extends EventSourced { initialState() { return Date.now(); } reduce() {} }");
    assertEquals(ProblemCode.ImpureReducer, failed.code());
    // The guard is down again.
    assertEquals(
        "true",
        stage
            .create(
                "return class extends Actor { static _handlers = { now() { return Date.now() > 0; } } }")
            .call("now")
            .result());
  }

  @Test
  void replayFailureFailsTheStart() {
    LiveActor account = account();
    Frame frame = stage.isolate.newFrame();
    frame.activate(700, account.key, "x", 0, null);
    frame.replay(700, 4, "[{\"type\":\"Refused\"}]");
    frame.replay(700, 5, "[]");
    frame.start(700, 1, false, null, 0);
    Outcome.TurnFailed failed =
        KernelStage.only(Outcome.TurnFailed.class, stage.isolate.step(frame));
    assertEquals(ProblemCode.HandlerError, failed.code());
    assertEquals("replaying turn 4: cannot be", failed.message());
  }

  @Test
  void stateCannotGrowDeepWithoutBound() {
    LiveActor account = account();
    for (int i = 0; i < 490; i++) {
      account.call("nest");
    }
    String before = account.state();
    Outcome.TurnFailed failed = null;
    for (int i = 0; i < 20 && failed == null; i++) {
      Outcome outcome = account.step("nest", "{}").getFirst();
      failed = outcome instanceof Outcome.TurnFailed f ? f : null;
    }
    assertTrue(failed != null && failed.message().contains("nested deeper"), "must be refused");
    assertTrue(account.state().length() > before.length());
  }
}
