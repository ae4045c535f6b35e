package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IsolateLimitsTest {
  private static final String STAND_IN =
      """
      (() => {
        let out = "", current;
        const done = (h, t) => { current = undefined; out += `T ${h} ${t} 0 1 2\\n1[]`; };
        const fail = (h, t, c, m) => { current = undefined;
          out += `F ${h} ${t} ${c.length} ${m.length} 0\\n${c}${m}`; };
        const m = {
          ok() {}, loop() { for (;;); },
          async later() { await 1; for (;;); },
          hog() { const a = []; for (;;) a.push({ a: [1, 2, 3] }); },
          strings() { const a = []; for (let i = 0; ; i++) a.push("x".repeat(1000) + i); },
          recurse() { m.recurse(); },
          spread() { Math.max(...new Array(5e7)); },
          array() { new Array(1e9).fill(0); },
          dense() { const a = []; a.length = 3e7; a.fill(0); a.length=5e8; a.fill(1); },
          from() { Array.from({ length: 1e9 }, (_, i) => i); },
          join() { new Array(2 ** 28).join("abc"); },
          repeat() { const s = []; for (;;) s.push("x".repeat(2 ** 28) + s.length); },
          buffers() { const s = []; for (;;) s.push(new Uint8Array(1e8).fill(1)); },
          concat() { let a = new Array(1000).fill(1); for (;;) a = a.concat(a); },
          json() { let a = [1]; for (;;) a = [a, a, JSON.stringify(a)]; },
          map() { const a = new Map(); for (let i = 0;; i++) a.set(i, i); },
          doubling() { let s = "abcdefghijklmnop"; for (;;) { s += s; s.charCodeAt(3); } },
          sort() { const a = Array.from({ length: 3e6 }, () => Math.random()); for (;;) a.sort(); },
          regexp() { /(a+)+b/.test("a".repeat(60)); },
          bigint() { let a = 3n; for (;;) a = a * a; },
          likes() { Array.prototype.some.call({ length: 2 ** 50 }, x => x); },
          every() { const a = []; a.length = 4e9; a.every(x => x); },
          sortlike() { const a = []; a.length = 4e9; a.sort(); },
          joinlike() { const a = []; a.length = 4e9; a.join(""); },
          at() { const a = []; a.length = 4e9; a.at(4); a.with(3, 4); },
          slice() { const a = []; a.length = 4e9; a[3e9]=3; a.slice(1); },
          unshift() { const a = []; a.length = 4e9; a[3e9]=3; a.unshift(1); },
          splice() { const a = []; a.length = 4e9; a[3e9]=3; a.splice(1, 2e9); },
          tos() { const a = []; a.length = 4e9; a.toSorted(); },
          flat() { const a = []; a.length = 4e9; a.flat(); },
          parse() { JSON.parse("[" + "[".repeat(5e7)); },
          replace() { const s = "x".repeat(2 ** 28); s.replaceAll("x", "yyyy"); },
          pad() { const b = []; for (;;) b.push("".padStart(2 ** 29 - 30, "abc").toUpperCase()); },
          small() { const s = []; for (;;) s.push(new Uint8Array(1e5).fill(1)); },
          matchall() { [..."x".repeat(2 ** 27).matchAll(/x/g)]; },
          match() { "x".repeat(2 ** 28).match(/x/g); },
          bigs() { const a = 2n ** (2n ** 29n); const b = []; for (;;) b.push(a * 3n); },
          str() { let s = "ab"; for (let i = 0; i < 28; i++) s += s; JSON.stringify(s) + s.normalize(); },
          split() { "x".repeat(2 ** 28).split(""); },
          set() { let a = new Array(2 ** 25).fill(1.5); const b = []; for (;;) b.push(a.slice()); },
        };
        return {
          configure() {},
          step(frame) {
            const [, h, t, , ml] = /^C (\\d+) (\\d+) (\\d+) (\\d+)/.exec(frame);
            const name = frame.slice(frame.indexOf("\\n") + 1).slice(0, +ml);
            current = { h, t };
            try {
              const r = m[name]();
              if (r) r.then(() => done(h, t)); else done(h, t);
            } catch (e) { fail(h, t, "HandlerError", String(e)); }
          },
          take() { const r = out; out = ""; return r; },
          abandon(code) { if (current) { const { h, t } = current; fail(h, t, code, "limit"); out += `L ${h}\\n`; } return this.take(); },
        };
      })()
      """;

  private Watchdog watchdog;
  private JavetIsolate isolate;

  @BeforeEach
  void open() {
    EngineLimits limits = EngineLimits.DEFAULT.withHandlerCpuMs(1000).withHeapBytes(128 << 20);
    watchdog = new Watchdog(limits.handlerCpuMs());
    isolate = new JavetIsolate(limits, watchdog, STAND_IN);
  }

  @AfterEach
  void close() {
    isolate.close();
    watchdog.close();
  }

  private List<Outcome> call(int host, long turn, String method) {
    Frame frame = isolate.newFrame();
    frame.call(host, turn, method, "[]", 0);
    return isolate.step(frame);
  }

  @ParameterizedTest
  @CsvSource({
    "loop,HandlerTimeout",
    "later,HandlerTimeout",
    "hog,HeapExhausted",
    "strings,HeapExhausted",
    "recurse,HandlerError"
  })
  void stops(String method, ProblemCode code) {
    for (int round = 0; round < 3; round++) {
      List<Outcome> outcomes = call(1, 7, method);
      assertEquals(code, assertInstanceOf(Outcome.TurnFailed.class, outcomes.getFirst()).code());
      assertEquals(
          "1", assertInstanceOf(Outcome.TurnDone.class, call(2, 8, "ok").getFirst()).result());
    }
  }

  @Test
  void experiment() {
    String method = System.getProperty("probe", "loop");
    long start = System.nanoTime();
    System.out.println(
        method
            + " "
            + call(1, 1, method)
            + " ms "
            + (System.nanoTime() - start) / 1000000
            + " heap "
            + isolate.heapUsed());
    System.out.println(call(2, 1, "ok"));
  }

  @Test
  void speed() {
    Frame frame = isolate.newFrame();
    for (int r = 0; r < 20; r++) {
      long start = System.nanoTime();
      for (int i = 0; i < 20_000; i++) {
        frame.call(1, i, "ok", "[]", 0);
        isolate.step(frame);
      }
      System.out.println("ns a step+take " + (System.nanoTime() - start) / 20_000);
    }
  }
}
