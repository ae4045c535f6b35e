package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is not JSON is refused with its path, and the turn undone. */
class StateRefusalTest {
  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private LiveActor actor(String statement) {
    return stage.create(
        """
        class Point { x = 1; }
        return class extends Actor {
          state = { items: [1, { n: 1 }], o: {} };
          static _handlers = { run() { const s = this.state; s.o.touched = 1; %s } };
        }
        """
            .formatted(statement));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s.items.push({ when: new Date(0) }) | state.items[2].when is a Date; store when.toISOString()",
        "s.when = new Date(0) | state.when is a Date; store when.toISOString()",
        "s.items[1] = new Date(0) | state.items[1] is a Date; store value.toISOString()",
        "s.o.m = new Map() | state.o.m is a Map; store Object.fromEntries(m) or [...m]",
        "s.o.m = { m: new Set() } | state.o.m.m is a Set; store [...m]",
        "s.o.f = () => 1 | state.o.f is a function; only data can be stored or returned",
        "s.o = { f() {} } | state.o.f is a function; only data can be stored or returned",
        "s.o.y = Symbol('q') | state.o.y is a symbol; store a string",
        "s.o = { [Symbol('q')]: 1 } | state.o has the symbol Symbol(q) as a key; use a string",
        "s.o[Symbol('q')] = 1 | state.o[\"Symbol(q)\"] has a name that no state may use",
        "s.o.b = 1n | state.o.b is a bigint; store String(b)",
        "s.o.n = NaN | state.o.n is NaN; JSON has no such number",
        "s.o = [1, -Infinity] | state.o[1] is -Infinity; JSON has no such number",
        "s['a b'] = { p: new Point() } | state[\"a b\"].p is an instance of Point; store a plain object",
        "s.o.p = new Point() | state.o.p is an instance of Point; store a plain object",
        "s.o.p = Promise.resolve() | state.o.p is a Promise; await it",
        "s.o.p = /x/ | state.o.p is an instance of RegExp; store a plain object",
        "s.o = { get a() { return 1; } } | state.o.a is an accessor; store its value",
        "s.o = [undefined] | state.o[0] is undefined; use null, or leave the element out",
        "s.o = [, 1] | state.o[0] is undefined; use null, or leave the element out",
        "s.items[1] = undefined | state.items[1] is undefined; use null, or leave the element out",
        "s.items.push(undefined) | state.items[2] is undefined; use null, or leave the element out",
        "s.items[9] = 1 | state.items[2] is a hole; use splice",
        "s.items.length = 9 | state.items[2] is a hole; use splice",
        "delete s.items[0] | state.items[0] is a hole; use splice",
        "s.items.name = 1 | state.items.name is a named member of an array; use an object",
        "s.o = 'abc'.match(/b/) | state.o is an array with named members; store an object",
        "s.o = JSON.parse('{\"__proto__\": 1}') | state.o.__proto__ has a name that no state may use",
        "s.o['__proto__'] = {} | state.o.__proto__ has a name that no state may use",
        "const a = {}; a.a = a; s.o.a = a | state.o.a contains itself",
        "s.o.a = s.o | state.o.a contains itself",
        "let a = {}; for (let i = 0; i < 600; i++) a = { a }; s.o = a | is nested deeper than 500",
        "Object.defineProperty(s.o, 'x', { get() { return 1; } }) | state.o.x is not a plain member",
        "Object.defineProperty(s.o, 'x', { value: 1 }) | state.o.x is not a plain member",
        "this.state = new Date() | state is a Date; store value.toISOString()",
        "this.state = undefined | state is undefined; use null",
        "this.state = () => 1 | state is a function; only data can be stored or returned",
        "this.state = NaN | state is NaN; JSON has no such number",
        "this.state = Symbol('q') | state is a symbol; store a string",
        "return () => 1 | result is a function; only data can be stored or returned",
        "return { a: [s, { b: new Date() }] } | result.a[1].b is a Date; store b.toISOString()",
        "this.actjs.tell({ class: 'A', id: 'b' }, 't', { a: 1n }) | payload.a is a bigint",
      })
  void refuses(String statement, String message) {
    LiveActor actor = actor(statement);
    Outcome.TurnFailed failed = actor.fail("run");
    assertTrue(failed.message().contains(message.strip()), failed.message());
    assertEquals(ProblemCode.StateNotSerializable, failed.code());
    assertEquals("{\"items\":[1,{\"n\":1}],\"o\":{}}", actor.state());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "s.o.a = undefined | {\"items\":[1,{\"n\":1}],\"o\":{\"touched\":1}}",
        "s.items = undefined | {\"o\":{\"touched\":1}}",
        "s.o = { a: undefined, b: -0 } | {\"items\":[1,{\"n\":1}],\"o\":{\"b\":0}}",
        "s.o = Object.freeze({ a: [1] }) | {\"items\":[1,{\"n\":1}],\"o\":{\"a\":[1]}}",
        "s.o = Object.assign(Object.create(null), { a: 1 }) | {\"items\":[1,{\"n\":1}],\"o\":{\"a\":1}}",
        "s.o = '\\ud800' | {\"items\":[1,{\"n\":1}],\"o\":\"\\ud800\"}",
        "this.state = 7 | 7",
        "const a = { d: new Date(0) }; s.items.push(a); s.items.pop() | {\"items\":[1,{\"n\":1}],\"o\":{\"touched\":1}}",
        "const a = { d: new Date(0) }; s.items.push(a); a.d = 0 | {\"items\":[1,{\"n\":1},{\"d\":0}],\"o\":{\"touched\":1}}",
      })
  void accepts(String statement, String state) {
    LiveActor actor = actor(statement);
    actor.call("run");
    assertEquals(state.strip(), actor.state());
    assertEquals(actor.state(), actor.replayed().state());
  }

  @Test
  void limitsOfOneTurnAndOfTheState() {
    try (KernelStage small =
        new KernelStage(new EngineLimits(5_000, 256L << 20, 2_000, 1_000, 10, 60_000))) {
      LiveActor actor =
          small.create(
              """
              return class extends Actor {
                state = { text: "", list: [] };
                static _handlers = {
                  add({ n }) { this.state.list.push("x".repeat(n)); },
                  clear() { this.state.list.length = 0; },
                };
              }
              """);
      Outcome.TurnFailed patch = actor.fail("add", "{\"n\":990}");
      assertEquals(ProblemCode.PatchTooLarge, patch.code());
      actor.call("add", "{\"n\":900}");
      actor.call("add", "{\"n\":900}");
      Outcome.TurnFailed state = actor.fail("add", "{\"n\":300}");
      assertEquals(ProblemCode.StateTooLarge, state.code());
      assertTrue(state.message().contains("2000"), state.message());
      for (int i = 0; i < 20; i++) {
        actor.call("clear");
        actor.call("add", "{\"n\":900}");
        actor.call("add", "{\"n\":900}");
      }
      assertEquals(ProblemCode.StateTooLarge, actor.fail("add", "{\"n\":300}").code());
    }
  }
}
