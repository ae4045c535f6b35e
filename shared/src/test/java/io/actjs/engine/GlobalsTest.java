package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What actor code has of the web platform does what the platform's standards say. */
class GlobalsTest {
  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  /** What a handler returns as text, or the name of what it throws. */
  private String run(String body) {
    String result =
        stage
            .create(
                """
                return class extends Actor {
                  state = { list: [{ n: 1 }] };
                  static _handlers = {
                    run() { try { return String((() => { %s })()); } catch (e) { return "threw " + e.name; } },
                  };
                }
                """
                    .formatted(body))
            .call("run")
            .result();
    return result.substring(1, result.length() - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "return btoa('aÿ') + atob(' YQ = = ') + atob('YQ') | Yf8=aa",
        "return btoa('€') | threw InvalidCharacterError",
        "return atob('YQ=') | threw InvalidCharacterError",
        "return atob('Y') | threw InvalidCharacterError",
        "return new TextEncoder().encode('aé€😀\\ud800') | 97,195,169,226,130,172,240,159,152,128,239,191,189",
        "const b = new Uint8Array(4); const r = new TextEncoder().encodeInto('a€€', b); return r.read + ',' + r.written + ':' + b | 2,4:97,226,130,172",
        "return new TextDecoder().decode(Uint8Array.of(0xef, 0xbb, 0xbf, 97, 0xff, 0xe2, 0x82, 0xf0, 0x9f, 0x98, 0x80)) | a��😀",
        "return new TextDecoder('utf8', { fatal: true }).decode(Uint8Array.of(0xc0, 0x80)) | threw TypeError",
        "return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.of(0xef, 0xbb, 0xbf)).length | 1",
        "const d = new TextDecoder(); return d.decode(Uint8Array.of(0xe2, 0x82), { stream: true }) + d.decode(Uint8Array.of(0xac)) | €",
        "return new TextDecoder('latin1').decode(Uint8Array.of(0x80, 0xe9)) + new TextDecoder('latin1').encoding | €éwindows-1252",
        "return new TextDecoder('utf-16be').decode(Uint8Array.of(0xd8, 0x3d, 0xde, 0x00, 0, 65)) | 😀A",
        "return new TextDecoder('klingon') | threw RangeError",
        "const u = new URL('HTTPS://user:p@EXÄMPLE.com:443/a/../b?q=ü#f'); return u.href + ' ' + u.origin | https://user:p@xn--exmple-cua.com/b?q=%C3%BC#f https://xn--exmple-cua.com",
        "return new URL('../x?y', 'http://a/b/c/d') + URL.canParse('::') + URL.parse('nope') | http://a/b/x?yfalsenull",
        "return new URL('nope') | threw TypeError",
        "const u = new URL('http://a/'); u.searchParams.append('k', 'v w'); u.pathname = '/ä'; u.port = '80'; return u | http://a/%C3%A4?k=v+w",
        "const p = new URLSearchParams('a=1&b=2&a=3'); p.delete('a', '1'); p.sort(); return p + p.size + [...p.keys()] + p.getAll('a') | a=3&b=22a,b3",
        "return new URL('http://1.2.3/') + new URL('http://[::ffff:1.2.3.4]/').host + new URL('file:c:\\\\x') | http://1.2.0.3/[::ffff:102:304]file:///c:/x",
        "class Mine extends URL {} return new Mine('a:b') instanceof URL | true",
        "URL.prototype.x = 1 | threw TypeError",
        "URLSearchParams.x = 1 | threw TypeError",
        "globalThis.URL = 1 | threw TypeError",
        "console.log = 1 | threw TypeError",
        "crypto.randomUUID = 1 | threw TypeError",
        "const m = new Map([[{ a: 1 }, new Set([2n])]]); const c = structuredClone(m); return [...c.keys()][0].a + '' + [...[...c.values()][0]] + (c !== m) | 12true",
        "const o = { d: new Date(5), r: /x/gi, e: new RangeError('m', { cause: 1 }), u: undefined }; o.o = o; const c = structuredClone(o); return c.d.getTime() + c.r.flags + c.e.name + c.e.cause + (c.o === c) + ('u' in c) | 5giRangeError1truetrue",
        "const c = structuredClone(this.state.list); c[0].n = 2; return this.state.list[0].n + '' + c[0].n + Array.isArray(c) | 12true",
        "const b = new Uint8Array([1, 2, 3]).subarray(1); const c = structuredClone(b); return c + ',' + c.byteOffset + c.buffer.byteLength | 2,3,13",
        "const b = new ArrayBuffer(8); const c = structuredClone({ b }, { transfer: [b] }); return b.detached + '' + c.b.byteLength | true8",
        "return structuredClone(() => 1) | threw DataCloneError",
        "return structuredClone({ s: Symbol() }) | threw DataCloneError",
        "return structuredClone(new WeakMap()) | threw DataCloneError",
        "return [structuredClone(Object(1n)), structuredClone(new Boolean(false))] | 1,false",
        "const a = [1, , 3]; a.x = 4; const c = structuredClone(a); return (1 in c) + '' + c.length + c.x | false34",
        "class A { v = 1; get w() { return 2; } } const c = structuredClone(new A()); return (c instanceof A) + JSON.stringify(c) | false{\\\"v\\\":1}",
        "const e = new DOMException('m', 'DataCloneError'); return e.code + e.name + (e instanceof Error) + e | 25DataCloneErrortrueDataCloneError: m",
        "return crypto.getRandomValues(new Uint8Array(65537)) | threw QuotaExceededError",
        "return crypto.getRandomValues(new Float64Array(1)) | threw TypeMismatchError",
        "return new Crypto() | threw TypeError",
        "const a = new Uint16Array(8); return crypto.getRandomValues(a) === a && a.some(x => x > 255) | true",
        "return /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()) | true",
        "return new Set(Array.from({ length: 1000 }, () => crypto.randomUUID())).size | 1000",
        "queueMicrotask(5) | threw TypeError",
        "return ('constructor' in this.state) + '' + Object.hasOwn(this.state, 'constructor') | truefalse",
      })
  void fault10_theWebPlatformsPartsBehaveAsTheirStandardsSay(String body, String expected) {
    assertEquals(expected, run(body));
  }

  @Test
  void fault10_chanceIsSpreadEvenlyAndDiffersBetweenIsolates() {
    String draw = "return crypto.getRandomValues(new Uint8Array(60000)).reduce((s, x) => s + x, 0)";
    double mean = Double.parseDouble(run(draw)) / 60_000;
    assertEquals(127.5, mean, 2.5);
    try (KernelStage other = new KernelStage()) {
      String body =
          "return class extends Actor { state = {}; static _handlers = { run: () => crypto.randomUUID() } }";
      assertNotEquals(
          stage.create(body).call("run").result(), other.create(body).call("run").result());
    }
  }

  @Test
  void fault10_theConsoleWritesToTheLog() {
    LiveActor actor =
        stage.create(
            """
            console.log("at the top level there is no actor");
            return class extends Actor {
              state = {};
              static _handlers = {
                async run() {
                  console.debug("%s is %d, %j", "it", "5.5", { a: 1 }, "rest");
                  console.warn(new RangeError("w"), [1]);
                  console.assert(1 === 1, "no");
                  console.assert(false, "yes");
                  await null;
                  console.error("later");
                  queueMicrotask(() => console.info("last"));
                  await null;
                },
              };
            }
            """);
    List<String> lines =
        actor.step("run", "{}").stream()
            .filter(Outcome.Log.class::isInstance)
            .map(Outcome.Log.class::cast)
            .map(line -> line.level() + " " + line.message())
            .toList();
    assertEquals(
        List.of(
            "info it is 5, {\"a\":1} rest",
            "warn RangeError: w [1]",
            "error Assertion failed: yes",
            "error later",
            "info last"),
        lines);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "crypto.randomUUID()",
        "crypto.getRandomValues(new Uint8Array(1))",
        "console.log(1)",
        "queueMicrotask(() => 1)",
        "Temporal.Now.instant()",
        "new Intl.DateTimeFormat().format()",
        "new Date()",
        "Math.random()",
      })
  void fault10_whatIsNotRepeatableIsRefusedInReducers(String what) {
    LiveActor actor =
        stage.create(
            """
            return class extends EventSourced {
              initialState() { return {}; }
              reduce(state, event) { %s; }
              static _handlers = { run() { return [{ type: "x" }]; } };
            }
            """
                .formatted(what));
    assertEquals(ProblemCode.ImpureReducer, actor.fail("run").code());
  }

  @Test
  void fault10_whatIsRepeatableWorksInReducers() {
    LiveActor actor =
        stage.create(
            """
            return class extends EventSourced {
              initialState() { return { all: [] }; }
              reduce(state, event) {
                const copy = structuredClone(event);
                state.all.push(new URL(copy.url).host, atob(btoa("x")), new Date(5).toISOString(),
                  new TextDecoder().decode(new TextEncoder().encode("é")));
              }
              static _handlers = { run() { return [{ type: "x", url: "http://host/" }]; } };
            }
            """);
    actor.call("run");
    String state = "{\"all\":[\"host\",\"x\",\"1970-01-01T00:00:00.005Z\",\"é\"]}";
    assertEquals(state, actor.state());
    assertEquals(state, actor.replayed().state());
  }
}
