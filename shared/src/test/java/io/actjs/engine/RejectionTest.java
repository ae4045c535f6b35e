package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.engine.source.SourceMap;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong where nobody looks is told. */
class RejectionTest {
  private final KernelStage stage = new KernelStage();
  private final LiveActor actor =
      stage.create(
          """
          return class extends Actor {
            state = { n: 0 };
            static _handlers = {
              floating() { (async () => { throw new RangeError("lost"); })(); },
              async later() { Promise.resolve().then(() => { throw new TypeError("gone"); }); await null; },
              value() { Promise.reject({ code: 7 }); },
              microtask() { queueMicrotask(() => { throw new Error("tiny"); }); },
              async caught() {
                const p = Promise.reject(new Error("seen"));
                await null;
                try { await p; } catch { return 1; }
              },
              async failing() { throw new Error("answered"); },
              async all() { await Promise.allSettled([Promise.reject(1), Promise.reject(2)]); },
              many() { for (let i = 0; i < 1000; i++) Promise.reject(i); },
              forget() { void this.actjs.call({ class: "Price", id: "a" }, "of");
                this.actjs.reminders(); },
            };
          }
          """);

  @AfterEach
  void close() {
    stage.close();
  }

  private List<Outcome.Log> logs(String method) {
    return actor.step(method, "{}").stream()
        .filter(Outcome.Log.class::isInstance)
        .map(Outcome.Log.class::cast)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "floating | in 'floating': RangeError: lost",
        "later | in 'later': TypeError: gone",
        "value | in 'value': {\"code\":7}",
        "microtask | in 'microtask': tiny",
      })
  void fault31_aRejectedPromiseThatNobodyAwaitsIsTold(String method, String told) {
    List<Outcome.Log> logs = logs(method);

    assertEquals(1, logs.size(), logs::toString);
    assertEquals("unhandled", logs.getFirst().level());
    String message = logs.getFirst().message();
    assertTrue(message.startsWith("a promise that nobody awaits was rejected " + told), message);
    assertEquals(!method.equals("value"), message.contains("Thing@1.2.3.ts:"), message);
    assertEquals(List.of(), logs("caught"));
  }

  @ParameterizedTest
  @CsvSource({"caught", "failing", "all"})
  void aRejectionThatIsHandledIsNotTold(String method) {
    assertEquals(List.of(), logs(method));
  }

  @Test
  void issue11_aLoopThatRejectsPromisesIsStopped() {
    EngineLimits limits = new EngineLimits(50, 64L << 20, 1 << 20, 1 << 20, 10, 50);
    try (KernelStage tight = new KernelStage(limits)) {
      for (int round = 0; round < 10; round++) {
        LiveActor looping =
            tight.create(
                """
                return class extends Actor {
                  state = {};
                  static _handlers = { loop() { for (;;) Promise.reject(new Error("x")); } };
                }
                """);
        assertTrue(
            looping.step("loop", "{}").stream().anyMatch(Outcome.TurnFailed.class::isInstance));
      }
    }
  }

  @Test
  void anErrorThatNeverEndsDescribingItselfIsStopped() {
    EngineLimits limits = new EngineLimits(100, 64L << 20, 1 << 20, 1 << 20, 10, 50);
    try (KernelStage tight = new KernelStage(limits)) {
      LiveActor trap =
          tight.create(
              """
              return class extends Actor {
                state = { n: 0 };
                static _handlers = {
                  trap() { Promise.reject({ toJSON() { for (;;) {} } }); return 1; },
                  get() { return 2; },
                };
              }
              """);
      assertEquals("1", ((Outcome.TurnDone) trap.step("trap", "{}").getFirst()).result());
      assertEquals("2", ((Outcome.TurnDone) trap.step("get", "{}").getFirst()).result());
    }
  }

  @Test
  void aFloodOfRejectionsIsBounded() {
    assertEquals(100, logs("many").size());
  }

  @Test
  void fault31_theLineIsThatOfTheSource() {
    String source =
        """
        import { Actor, handler } from 'actjs';

        interface Gone {
          withTheTypes: true;
        }

        export class Counter extends Actor<{ n: number }> {
          state = { n: 0 };

          @handler('forget')
          forget() {
            void this.actjs.call({ class: 'Price', id: 'a' }, 'of');
          }
        }
        """;
    try (TypeScriptCompiler compiler = TypeScriptCompiler.open()) {
      CompiledClass compiled = compiler.compile(ActorClasses.ref("Counter"), source, true);
      stage.isolate.load(99, compiled);
      Outcome.Log log = (Outcome.Log) stage.create(99, null).step("forget", "{}").get(1);
      String told = SourceMap.of(compiled.ref(), compiled.sourceMap()).remap(log.message());
      assertTrue(told.contains("Counter@1.0.0.ts:12:"), told);
    }
  }

  @Test
  void fault31_aCallThatNobodyAwaitsIsToldWithHandlerAndLine() {
    List<Outcome.Log> logs = logs("forget");

    assertEquals(1, logs.size(), logs::toString);
    assertEquals("unawaited", logs.getFirst().level());
    List<String> lines = logs.getFirst().message().lines().toList();
    assertEquals("'forget' ended without waiting for 2 of its calls", lines.get(0));
    assertTrue(
        lines.get(1).matches("call\\(Price/a, 'of'\\), made at .*Thing@1\\.2\\.3\\.ts:19:.*"),
        lines.get(1));
    assertTrue(lines.get(2).matches("reminders\\(\\), made at .*ts:20:.*"), lines.get(2));
  }
}
