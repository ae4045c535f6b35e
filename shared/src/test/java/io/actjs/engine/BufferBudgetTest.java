package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What V8 keeps outside of its heap counts towards the heap's limit. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BufferBudgetTest {
  private static final long LIMIT = 64L << 20;

  private final KernelStage stage =
      new KernelStage(new EngineLimits(20_000, LIMIT, 16 << 20, 4 << 20, 1_000, 60_000));

  private final LiveActor innocent = stage.create(classOf("return ++this.state.n"));

  @AfterAll
  void close() {
    stage.close();
  }

  private static String classOf(String body) {
    return """
        let kept = [];
        const bytes = n => new Uint8Array(n);
        return class extends Actor {
          state = { n: 0 };
          static _handlers = { run(args) { %s } };
        }
        """
        .formatted(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (let i = 0; i < 256; i++) kept.push(bytes(16e6).fill(1))",
        "this.own = []; for (let i = 0; i < 256; i++) this.own.push(bytes(16e6).fill(1))",
        "kept = bytes(4e9).fill(1)",
        "kept = new ArrayBuffer(4e9); new Uint8Array(kept).fill(1)",
        "kept = new BigUint64Array('1e9')",
        "kept = Reflect.construct(Uint8Array, [4e9], Array).fill(1)",
        "class B extends Float64Array {}; kept = new B(5e8)",
        "kept = new ArrayBuffer({ valueOf: () => 4e9 })",
        "kept = new ArrayBuffer(0, { maxByteLength: 4e9 }); kept.resize(4e9); bytes(kept).fill(1)",
        "kept = new ArrayBuffer(0, { maxByteLength: 60e6 }); kept.resize(60e6); bytes(60e6)",
        "kept = new ArrayBuffer(8).transfer(4e9)",
        "kept = new ArrayBuffer(8).transferToFixedLength('4e9')",
        "const one = new ArrayBuffer(16e6); for (;;) kept.push(one.slice())",
        "const one = bytes(16e6); for (;;) kept.push(one.slice())",
        "const one = bytes(16e6); for (;;) kept.push(one.map(x => 1))",
        "const one = bytes(16e6); for (;;) kept.push(one.toReversed())",
        "const one = bytes(16e6); for (;;) kept.push(one.toSorted())",
        "const one = bytes(16e6); for (;;) kept.push(one.with(0, 1))",
        "const one = bytes(16e6); for (;;) kept.push(one.filter(x => x === 0))",
        "const one = bytes(16e6); for (;;) kept.push(structuredClone(one))",
        "const text = 'x'.repeat(10e6); for (;;) kept.push(new TextEncoder().encode(text))",
        "const text = 'abcd'.repeat(4e6); for (;;) kept.push(Uint8Array.fromBase64(text))",
        "const text = 'ab'.repeat(8e6); for (;;) kept.push(Uint8Array.fromHex(text))",
        "for (;;) kept.push(Uint8Array.from({ length: 4e6 }))",
        "kept = new Float64Array(bytes(40e6))",
        "kept = Float64Array.from({ length: 5e8 })",
        "const a = []; a.length = 4e8; kept = new Float64Array(a)",
        "kept = new Float64Array({ length: 4e8 })",
        // A length that is another one when it is looked at again.
        "let n = 0; kept = new Float64Array({ get length() { return n++ ? 4e8 : 1; } }); kept = bytes(4e9)",
        "const p = new Proxy([], { get: (t, k) => k === Symbol.iterator ? undefined : 4e8 });"
            + " kept = new Float64Array(p)",
        // Built-ins that call built-ins.
        "kept = Array.from({ length: 1000 }, Uint8Array.prototype.slice.bind(bytes(32e6), 0, 32e6))",
        "kept = Array.from({ length: 1000 }, Uint8Array.prototype.toReversed.bind(bytes(32e6)))",
        "kept = Array.from({ length: 1000 }, Reflect.construct.bind(null, Uint8Array, [60e6], Uint8Array))",
        "kept = Array.from({ length: 1000 }, Uint8Array.fromHex.bind(null, 'ab'.repeat(8e6)))",
        "for (;;) kept.push(new ArrayBuffer(100))",
        // Few bytes and many mappings, of which a process has 65 530.
        "for (;;) { const b = new ArrayBuffer(1, { maxByteLength: 8192 }); kept.push(b); }",
        "for (;;) kept.push(new ArrayBuffer(1, { maxByteLength: 8192 }).transfer())",
        // Objects of a few bytes with kilobytes in the C heap.
        "for (;;) kept.push(new Intl.DateTimeFormat())",
        "for (;;) kept.push(Intl.DateTimeFormat('ja', { dateStyle: 'full', timeStyle: 'full' }))",
        "for (;;) kept.push(new Intl.RelativeTimeFormat())",
        "for (;;) kept.push(new Intl.Segmenter())",
        "const s = new Intl.Segmenter(); for (;;) kept.push(s.segment('abc')[Symbol.iterator]())",
        "class F extends Intl.DateTimeFormat {}; for (;;) kept.push(new F())",
      })
  void issue11_moreThanTheHeapsLimitEndsTheTurn(String body) {
    LiveActor hog = stage.create(classOf(body));

    List<Outcome> outcomes = hog.step("run", "{}");

    Outcome.TurnFailed failed =
        outcomes.stream()
            .filter(Outcome.TurnFailed.class::isInstance)
            .map(Outcome.TurnFailed.class::cast)
            .findFirst()
            .orElseThrow(() -> new AssertionError(outcomes));
    assertEquals(ProblemCode.HeapExhausted, failed.code(), failed::message);
    // What is kept in a variable of the class goes with the class.
    stage.isolate.unload(hog.key);
    long before = Long.parseLong(innocent.call("run").result());
    assertEquals(before + 1, Long.parseLong(innocent.call("run").result()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (let i = 0; i < 3000; i++) bytes(1e6).fill(1)",
        "for (let r = 0; r < 100; r++) { const few = []; for (let i = 0; i < 10; i++) few.push(bytes(3e6)); }",
        "const own = bytes(40e6).fill(7); for (let i = 0; i < 300; i++) own.slice(0, 10e6)",
        "for (let i = 0; i < 100; i++) new ArrayBuffer(1, { maxByteLength: 60e6 }).resize(20e6)",
        "for (let i = 0; i < 3000; i++) new ArrayBuffer(1, { maxByteLength: 9000 })",
        "for (let i = 0; i < 5000; i++) new Intl.DateTimeFormat()",
        "for (let i = 0; i < 500000; i++) bytes(200)",
        "bytes(60e6).fill(1)",
        "const live = new Map(); for (let i = 0; i < 4000; i++) live.set(i % 30, { at: [bytes(1e6)] })",
      })
  void issue11_whatIsGarbageIsNeverRefused(String body) {
    LiveActor honest = stage.create(classOf(body + "; return 'done'"));
    for (int round = 0; round < 3; round++) {
      assertEquals("\"done\"", honest.call("run").result());
    }
    stage.isolate.unload(honest.key);
  }

  @Test
  void issue11_buffersShowInTheHeapInUse() {
    // Without the garbage of others, which may be collected meanwhile.
    try (KernelStage fresh = new KernelStage()) {
      LiveActor keeper = fresh.create(classOf("kept = bytes(30e6)"));
      long before = fresh.isolate.heapUsed();
      keeper.call("run");
      assertTrue(fresh.isolate.heapUsed() - before > 25e6, "of " + before);
    }
  }
}
