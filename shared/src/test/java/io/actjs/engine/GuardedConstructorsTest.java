package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.caoccao.javet.exceptions.JavetException;
import com.caoccao.javet.interop.V8Runtime;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.engine.v8.V8;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in for V8's constructors answers as they do: each body runs in a bare V8, too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardedConstructorsTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Every kind of view, and what is told of a thing. */
  private static final String TOOLS =
      """
      const kinds = [Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array,
        Uint32Array, Float16Array, Float32Array, Float64Array, BigInt64Array, BigUint64Array];
      const all = kinds.concat([ArrayBuffer, Intl.DateTimeFormat, Intl.Segmenter, Intl.Locale]);
      const tag = x => Object.prototype.toString.call(x);
      const caught = f => { try { return String(f()); } catch (e) { return e.name + ': ' + e.message; } };
      class Mine extends Uint16Array { own() { return 'own ' + this.length; } }
      """;

  private final KernelStage stage = new KernelStage();
  private final V8Runtime bare = V8.newRuntime();

  @AfterAll
  void close() throws JavetException {
    stage.close();
    bare.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "return all.map(C => C.name + C.length + typeof C + C.prototype.constructor.name)",
        "return all.map(C => Object.getOwnPropertyNames(C).concat(Object.getOwnPropertySymbols(C).map(String)))",
        "return kinds.map(C => Object.getPrototypeOf(C) === Object.getPrototypeOf(Int8Array))",
        "return kinds.map(C => C.BYTES_PER_ELEMENT + tag(new C(2)) + new C(2).constructor.name)",
        "return kinds.map(C => new C(3) instanceof C && new C(3).constructor === C && C.prototype.constructor === C)",
        "return all.map(C => caught(() => C()))",
        "return kinds.map(C => [undefined, null, true, '3', 2.9, NaN, -0, -0.5].map(x => new C(x).length))",
        "return kinds.map(C => caught(() => new C(-1)))",
        "return kinds.map(C => caught(() => new C(Infinity)))",
        "return kinds.map(C => caught(() => new C(2 ** 53)))",
        "return kinds.map(C => caught(() => new C(Symbol.iterator)))",
        "return kinds.map(C => caught(() => new C(5n)))",
        "return kinds.map(C => caught(() => new C([1, '2', 3.7])))",
        "return kinds.map(C => caught(() => new C([1n, -2n])))",
        "return kinds.map(C => caught(() => new C(new Set([1, 2]))))",
        "return kinds.map(C => caught(() => new C({ length: 2, 0: 7, 1: '8' })))",
        "return kinds.map(C => caught(() => new C({ length: -3 })) + caught(() => new C({})))",
        "return kinds.map(C => caught(() => new C({ [Symbol.iterator]: 5 })))",
        "return kinds.map(C => caught(() => new C({ [Symbol.iterator]: () => 5 })))",
        "return kinds.map(C => caught(() => new C({ *[Symbol.iterator]() { yield 1; yield 2; } })))",
        "return kinds.map(C => caught(() => new C(Object.defineProperty([1, 2], Symbol.iterator, { value: undefined }))))",
        "return kinds.map(C => caught(() => new C(() => 1)))",
        "return kinds.map(C => caught(() => new C(new Int8Array([1, -2, 3]))))",
        "return kinds.map(C => caught(() => new C(new BigInt64Array([1n, -2n]))))",
        "return kinds.map(C => caught(() => new C(new DataView(new ArrayBuffer(8)))))",
        "return kinds.map(C => { const b = new ArrayBuffer(32); const v = new C(b, 8, 2); return [v.byteOffset, v.length, v.buffer === b]; })",
        "return kinds.map(C => new C(new ArrayBuffer(32), 8).length + ',' + new C(new ArrayBuffer(32)).length)",
        "return kinds.map(C => caught(() => new C(new ArrayBuffer(7), 1)) + caught(() => new C(new ArrayBuffer(8), 16)))",
        "return kinds.map(C => caught(() => new C(new ArrayBuffer(8), 0, 100)) + caught(() => new C(new ArrayBuffer(8), -1)))",
        "const b = new ArrayBuffer(8); b.transfer(); return kinds.map(C => caught(() => new C(b)))",
        "const v = new Uint8Array(8); v.buffer.transfer(); return kinds.map(C => caught(() => new C(v)))",
        "return kinds.map(C => caught(() => C.of(1, 2)) + caught(() => C.from([1, 2], x => x * 2)) + caught(() => C.from({ length: 2 })))",
        "return kinds.map(C => { const v = new C(4); return [v.slice(1), v.subarray(2), v.map(x => x), v.filter(() => true), v.toReversed(), v.toSorted()].map(w => w.constructor.name + w.length + (w.buffer === v.buffer)); })",
        "const m = new Mine([1, 2, 3]); return [m.own(), tag(m), m instanceof Mine, m instanceof Uint16Array, m.slice(1).own(), m.map(x => x * 2).own(), m.subarray(1).own(), Mine.from([1]).own(), Mine.of(1, 2).own(), m.byteOffset, m.buffer.byteLength]",
        "return [new Mine(2).own(), new Mine(new ArrayBuffer(8), 2, 1).own(), new Mine().own(), new Mine(new Set([1])).own(), new Mine(new Int8Array(5)).own()]",
        "class Plain extends Uint8Array { static get [Symbol.species]() { return Float64Array; } } return tag(new Plain(3).map(x => x))",
        "return [Uint8Array[Symbol.species] === Uint8Array, ArrayBuffer[Symbol.species] === ArrayBuffer, Mine[Symbol.species] === Mine]",
        "const made = Reflect.construct(Uint8Array, [3], Array); return [tag(made), Object.getPrototypeOf(made) === Array.prototype]",
        "const made = Reflect.construct(ArrayBuffer, [3], Map); return [tag(made), Object.getPrototypeOf(made) === Map.prototype]",
        "function F() {} F.prototype = null; return Object.getPrototypeOf(Reflect.construct(Int8Array, [[1]], F)) === Int8Array.prototype",
        "return [undefined, null, '3', 2.9, NaN, -0.5].map(x => new ArrayBuffer(x).byteLength)",
        "return [-1, 2 ** 53, 1n, Symbol.iterator].map(x => caught(() => new ArrayBuffer(x)))",
        "return [undefined, null, 5, {}, { maxByteLength: undefined }, { maxByteLength: 9 }].map(o => { const b = new ArrayBuffer(4, o); return b.resizable + ' ' + b.maxByteLength; })",
        "return [caught(() => new ArrayBuffer(9, { maxByteLength: 4 })), caught(() => new ArrayBuffer(1, { maxByteLength: -4 }))]",
        "const log = ['log']; caught(() => new ArrayBuffer(-1, { get maxByteLength() { log.push('read'); return 1; } })); return log",
        "class B extends ArrayBuffer { own() { return this.byteLength; } } const b = new B(8); return [b.own(), tag(b), b instanceof ArrayBuffer, b.slice(2).own(), ArrayBuffer.isView(new Uint8Array(b))]",
        "const b = new ArrayBuffer(4, { maxByteLength: 8 }); const t = b.transfer(); return [b.detached, t.resizable, t.maxByteLength, t.transferToFixedLength(2).byteLength, caught(() => b.resize(4)), caught(() => t.transfer(-1))]",
        "const b = new ArrayBuffer(4, { maxByteLength: 8 }); const v = new Uint8Array(b); b.resize(8); return [v.length, caught(() => b.resize(9))]",
        "return ['transfer', 'transferToFixedLength', 'resize', 'slice'].map(n => { const f = ArrayBuffer.prototype[n]; return f.name + f.length + ('prototype' in f) + caught(() => f.call(5)); })",
        "return ['toReversed', 'toSorted', 'with'].map(n => { const f = Uint8Array.prototype[n]; return f.name + f.length + ('prototype' in f) + caught(() => f.call(5)) + caught(() => new f()); })",
        "return [Uint8Array.fromHex('0aff'), Uint8Array.fromBase64('AQI='), caught(() => Uint8Array.fromHex('x')), Uint8Array.fromBase64('_-8', { alphabet: 'base64url' }).toHex()]",
        "return [new Uint8Array([3, 1, 2]).with(0, 9), caught(() => new Uint8Array(2).with(5, 1)), new Int8Array([3, 1]).toSorted((a, b) => b - a)]",
        "const d = new Intl.DateTimeFormat('en', { timeZone: 'UTC' }); return [d.format(0), tag(d), d instanceof Intl.DateTimeFormat, Intl.DateTimeFormat('de', { timeZone: 'UTC' }).format(0), Object.getOwnPropertyNames(d)]",
        "class F extends Intl.NumberFormat {} return [new F('de').format(1.5), new F() instanceof Intl.NumberFormat, Intl.NumberFormat.supportedLocalesOf(['de'])]",
        "return [...new Intl.Segmenter('en', { granularity: 'word' }).segment('a bc')].map(s => s.segment)",
        "return [new Intl.Locale('en').maximize(), caught(() => new Intl.Locale()), caught(() => Intl.Locale('en')), new Intl.PluralRules('en').select(1)]",
        "return 'own: ' + Reflect.ownKeys(new Intl.Segmenter()) + Reflect.ownKeys(new ArrayBuffer(1, { maxByteLength: 2 }))",
      })
  void issue11_theyAnswerAsTheirOriginalsDo(String body)
      throws JavetException, JsonProcessingException {
    String text = "return JSON.stringify((() => { " + TOOLS + body + " })());";
    LiveActor actor =
        stage.create(
            "return class extends Actor { state = {}; static _handlers = { run() { %s } } }"
                .formatted(text));

    String original = bare.getExecutor("(() => { " + text + " })()").executeString();

    assertTrue(original.length() > 2, original);
    assertEquals(JSON.writeValueAsString(original), actor.call("run").result());
  }
}
