package io.actjs.engine.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.script.ScriptIsolate.Request;
import io.actjs.model.ActjsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScriptIsolateTest {
  private static final long MS = 2_000;
  private static final String SEED = "0".repeat(64);

  private ScriptIsolate isolate;

  @BeforeEach
  void open() {
    isolate = ScriptIsolate.open(SEED);
  }

  @AfterEach
  void close() {
    isolate.close();
  }

  private void run(String code) {
    isolate.run("program.js", "const host = require('actjs/host'); " + code, MS);
  }

  private List<String> told() {
    return isolate.take().stream().map(it -> it.name() + " " + it.json()).toList();
  }

  @Test
  void aRequestIsAnsweredLater() {
    run("host.request('sum', [1, 2]).then(sum => host.notify('is', sum))");
    List<Request> requests = isolate.take();
    assertEquals(1, requests.size());
    assertEquals("sum", requests.getFirst().name());
    assertEquals("[1,2]", requests.getFirst().json());
    isolate.answer(requests.getFirst().id(), "3", MS);
    assertEquals(List.of("is 3"), told());
  }

  @Test
  void anErrorHasItsCodeAndTellsWhereItWasAskedFor() {
    run(
        """

        const ask = () => host.request('x');
        ask().catch(e => host.notify('failed', [e.code, e.message, e.data, e.reasonCode, e.stack]));
        """);
    ActjsException problem =
        ActjsException.aborted("no", Map.of("data", "{\"a\":1}", "reasonCode", "\"EMPTY\""));
    isolate.refuse(isolate.take().getFirst().id(), problem, MS);
    String failed = told().getFirst();
    assertTrue(
        failed.startsWith("failed [\"ActorAbort\",\"no\",{\"a\":1},\"EMPTY\",\"ActorAbort: no"),
        failed);
    assertTrue(failed.contains("at ask (program.js:2:"), failed);
  }

  @Test
  void whatThrowsIsToldWithItsTrace() {
    ScriptFailed failed = assertThrows(ScriptFailed.class, () -> run("\nnull.x;"));
    assertTrue(failed.getMessage().startsWith("TypeError: "), failed.getMessage());
    assertTrue(failed.trace().contains("program.js:2:"), failed.trace());
  }

  @Test
  void anEndlessLoopIsStoppedAndTheIsolateGoesOn() {
    ScriptStopped stopped =
        assertThrows(ScriptStopped.class, () -> isolate.run("loop.js", "for (;;) {}", 50));
    assertEquals(ScriptStopped.Limit.TIME, stopped.limit());
    run("host.notify('here')");
    assertEquals(List.of("here null"), told());
  }

  @Test
  void anEndlessChainOfPromisesIsStoppedAndTheIsolateGoesOn() {
    assertThrows(
        ScriptStopped.class,
        () -> isolate.run("loop.js", "(async () => { for (;;) await null; })()", 50));
    run("host.notify('here')");
    assertEquals(List.of("here null"), told());
  }

  @Test
  void aFullHeapStopsTheProgramAndTheIsolateGoesOn() {
    ScriptStopped stopped =
        assertThrows(
            ScriptStopped.class,
            () ->
                isolate.run(
                    "heap.js",
                    "const all = []; for (;;) all.push(new Array(1000).fill({}));",
                    60_000));
    assertEquals(ScriptStopped.Limit.MEMORY, stopped.limit());
    run("host.notify('here')");
    assertEquals(List.of("here null"), told());
  }

  @Test
  void modulesAreEvaluatedOnce() {
    isolate.provide(
        "./a",
        "a.js",
        "(function (exports, require, actjs) { exports.n = {}; exports.Actor = actjs.Actor; })");
    run(
        "const a = require('./a'); host.notify('same', a.n === require('./a').n && a.Actor === require('actjs').Actor)");
    assertEquals(List.of("same true"), told());
  }

  @Test
  void functionsAreServed() {
    run("host.serve('double', n => host.notify('is', 2 * n))");
    isolate.call("double", "21", MS);
    assertEquals(List.of("is 42"), told());
  }

  @Test
  void timersRunWhenTheyAreDue() {
    run(
        "setTimeout(() => host.notify('late'), 3_600_000); setTimeout(x => host.notify('now', x), 0, 7)");
    assertEquals(0, isolate.untilTimer());
    isolate.runTimer(MS);
    isolate.runTimer(MS);
    assertEquals(List.of("now 7"), told());
    assertTrue(isolate.untilTimer() > 1_000_000);
  }

  @Test
  void rejectionsThatNobodyHandlesAreTold() {
    run(
        "Promise.reject(new Error('lost')); Promise.reject(1).catch(() => {});"
            + " setTimeout(() => host.notify('lost', host.unhandled().map(String)))");
    isolate.runTimer(MS);
    assertEquals(List.of("lost [\"Error: lost\"]"), told());
  }

  @Test
  void theConsoleIsTold() {
    run("console.log('%s has %d', 'a', 1, { b: [2] }); console.error(new Error('x'))");
    assertEquals(
        List.of(
            "console {\"level\":\"info\",\"text\":\"a has 1 {\\\"b\\\":[2]}\"}",
            "console {\"level\":\"error\",\"text\":\"Error: x\"}"),
        told());
  }

  @Test
  void chanceFollowsFromTheSeed() {
    String draw = "host.notify('drawn', [Math.random(), crypto.randomUUID()])";
    run(draw);
    List<String> first = told();
    try (ScriptIsolate again = ScriptIsolate.open(SEED);
        ScriptIsolate other = ScriptIsolate.open("1".repeat(64))) {
      for (ScriptIsolate each : List.of(again, other)) {
        each.run("program.js", "const host = require('actjs/host'); " + draw, MS);
      }
      assertEquals(first.getFirst(), "drawn " + again.take().getFirst().json());
      assertTrue(!first.getFirst().equals("drawn " + other.take().getFirst().json()));
    }
  }

  @Test
  void theWebsGlobalsAreThere() {
    run(
        "host.notify('globals', [new URL('a', 'http://h/').href, btoa('a'),"
            + " structuredClone({ a: 1 }).a, new TextEncoder().encode('é').length])");
    assertEquals(List.of("globals [\"http://h/a\",\"YQ==\",1,2]"), told());
  }
}
