package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.engine.KernelStage.LiveActor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that the isolate's classes share keeps something of a turn. */
class LeftoverTest {
  private static final String LOGIN =
      """
      return class extends Actor {
        state = {};
        static _handlers = { login({ token }) { return /^(\\w+)-(\\w+)$/.test(token); } };
      }
      """;

  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private String peek(String expression) {
    LiveActor login = stage.create(LOGIN);
    LiveActor other =
        stage.create(
            """
            return class extends Actor {
              state = {};
              static _handlers = { peek() {
                try { return String(%s); } catch (e) { return "threw " + e.name; } } };
            }
            """
                .formatted(expression));
    assertEquals("true", login.call("login", "{\"token\":\"secret-token\"}").result());
    return other.call("peek").result();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RegExp.$1",
        "RegExp.$2",
        "RegExp.$9",
        "RegExp.input",
        "RegExp['$_']",
        "RegExp.lastMatch",
        "RegExp['$&']",
        "RegExp.lastParen",
        "RegExp['$+']",
        "RegExp.leftContext",
        "RegExp['$`']",
        "RegExp.rightContext",
        "RegExp[\"$'\"]",
        "(class extends RegExp {}).$1",
        "Object.getOwnPropertyDescriptor(RegExp, '$1')",
        "/x/.constructor.lastMatch",
        "Function.prototype.caller",
        "Function.prototype.arguments",
        "Error.prepareStackTrace",
        "Symbol.keyFor(Symbol('x'))",
        "globalThis.token",
      })
  void fault8_nothingTellsOfTheLastMatch(String expression) {
    assertEquals("\"undefined\"", peek(expression));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RegExp.input = 'x'",
        "RegExp.$1 = 'x'",
        "Error.stackTraceLimit = 0",
        "Error.prepareStackTrace = () => 1",
        "Object.defineProperty(Error, 'prepareStackTrace', { value: 1 })",
        "Symbol.for('x').y = 1",
        "Object.freeze(Symbol.for('x')).y = 1",
        "((s => s)`a`).x = 1",
        "((s => s)`a`).raw.x = 1",
        "(() => {}).caller = 1; Function.prototype.caller = 1",
        "Intl.defaultLocale = 'de'",
        "Intl.DateTimeFormat.prototype.x = 1",
        "Intl.DateTimeFormat().resolvedOptions().constructor.x = 1",
        "Temporal.Now.x = 1",
        "Temporal.Instant.prototype.x = 1",
        "Iterator.prototype.x = 1",
        "Object.getPrototypeOf(Iterator.from({ next() {} })).x = 1",
        "Object.getPrototypeOf([].values().map(x => x)).x = 1",
        "Object.getPrototypeOf(new Intl.Segmenter().segment('a')).x = 1",
        "Object.getPrototypeOf(new Intl.Segmenter().segment('a')[Symbol.iterator]()).x = 1",
        "Object.getPrototypeOf(new Map().entries()).x = 1",
        "Object.getPrototypeOf('a'.matchAll(/a/g)).x = 1",
        "Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})())).x = 1",
        "Object.getPrototypeOf(Object.getPrototypeOf(Object.getPrototypeOf((async function* () {})()))).x = 1",
        "Object.getPrototypeOf(Iterator.concat([1])).x = 1",
        "Object.getPrototypeOf(new URLSearchParams('a=1').entries()).x = 1",
        "Object.getPrototypeOf(new URL('a:b').searchParams).x = 1",
        "structuredClone.x = 1",
        "TextDecoder.prototype.decode.x = 1",
        "console.x = 1",
        "DOMException.prototype.x = 1",
        "isActorErrorOf.x = 1",
      })
  void fault8_nothingSharedCanBeWritten(String expression) {
    String result =
        stage
            .create(
                """
                const { isActorError: isActorErrorOf } = actjs;
                return class extends Actor {
                  state = {};
                  static _handlers = { run() {
                    try { %s; return "written"; } catch (e) { return e.name; } } };
                }
                """
                    .formatted(expression))
            .call("run")
            .result();
    assertEquals("\"TypeError\"", result);
  }

  @Test
  void fault8_reducersSeeNoMatchOfOthers() {
    LiveActor actor =
        stage.create(
            """
            return class extends EventSourced {
              initialState() { return { seen: [] }; }
              reduce(state) { state.seen.push(String(RegExp.lastMatch), String(RegExp.$1)); }
              static _handlers = { x() { /(a)b/.test("ab"); return [{ type: "x" }]; } };
            }
            """);
    actor.call("x");
    assertEquals("{\"seen\":[\"undefined\",\"undefined\"]}", actor.state());
    assertEquals(actor.state(), actor.replayed().state());
  }

  /** Sloppy functions know their callers; there are none, in either form of source. */
  @Test
  void fault8_allActorCodeIsStrict() {
    try (TypeScriptCompiler compiler = TypeScriptCompiler.open()) {
      String run = "{ return (function () { return this === undefined; })(); }";
      for (String source :
          new String[] {
            "import { Actor, handler } from 'actjs'; export class Counter extends Actor { @handler('run') run() %s }"
                .formatted(run),
            "function run() %s return class extends actjs.Actor { static _handlers = { run }; }"
                .formatted(run),
          }) {
        CompiledClass compiled = compiler.compile(ActorClasses.ref("Counter"), source, false);
        stage.isolate.load(77, compiled);
        assertEquals("true", stage.create(77, null).call("run").result());
        stage.isolate.unload(77);
      }
    }
  }
}
