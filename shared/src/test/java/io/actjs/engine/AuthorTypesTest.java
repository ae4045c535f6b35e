package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The types mean what their authors mean, and a refusal says what to write. */
class AuthorTypesTest {
  private static TypeScriptCompiler compiler;

  @BeforeAll
  static void open() {
    compiler = TypeScriptCompiler.open();
  }

  @AfterAll
  static void close() {
    compiler.close();
  }

  private static String actor(String base, String body) {
    return """
    import { Actor, EventSourced, handler, isActorError, Replica, type ActorError } from 'actjs';
    type Item = { id: string; tags: string[] }; abstract class Base extends Actor<{ list: string[] }> {}
    export class Counter extends %s {
    %s
    }
    """
        .formatted(base, body);
  }

  /** The first message of a refusal; empty when the source compiles. */
  private static String refusal(String source) {
    try {
      compiler.compile(ActorClasses.ref("Counter"), source, true);
      return "";
    } catch (ActjsException e) {
      assertEquals(ProblemCode.TypeInvalid, e.code(), e::detail);
      return e.detail();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "Actor<{ list: string[] }> ~ state = { list: [] }; @handler('a') a() { this.state.list.push('x'); }",
        "Actor<{ at: number | null }> ~ state = { at: null }; @handler('a') a() { this.state.at = 5; }",
        "Actor<{ kind: 'a' | 'b' }> ~ state = { kind: 'a' }; @handler('a') a() { this.state.kind = 'b'; }",
        "Actor<{ by: Record<string, Item[]> }> ~ state = { by: {} }; @handler('a') a() { (this.state.by['x'] ??= []).push({ id: 'i', tags: [] }); }",
        "Actor<{ n?: number }> ~ state = {}; @handler('a') a() { this.state.n = 5; }",
        "Actor ~ state = { list: [], at: null, by: {}, deep: { all: [] } }; @handler('a') a() { this.state.list.push('x'); this.state.at = 5; this.state.by['k'] = 1; this.state.deep.all.push(2); }",
        "Base ~ state = { list: [] }; @handler('a') a() { this.state.list.push('x'); }",
        "Replica<{ list: string[] }> ~ state = { list: [] }; @handler('a') a() { this.state.list.push('x'); }",
        "Actor<any> ~ state = { list: [] }; @handler('a') a() { this.state.list.push('x'); }",
        "Actor<{ list: string[] }> ~ state: { list: string[] } = { list: [] }; @handler('a') a() { this.state.list.push('x'); }",
      })
  void fault36_theStateHasTheDeclaredType(String base, String body) {
    assertEquals("", refusal(actor(base, body)));
  }

  @Test
  void fault36_whatDoesNotFitIsReportedWhereItStands() {
    String source =
        actor(
            "Actor<{\n  // a comment\n  list: string[] }>",
            "  state = { list: [1] }; other: string = 2;\n  @handler('a') a(): number { return ''; }");
    String refusal = refusal(source);

    assertTrue(refusal.contains("Counter.ts:6:20: Type 'number' is not"), refusal);
    assertTrue(refusal.contains("Counter.ts:6:26: Type 'number' is not"), refusal);
    assertTrue(refusal.contains("Counter.ts:7:31: Type 'string' is not"), refusal);
  }

  private static String events(String handler) {
    return actor(
        "EventSourced<{ n: number }, { type: 'x' }>",
        "initialState() { return { n: 0 }; }\n reduce(s: { n: number }, e: { type: 'x' }) { s.n++; }\n"
            + handler);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@handler('q') q() { return this.state.n; }",
        "@handler('q') async q() { return { n: this.state.n }; }",
        "@handler('q') q() { }",
        "@handler('q') q() { return [1, 2]; }",
      })
  void fault36_aQueryOfEventsThatReturnsAPlainValueIsRefused(String handler) {
    String refusal = refusal(events(handler));
    assertTrue(
        refusal.startsWith(
            "Counter.ts:6:2: a handler of an EventSourced class returns its events (E[]), or"
                + " { events, result }; this one returns "),
        refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@handler('q') q() { return { events: [], result: this.state.n }; }",
        "@handler('q') async q({ a }: { a: number }) { return a > 1 ? [{ type: 'x' as const }] : []; }",
        "@handler('q') q() { return this.actjs.abort('no'); }",
      })
  void eventsAndResultsAreAccepted(String handler) {
    assertEquals("", refusal(events(handler)));
  }

  private static String routed(String base, String body) {
    return actor(base, body).replace("handler, isActorError", "handler, http, isActorError");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@http('POST', '/a/:id') a(request: HttpRequest) { return request.text(); }",
        "@http('GET', '/a/:id') a({ query, headers }: HttpRequest) { return { status: 201, headers: { 'x-a': query['a']! }, body: headers }; }",
        "@http('PUT', '/a/:id') async a({ bytes }: HttpRequest) { return { body: bytes() }; }",
        "@http('DELETE', '/a/:id') @handler('a') a() {}",
        "@http('PATCH', '/a/:id') a(): HttpResponse { return { status: 409, body: { a: 1 } }; }",
      })
  void aRawRouteTakesARequestAndGivesAResponse(String body) {
    String source =
        routed("Actor<{ n: number }>", "state = { n: 0 };\n" + body)
            .replace("import { Actor,", "import { type HttpRequest, type HttpResponse, Actor,");
    assertEquals("", refusal(source));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@http('POST', '/a/:id') a(request: { nothing: string }) {}",
        "@http('POST', '/a/:id') a() { return 7; }",
        "@http('POST', '/a/:id') a() { return { status: 'ok' }; }",
        "@http('OPTIONS', '/a/:id') a() {}",
        "@http('POST', 'a/:id') a() {}",
      })
  void whatIsNoRawRouteIsRefused(String body) {
    assertTrue(
        refusal(routed("Actor<{ n: number }>", "state = { n: 0 };\n" + body))
            .contains("Counter.ts:5:"));
  }

  @Test
  void fault36_aCaughtErrorCanBeAskedForItsCode() {
    assertEquals(
        "",
        refusal(
            actor(
                "Actor<{ n: number }>",
                """
                state = { n: 0 };
                @handler('a') async a() {
                  try { await this.actjs.call({ class: 'B', id: 'b' }, 'c'); } catch (e) {
                    if (isActorError(e)) { const known: ActorError = e; return known.code + e.message; }
                    throw e;
                  }
                }
                """)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "setTimeout(() => 1, 5) | 'setTimeout', which actors do not have: use this.actjs.scheduleAt",
        "setInterval(() => 1, 5) | use this.actjs.scheduleEvery",
        "fetch('x') | 'fetch', which actors do not have: actors have no network",
        "process.env | this.actjs.self",
        "Buffer.from('x') | use Uint8Array",
        "const b: Buffer = 1 | use Uint8Array",
        "require('fs') | import what you need from a file or a package",
        "window.x | there is no page",
        "localStorage.x | use this.state",
        "new WeakRef({}) | garbage collector",
        "eval('1') | code cannot be made",
        "WebAssembly.x | code cannot be made",
        "performance.now() | this.actjs.now()",
        "new SharedArrayBuffer(1) | nothing is shared",
      })
  void fault10_whatActorsDoNotHaveIsRefusedWithWhatTheyHave(String use, String advice) {
    String refusal = refusal(actor("Actor<any>", "@handler('a') a() { " + use + " }"));

    assertTrue(refusal.contains(advice), refusal);
    assertTrue(refusal.startsWith("Counter.ts:4:"), refusal);
    for (String wrong : List.of("lib", "install", "npm", "target")) {
      assertEquals(false, refusal.contains(wrong), refusal);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "using x = { [Symbol.dispose]() {} };",
        "await using x = { async [Symbol.asyncDispose]() {} };",
        "return Object.groupBy([1], x => (x % 2 ? 'odd' : 'even'));",
        "return new Set([1]).union(new Set([2])).size;",
        "return [1].values().map(x => x * 2).toArray();",
        "return Promise.withResolvers<number>().promise;",
        "return Temporal.PlainDate.from('2024-01-01').toString();",
        "return /\\p{RGI_Emoji}/v.test(RegExp.escape('x'));",
        "return Uint8Array.fromBase64('YQ==').toHex();",
        "return new Float16Array(1).length + Math.sumPrecise([1]);",
        "return Error.isError(1) || structuredClone({ a: [1] }).a.length;",
        "return Promise.try(() => 1);",
        "console.log(new URL('a:b').searchParams.get('x')?.length, crypto.randomUUID(), atob('YQ'));",
      })
  void fault10_whatV8HasTypeChecks(String body) {
    assertEquals("", refusal(actor("Actor<any>", "@handler('a') async a() { " + body + " }")));
  }

  @Test
  void argumentsThatArriveAreHeldAgainstTheTypesOfTheSource() {
    CompiledClass counter =
        compiler.compile(ActorClasses.ref("Counter"), ActorClasses.COUNTER, true);
    try (KernelStage stage = new KernelStage()) {
      stage.isolate.load(99, counter);
      assertEquals("5", stage.create(99, null).call("add", "{\"by\":5}").result());
      assertEquals(
          ProblemCode.SchemaInvalid, stage.create(99, null).fail("add", "{\"by\":\"x\"}").code());
    }
  }

  record Deep(String name, IntFunction<String> source) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Deep> deepSources() {
    List<Deep> deep = new ArrayList<>();
    deep.add(new Deep("concatenation", n -> "return 'a'" + " + 'a'".repeat(n)));
    deep.add(new Deep("chain", n -> "const p: any = {}; return p" + ".x(1)".repeat(n)));
    deep.add(new Deep("lists", n -> "return " + "[".repeat(n) + "]".repeat(n)));
    deep.add(new Deep("parentheses", n -> "return " + "(".repeat(n) + "1" + ")".repeat(n)));
    deep.add(new Deep("functions", n -> "return " + "(() => ".repeat(n) + "1" + ")".repeat(n)));
    deep.add(new Deep("blocks", n -> "{".repeat(n) + "}".repeat(n)));
    deep.add(new Deep("else", n -> "const k: any = 1; " + "if (k) k; else ".repeat(n) + "k;"));
    return deep;
  }

  @ParameterizedTest
  @MethodSource("deepSources")
  void fault27_aSourceThatIsTooDeepIsRefusedWithThePlace(Deep deep) {
    String source =
        actor("Actor<any>", "@handler('a') a() { " + deep.source().apply(20_000) + " }");
    for (boolean check : new boolean[] {true, false}) {
      ActjsException e =
          assertThrows(
              ActjsException.class,
              () -> compiler.compile(ActorClasses.ref("Counter"), source, check));
      assertEquals(ProblemCode.SyntaxInvalid, e.code(), e::detail);
      assertTrue(
          e.detail().matches("Counter\\.ts(:4:\\d+)?: this nests too deeply for the compiler: .*"),
          e::detail);
    }
    assertEquals("", refusal(actor("Actor<any>", "@handler('a') a() { return 1; }")));
  }
}
