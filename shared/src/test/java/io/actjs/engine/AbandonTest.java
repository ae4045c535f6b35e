package io.actjs.engine;

import static io.actjs.engine.KernelStage.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Code that V8 had to stop costs its own turn and actor, wherever it was. */
class AbandonTest {
  private static final String BROKEN =
      """
      return class Broken extends Actor {
        state = { n: 0, list: [] };
        onInit({ loop }) { if (loop) for (;;); }
        onDeactivate() { for (;;); }
        static _handlers = {
          add() { return ++this.state.n; },
          loop() { for (;;) this.state.n++; },
          async later() { await null; this.state.n = 9; for (;;); },
          async asked() { await this.actjs.call({ class: "A", id: "b" }, "c"); for (;;); },
          float() { Promise.resolve().then(() => { for (;;); }); },
          async ask() { return await this.actjs.call({ class: "A", id: "b" }, "c"); },
          result() { return { a: 1, b: new Proxy({}, { ownKeys() { for (;;); } }) }; },
          stored() { this.state.list = [new Proxy([], { get() { for (;;); } })]; },
          error() { throw { toJSON() { for (;;); } }; },
          message() { const e = new Error(); Object.defineProperty(e, "message", { get() { for (;;); } }); throw e; },
          sort() { this.state.list.push(2, 1); this.state.list.sort(() => { for (;;); }); },
          heap() { const hoard = []; for (;;) hoard.push(new Array(100_000).fill(0)); },
          grow() { for (let i = 0; ; i++) this.state.list.push({ i }); },
          deep() { const f = () => f(); f(); },
        };
      }
      """;

  private static final long TURN_MS = 300;

  private KernelStage stage;
  private int key;
  private LiveActor bystander;

  @BeforeEach
  void open() {
    open(TURN_MS);
  }

  private void open(long turnMs) {
    stage = new KernelStage(new EngineLimits(turnMs, 96L << 20, 16 << 20, 4 << 20, 1_000, 300));
    key = stage.load(BROKEN);
    bystander = stage.create(key, null);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private void assertLost(LiveActor actor, ProblemCode code, List<Outcome> outcomes) {
    Outcome.TurnFailed failed = (Outcome.TurnFailed) outcomes.get(0);
    assertEquals(code, failed.code(), outcomes.toString());
    assertEquals(new Outcome.ActorLost(actor.host), outcomes.get(1));
    assertEquals(2, outcomes.size());
    // What comes for it before it is activated again was not begun.
    only(Outcome.TurnDeferred.class, actor.step("add", "{}"));
    assertEquals("1", bystander.call("add").result());
    assertEquals("1", actor.replayed().call("add").result());
  }

  @ParameterizedTest
  @ValueSource(strings = {"loop", "later", "result", "stored", "error", "message", "sort"})
  void stopsTheTurnThatTakesTooLong(String method) {
    stopsTheTurn(method, ProblemCode.HandlerTimeout);
  }

  /** However slow the machine is, the heap is full before the time is up. */
  @Test
  void stopsTheTurnThatFillsTheHeap() {
    stage.close();
    open(100 * TURN_MS);
    stopsTheTurn("heap", ProblemCode.HeapExhausted);
  }

  private void stopsTheTurn(String method, ProblemCode code) {
    LiveActor actor = stage.create(key, null);
    assertLost(actor, code, actor.step(method, "{}"));
    assertEquals("2", bystander.call("add").result());
  }

  /**
   * Closing the isolate while V8 marks its full heap is what {@link
   * io.actjs.engine.guard.HeapGuard} makes room for.
   */
  @RepeatedTest(4)
  void endlessGrowthOfTheStateIsStoppedToo() {
    LiveActor actor = stage.create(key, null);
    Outcome.TurnFailed failed = (Outcome.TurnFailed) actor.step("grow", "{}").get(0);
    assertTrue(
        failed.code() == ProblemCode.HeapExhausted || failed.code() == ProblemCode.HandlerTimeout,
        failed.toString());
    assertEquals("1", bystander.call("add").result());
  }

  @Test
  void deepRecursionIsAnErrorOfTheHandler() {
    Outcome.TurnFailed failed = bystander.fail("deep");
    assertEquals(ProblemCode.HandlerError, failed.code());
    assertTrue(failed.message().startsWith("RangeError"), failed.message());
    assertEquals("1", bystander.call("add").result());
  }

  @Test
  void continuationIsChargedToItsTurn() {
    LiveActor actor = stage.create(key, null);
    long call = ((Outcome.CallOut) actor.step("asked", "{}").get(0)).call();
    assertLost(actor, ProblemCode.HandlerTimeout, actor.resume(call, "1"));
  }

  @Test
  void strayMicrotaskIsNotChargedToAnother() {
    LiveActor actor = stage.create(key, null);
    LiveActor asker = stage.create(key, null);
    long call = ((Outcome.CallOut) asker.step("ask", "{}").get(0)).call();
    Frame frame = stage.isolate.newFrame();
    frame.call(actor.host, 70, "float", "{}", 0);
    frame.resume(asker.host, call, "5");
    frame.call(bystander.host, 71, "add", "{}", 0);
    List<Outcome> outcomes = stage.isolate.step(frame);
    assertEquals(70, ((Outcome.TurnDone) outcomes.get(0)).turn());
    assertEquals(new Outcome.TurnDeferred(bystander.host, 71), outcomes.get(1));
    assertEquals(2, outcomes.size());
    assertTrue(stage.isolate.unfinished());
    assertEquals("5", asker.done(stage.isolate.step(stage.isolate.newFrame())).result());
    // A handler that may wait is begun in an entry of its own, and holds nobody up.
    frame.call(bystander.host, 72, "add", "{}", 0);
    frame.call(asker.host, 73, "ask", "{}", 0);
    frame.call(bystander.host, 74, "add", "{}", 0);
    List<Outcome> first = stage.isolate.step(frame);
    assertEquals(72, ((Outcome.TurnDone) first.get(0)).turn());
    assertTrue(first.get(1) instanceof Outcome.CallOut, first.toString());
    assertEquals(new Outcome.TurnSuspended(asker.host, 73), first.get(2));
    assertEquals(74, ((Outcome.TurnDone) first.get(3)).turn());
  }

  @Test
  void deactivationCanBeStopped() {
    LiveActor actor = stage.create(key, null);
    assertLost(actor, ProblemCode.HandlerTimeout, actor.deactivate());
  }

  @Test
  void startThatNeverEnds() {
    Frame frame = stage.isolate.newFrame();
    frame.activate(800, key, "x", 0, null);
    frame.start(800, 1, true, "{\"loop\":true}", 0);
    Outcome.TurnFailed failed = only(Outcome.TurnFailed.class, stage.isolate.step(frame));
    assertEquals(ProblemCode.HandlerTimeout, failed.code());
    bystander.call("add");
  }

  @Test
  void restOfTheFrameIsNotLost() {
    LiveActor actor = stage.create(key, null);
    Frame frame = stage.isolate.newFrame();
    frame.call(bystander.host, 60, "add", "{}", 0);
    frame.call(actor.host, 61, "loop", "{}", 0);
    frame.call(bystander.host, 62, "add", "{}", 0);
    frame.state(bystander.host, 4);
    List<Outcome> outcomes = stage.isolate.step(frame);
    assertEquals("1", ((Outcome.TurnDone) outcomes.get(0)).result());
    assertEquals(61, ((Outcome.TurnFailed) outcomes.get(1)).turn());
    assertTrue(outcomes.contains(new Outcome.TurnDeferred(bystander.host, 62)));
    assertTrue(stage.isolate.unfinished());
    assertEquals(
        List.of(new Outcome.State(bystander.host, 4, "{\"n\":1,\"list\":[]}")),
        stage.isolate.step(stage.isolate.newFrame()));
  }

  @Test
  void reducerThatNeverEnds() {
    int events =
        stage.load(
            """
            return class extends EventSourced {
              initialState() { return 0; }
              reduce(state, event) { if (event.loop) for (;;); return state + 1; }
              static _handlers = { run: e => [{ type: "e", ...e }] };
            }
            """);
    LiveActor actor = stage.create(events, null);
    List<Outcome> outcomes = actor.step("run", "{\"loop\":true}");
    assertEquals(ProblemCode.HandlerTimeout, ((Outcome.TurnFailed) outcomes.get(0)).code());
    Frame frame = stage.isolate.newFrame();
    frame.activate(801, events, "x", 0, null);
    frame.replay(801, 1, "[{\"type\":\"e\",\"loop\":true}]");
    frame.start(801, 1, false, null, 0);
    List<Outcome> start = stage.isolate.step(frame);
    while (start.isEmpty()) {
      assertTrue(stage.isolate.unfinished());
      start = stage.isolate.step(stage.isolate.newFrame());
    }
    Outcome.TurnFailed failed = only(Outcome.TurnFailed.class, start);
    assertEquals(ProblemCode.HandlerTimeout, failed.code());
    // Reducers and clocks of others work.
    assertEquals("0", actor.replayed().state());
    bystander.call("add");
  }

  @Test
  void loadThatNeverEnds() {
    assertEquals(
        ProblemCode.HandlerTimeout,
        assertThrows(ActjsException.class, () -> stage.load("for (;;);")).code());
    bystander.call("add");
  }
}
