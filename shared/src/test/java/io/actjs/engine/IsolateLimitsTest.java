package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A handler that goes too far harms its own call only. */
class IsolateLimitsTest {
  // A slice that even a busy machine does not use up.
  private static final EngineLimits LIMITS =
      new EngineLimits(200, 32L << 20, 1 << 20, 1 << 20, 10, 800);

  /** CPU time that no busy machine uses up before the heap is full. */
  private static final EngineLimits UNHURRIED = LIMITS.withHandlerCpuMs(60_000);

  private static final int COUNTER = 1;
  private static final int HOG = 2;
  private static final int INNOCENT = 10;
  private static final int CULPRIT = 20;

  private static CompiledClass counter;
  private static CompiledClass hog;

  private Engine engine;
  private Isolate isolate;
  private long turn;

  @BeforeAll
  static void compile() {
    try (TypeScriptCompiler compiler = TypeScriptCompiler.open()) {
      counter = compiler.compile(ActorClasses.ref("Counter"), ActorClasses.COUNTER, true);
      hog = compiler.compile(ActorClasses.ref("Hog"), ActorClasses.HOG, false);
    }
  }

  @BeforeEach
  void open() {
    open(LIMITS);
  }

  private void open(EngineLimits limits) {
    engine = TestEngine.open(limits);
    isolate = engine.newIsolate();
    isolate.load(COUNTER, counter);
    isolate.load(HOG, hog);
    activate(INNOCENT, COUNTER, null);
    activate(CULPRIT, HOG, null);
  }

  @AfterEach
  void close() {
    isolate.close();
    engine.close();
  }

  private void activate(int host, int classKey, String state) {
    Frame frame = isolate.newFrame();
    frame.activate(host, classKey, "a" + host, state == null ? 0 : 1, state);
    frame.start(host, ++turn, state == null, null, 0);
    assertInstanceOf(Outcome.TurnDone.class, isolate.step(frame).getFirst());
  }

  private List<Outcome> call(int host, String method, String args) {
    Frame frame = isolate.newFrame();
    frame.call(host, ++turn, method, args, 0);
    return isolate.step(frame);
  }

  private void assertInnocentAt(int count) {
    Outcome.TurnDone done =
        assertInstanceOf(Outcome.TurnDone.class, call(INNOCENT, "add", "{\"by\":1}").getFirst());
    assertEquals(String.valueOf(count), done.result());
  }

  @ParameterizedTest
  @CsvSource({
    "spin,HandlerTimeout",
    "spinLater,HandlerTimeout",
    "regexp,HandlerTimeout",
    "push,HeapExhausted",
    "pushLater,HeapExhausted",
    "strings,HeapExhausted",
    "concat,HeapExhausted",
    "spread,HeapExhausted",
  })
  void aHandlerBeyondALimitLosesItsActorOnly(String method, ProblemCode code) {
    if (code == ProblemCode.HeapExhausted) {
      close();
      open(UNHURRIED);
    }
    for (int round = 1; round <= 2; round++) {
      List<Outcome> outcomes = call(CULPRIT, method, "{}");
      Outcome.TurnFailed failed =
          outcomes.stream()
              .filter(Outcome.TurnFailed.class::isInstance)
              .map(Outcome.TurnFailed.class::cast)
              .findFirst()
              .orElseThrow(() -> new AssertionError(outcomes));
      assertEquals(code, failed.code());
      assertEquals(turn, failed.turn());
      assertEquals(new Outcome.ActorLost(CULPRIT), outcomes.getLast());
      assertInnocentAt(round);
      activate(CULPRIT, HOG, "{\"touched\":7}");
      assertEquals("7", ((Outcome.TurnDone) call(CULPRIT, "touched", "{}").getFirst()).result());
    }
  }

  @ParameterizedTest
  @CsvSource({"map", "fillState"})
  void whicheverLimitComesFirstStopsIt(String method) {
    List<Outcome> outcomes = call(CULPRIT, method, "{}");

    Outcome.TurnFailed failed = assertInstanceOf(Outcome.TurnFailed.class, outcomes.getFirst());
    assertTrue(
        failed.code() == ProblemCode.HeapExhausted || failed.code() == ProblemCode.HandlerTimeout);
    assertEquals(new Outcome.ActorLost(CULPRIT), outcomes.getLast());
    assertInnocentAt(1);
  }

  @ParameterizedTest
  @CsvSource({
    "recurse,RangeError",
    "fill,RangeError",
    "split,RangeError",
    "eval,TypeError",
    "function,EvalError",
    "constructor,EvalError",
    "throwLater,TypeError",
  })
  void aHandlerThatThrowsFailsItsTurnOnly(String method, String error) {
    Outcome.TurnFailed failed =
        assertInstanceOf(Outcome.TurnFailed.class, call(CULPRIT, method, "{}").getFirst());

    assertEquals(ProblemCode.HandlerError, failed.code());
    assertTrue(failed.message().startsWith(error), failed.message());
    assertEquals("0", ((Outcome.TurnDone) call(CULPRIT, "touched", "{}").getFirst()).result());
    assertInnocentAt(1);
  }

  @Test
  void callsBehindAStoppedOneAreDeferred() {
    Frame frame = isolate.newFrame();
    frame.call(INNOCENT, 1001, "add", "{\"by\":1}", 0);
    frame.call(CULPRIT, 1002, "spin", "{}", 0);
    frame.call(INNOCENT, 1003, "add", "{\"by\":1}", 0);
    List<Outcome> outcomes = isolate.step(frame);

    assertInstanceOf(Outcome.TurnDone.class, outcomes.get(0));
    assertInstanceOf(Outcome.TurnFailed.class, outcomes.get(1));
    assertTrue(outcomes.contains(new Outcome.ActorLost(CULPRIT)), outcomes::toString);
    assertTrue(outcomes.contains(new Outcome.TurnDeferred(INNOCENT, 1003)), outcomes::toString);
    assertInnocentAt(2);
  }

  @Test
  void theHeapLimitIsOfOneIsolate() throws InterruptedException {
    AtomicReference<Object> seen = new AtomicReference<>();
    Thread other =
        Thread.ofPlatform()
            .start(
                () -> {
                  try (Isolate second = engine.newIsolate()) {
                    seen.set(second.heapUsed());
                  }
                });
    other.join();

    assertTrue((long) seen.get() < 32 << 20, seen::toString);
    call(CULPRIT, "push", "{}");
    assertTrue(isolate.heapUsed() < 64 << 20, () -> "still used: " + isolate.heapUsed());
  }

  @Test
  void anIsolateRefusesOtherThreads() throws InterruptedException {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    Thread other =
        Thread.ofPlatform()
            .start(
                () ->
                    seen.set(
                        assertThrows(
                            IllegalStateException.class, () -> isolate.step(isolate.newFrame()))));
    other.join();
    assertInstanceOf(IllegalStateException.class, seen.get());

    Thread.ofVirtual()
        .start(() -> seen.set(assertThrows(IllegalStateException.class, engine::newIsolate)))
        .join();
    assertTrue(seen.get().getMessage().contains("platform thread"), seen.get()::toString);
  }
}
