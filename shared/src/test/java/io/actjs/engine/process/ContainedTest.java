package io.actjs.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.EngineLimits;
import io.actjs.engine.Frame;
import io.actjs.engine.Isolate;
import io.actjs.engine.Outcome;
import io.actjs.engine.TurnMark;
import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What V8 cannot stop ends a process, and the server notices nothing but that. */
class ContainedTest {
  private static final EngineLimits LIMITS =
      new EngineLimits(200, 64L << 20, 1 << 20, 1 << 20, 10, 100);
  private static final ProcessLimits OUTSIDE = new ProcessLimits(300, 512L << 20, 60_000);
  private static final int INNOCENT = 1;
  private static final int CULPRIT = 2;
  private static final int BETWEEN = 3;
  private static final int KEY = 5;
  private static final int EPOCH = 7;

  private static ProcessEngine engine;
  private Isolate isolate;
  private long turn;

  @BeforeAll
  static void open() {
    engine = ProcessEngine.open(LIMITS, OUTSIDE);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @BeforeEach
  void begin() {
    isolate = engine.newIsolate();
  }

  @AfterEach
  void end() {
    isolate.close();
  }

  private void prepare(String hostile) {
    prepare("", hostile);
  }

  private void prepare(String onLoading, String hostile) {
    var unused =
        isolate.load(
            1,
            new CompiledClass(
                new ClassRef("Thing", Version.parse("1.0.0")),
                """
                (function (exports, require, actjs) {
                  "use strict";
                  const kept = [];
                  %s
                  return class Thing extends actjs.Actor {
                    state = { n: 0 };
                    static _handlers = {
                      add() { return ++this.state.n; },
                      attack() { %s },
                      later() { Promise.resolve().then(() => { %s }); return 1; },
                      async after() {
                        await this.actjs.call({ class: "Thing", id: "away" }, "add", {});
                        %s
                      },
                      async ask({ path, method }) {
                        const [id, ...rest] = path;
                        const call = rest.length > 0 ? "ask" : method;
                        return this.actjs.call({ class: "Thing", id }, call, { path: rest, method });
                      },
                    };
                  };
                })
                """
                    .formatted(onLoading, hostile, hostile, hostile)));
    for (int host : List.of(INNOCENT, CULPRIT, BETWEEN)) {
      Frame frame = isolate.newFrame();
      frame.activate(host, 1, "a" + host, 0, null);
      frame.start(host, ++turn, true, null, 0);
      assertInstanceOf(Outcome.TurnDone.class, isolate.step(frame).getFirst());
    }
  }

  private Frame attack(String method) {
    Frame frame = isolate.newFrame();
    frame.call(INNOCENT, ++turn, "add", "{}", 0);
    frame.call(CULPRIT, ++turn, method, "{}", 0);
    return frame;
  }

  private void assertLost(String method, long culprit) {
    Frame frame = attack(method);
    ActjsException lost = assertThrows(ActjsException.class, () -> isolate.step(frame));

    assertEquals(ProblemCode.WorkerLost, lost.code());
    assertEquals(new TurnMark.Ran(CULPRIT, culprit), isolate.ran());
    assertTrue(isolate.unfinished());
    ActjsException again =
        assertThrows(ActjsException.class, () -> isolate.step(isolate.newFrame()));
    assertEquals(ProblemCode.WorkerLost, again.code());
    assertEquals(TurnMark.Ran.NOTHING, isolate.ran());

    isolate.close();
    isolate = engine.newIsolate();
    prepare("return 1;");
    assertEquals(2, isolate.step(attack("attack")).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "const a = []; a[4e9] = 1; a.join();",
        "const a = []; a[4e9] = 1; a.sort();",
        "Array.prototype.includes.call({ length: 2 ** 53 - 1 }, 1);",
      })
  void aLoopThatV8DoesNotInterruptEndsItsProcess(String hostile) {
    prepare(hostile);
    assertLost("attack", turn + 2);
  }

  /** Whether V8 notices its limit in time or not, it is one or the other; the server goes on. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Array.from({ length: 4e8 });",
        "Object.keys(new String('x'.repeat(2 ** 27)));",
        "'x'.repeat(2 ** 27).replaceAll('x', 'yyy');",
        "for (;;) { kept.push(new Uint8Array(64 << 20).fill(1)); }",
        "for (;;) { kept.push(new Array(2 ** 24).fill(1)); }",
      })
  void codeThatFillsTheMemoryFailsAlone(String hostile) {
    prepare(hostile);
    long before = residentBytes();
    Frame frame = attack("attack");
    try {
      List<Outcome> outcomes = isolate.step(frame);
      assertTrue(
          outcomes.stream()
              .anyMatch(it -> it instanceof Outcome.TurnFailed failed && failed.turn() == turn),
          outcomes::toString);
    } catch (ActjsException e) {
      assertEquals(ProblemCode.WorkerLost, e.code());
      assertEquals(new TurnMark.Ran(CULPRIT, turn), isolate.ran());
    }
    assertTrue(residentBytes() < before + (128L << 20), "the server has grown");
    isolate.close();
    isolate = engine.newIsolate();
    prepare("return 1;");
    assertEquals(2, isolate.step(attack("attack")).size());
  }

  /** Of this process; 0 where the system does not say it. */
  private static long residentBytes() {
    try (Vitals own = new Vitals(ProcessHandle.current().pid(), 0)) {
      return own.residentBytes();
    }
  }

  @Test
  void whatATurnLeavesBehindIsItsOwnFault() {
    prepare("const a = []; a[4e9] = 1; a.join();");
    assertLost("later", turn + 2);
  }

  private Frame permitting() {
    Frame frame = isolate.newFrame();
    frame.calls(EPOCH, 0);
    frame.permit(CULPRIT, KEY, EPOCH);
    frame.permit(BETWEEN, KEY, EPOCH);
    return frame;
  }

  private TurnMark.Ran ranWhenLost(Frame frame) {
    ActjsException lost = assertThrows(ActjsException.class, () -> isolate.step(frame));
    assertEquals(ProblemCode.WorkerLost, lost.code());
    return isolate.ran();
  }

  @ParameterizedTest
  @ValueSource(strings = {"['a2']", "['a3','a2']"})
  void theCallerAnswersForATurnOfWhichTheServerHasNotHeard(String path) {
    prepare("const a = []; a[4e9] = 1; a.join();");
    Frame frame = permitting();
    String args = "{'path':%s,'method':'attack'}".formatted(path).replace('\'', '"');
    frame.call(INNOCENT, ++turn, KEY, "ask", args, 0);

    TurnMark.Ran ran = ranWhenLost(frame);
    assertEquals(CULPRIT, ran.host());
    assertTrue(ran.turn() < 0, ran::toString);
    assertEquals(new TurnMark.Account(INNOCENT, turn), ran.account());
  }

  @Test
  void aTurnOfTheKernelAnswersForItselfWhenTheServerHasHeardOfIt() {
    prepare("const a = []; a[4e9] = 1; a.join();");
    Frame frame = permitting();
    String after = "{\"path\":[\"a3\"],\"method\":\"after\"}";
    frame.call(INNOCENT, ++turn, KEY, "ask", after, 0);
    List<Outcome> outcomes = isolate.step(frame);
    long told = only(outcomes, Outcome.CallHere.class).turn();
    Outcome.CallOut away = only(outcomes, Outcome.CallOut.class);
    assertEquals(BETWEEN, away.host());

    Frame answer = isolate.newFrame();
    answer.resume(BETWEEN, away.call(), "1");
    assertEquals(new TurnMark.Ran(BETWEEN, told), ranWhenLost(answer));
  }

  private static <T extends Outcome> T only(List<Outcome> outcomes, Class<T> kind) {
    List<T> found = outcomes.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertEquals(1, found.size(), outcomes::toString);
    return found.getFirst();
  }

  @Test
  void aClassWhoseLoadingHangsIsLostWithItsProcess() {
    ActjsException lost =
        assertThrows(
            ActjsException.class, () -> prepare("const a = []; a[4e9] = 1; a.join();", ""));
    assertEquals(ProblemCode.WorkerLost, lost.code());
    assertTrue(isolate.unfinished());
  }
}
