package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.engine.KernelStage.LiveActor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What actor code can and cannot do to the world that it shares with other classes. */
class LockdownTest {
  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  /** Evaluates an expression in a handler; an error's name and message when it throws. */
  private String run(String expression) {
    LiveActor actor =
        stage.create(
            """
            return class extends Actor {
              state = { a: [1, 2], o: {} };
              static _handlers = {
                run() { try { return String((() => { %s })()); } catch (e) { return "threw " + e.name; } },
              };
            }
            """
                .formatted(expression));
    String result = actor.call("run").result();
    return result == null ? "" : result.substring(1, result.length() - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Array.prototype.push = () => 0",
        "Object.prototype.polluted = 1",
        "Object.defineProperty(Object.prototype, 'toString', { value: 1 })",
        "globalThis.leak = 1",
        "globalThis.JSON = {}",
        "JSON.stringify = () => ''",
        "Math.random = () => 4",
        "Date.now = () => 4",
        "Date.prototype.constructor.now = () => 4",
        "Promise.prototype.then = () => 4",
        "Object.getPrototypeOf(function* () {}).prototype.next = 1",
        "Object.getPrototypeOf(async function () {}).x = 1",
        "Object.getPrototypeOf([][Symbol.iterator]()).next = 1",
        "Object.setPrototypeOf(Array.prototype, { x: 1 })",
        "Actor.prototype.onInit = () => 4",
        "Actor.all = 1",
        "actjs.Actor = class {}",
        "handler.x = 1",
        "Object.getPrototypeOf(this.actjs).call = 1",
        "this.actjs.self.id = 'other'",
        "this.actjs = {}",
        "Error.prepareStackTrace = () => 1",
        "Error.stackTraceLimit = 0",
        "eval('1')",
        "new Function('return 1')()",
        "(async () => {}).constructor('return 1')()",
        "(function* () {}).constructor('yield 1')()",
        "Object.getPrototypeOf(this.state.a[Symbol.iterator]()).next = 1",
        "Object.getPrototypeOf(this.state.a.values()).x = 1",
        "try { Object.freeze(this.state.o); } catch (e) { e.constructor.prototype.code = 1; }",
        "try { Object.freeze(this.state.o); } catch (e) { e.constructor.x = 1; }",
        "this.actjs.call.x = 1",
        "this.actjs.log.info.x = 1",
        "this.actjs.log.constructor.prototype.info = 1",
        "require.x = 1",
        "Actor.prototype.onInit.x = 1",
        "actjs.handler.call = 1",
        "Object.freeze(this.state)",
        "Object.setPrototypeOf(this.state, {})",
        "Object.defineProperty(this.state, 'x', { get() {} })",
        "new Actor()",
        "secret",
        "require('node:fs')",
        "process.exit()",
        "fetch('http://localhost')",
        "Java.type('java.lang.System')",
        "kernel",
        "modules",
        "hosts",
      })
  void w52_w86_isRefused(String expression) {
    String result = run(expression + "; return 'done'");
    assertEquals(true, result.startsWith("threw "), result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return typeof WebAssembly | undefined",
        "return typeof SharedArrayBuffer + typeof Atomics | undefinedundefined",
        "return typeof setTimeout + typeof fetch + typeof eval | undefinedundefinedundefined",
        "return Object.getOwnPropertyNames(globalThis).includes('JavetResourceName') | false",
        "const e = new Error('m'); e.name = 'Mine'; e.message = 'x'; return e.name + e | MineMine: x",
        "class E extends TypeError { constructor() { super('m'); this.name = 'E'; } } return String(new E()) | E: m",
        "const o = {}; o.toString = () => 'own'; return String(o) | own",
        "const o = { constructor: 1 }; o.hasOwnProperty = 2; return o.constructor + o.hasOwnProperty | 3",
        "function F() {} F.prototype.toString = () => 'F'; F.prototype = {}; return 'ok' | ok",
        "class A { static name = 'n'; valueOf() { return 2; } } return A.name + new A() | n2",
        "const f = () => 1; f.call = 5; return f.call | 5",
        "return ['a', 'b'].map(x => x + x).join() + [...'xy'] + [...new Set([1, 1])] | aa,bbx,y1",
        "return new Date(0).toISOString() + new Date(2020, 0, 2).getDate() | 1970-01-01T00:00:00.000Z2",
        "return new Date() instanceof Date && typeof Date() === 'string' && Date.UTC(1970, 0) === 0 | true",
        "class D extends Date {} return new D(5).getTime() + (new D() instanceof D) | 6",
        "const r = Math.random(); return r >= 0 && r < 1 | true",
        "return Object.getPrototypeOf(Object.getPrototypeOf(this)) === Actor.prototype | true",
        "return this.state.a.constructor === Array && this.state.o instanceof Object | true",
        "return this.state.__proto__ | undefined",
        "return 'toString' in this.state.o && !Object.hasOwn(this.state.o, 'toString') | true",
        "this.state.o.toString = 1; this.state.o.constructor = 2; return Object.keys(this.state.o) | toString,constructor",
        "return Array.isArray(this.state.a) + JSON.stringify(this.state) | true{\\\"a\\\":[1,2],\\\"o\\\":{}}",
        "return missing = 1 | threw ReferenceError",
        "let s = ''; for (const k in this.state) s += k; return s + ('a' in this.state) | aotrue",
        "const [x, ...y] = this.state.a; return x + y.length + this.state.a.at(-1) | 4",
      })
  void works(String expression, String expected) {
    assertEquals(expected.strip(), run(expression));
  }

  @Test
  void classesShareNothing() {
    int one =
        stage.load(
            """
            const mine = [];
            return class extends Actor {
              static _handlers = { add() { mine.push(1); return mine.length; }, kit() { return Object.isFrozen(actjs); } };
            }
            """);
    assertEquals("1", stage.create(one, null).call("add").result());
    assertEquals("true", stage.create(one, null).call("kit").result());
  }
}
