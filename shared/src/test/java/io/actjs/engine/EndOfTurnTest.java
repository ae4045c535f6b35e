package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What counts is the state at the end of the turn, down to the order of its members. */
class EndOfTurnTest {
  private static final String STATE =
      "{\"a\":[1,2,3],\"o\":{\"k\":1,\"l\":2},\"m\":{\"x\":{\"n\":1}}}";

  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private LiveActor actor(String statement) {
    return stage.create(
        """
        const remove = (array, test) => {
          const at = [];
          array.forEach((value, i) => { if (test(value)) at.push(i); });
          for (let i = at.length - 1; i >= 0; i--) Array.prototype.splice.call(array, at[i], 1);
        };
        return class extends Actor {
          state = { a: [1, 2, 3], o: { k: 1, l: 2 }, m: { x: { n: 1 } } };
          static _handlers = { run() { const s = this.state; %s } };
        }
        """
            .formatted(statement));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "Array.prototype.shift.call(s.a) | [2,3]",
        "Array.prototype.pop.call(s.a) | [1,2]",
        "Array.prototype.splice.call(s.a, 0, 1) | [2,3]",
        "Array.prototype.splice.call(s.a, 1, 0, 7, 8, 9) | [1,7,8,9,2,3]",
        "Array.prototype.unshift.call(s.a, 7, 8) | [7,8,1,2,3]",
        "Array.prototype.reverse.call(s.a) | [3,2,1]",
        "Array.prototype.push.call(s.a, 7, 8) | [1,2,3,7,8]",
        "Array.prototype.copyWithin.call(s.a, 0, 1) | [2,3,3]",
        "Array.prototype.fill.call(s.a, 0) | [0,0,0]",
        "Array.prototype.sort.call(s.a, (x, y) => y - x) | [3,2,1]",
        "remove(s.a, n => n % 2 === 1) | [2]",
        "delete s.a[2]; s.a.length-- | [1,2]",
        "delete s.a[0]; s.a[0] = 5 | [5,2,3]",
        "delete s.a[0]; s.a.shift() | [2,3]",
        "s.a.length = 5; s.a[3] = 4; s.a[4] = 5 | [1,2,3,4,5]",
        "s.a.length = 500; s.a.length = 2 | [1,2]",
        "s.a.length = 100000; s.a.length = 2 | [1,2]",
        "s.a[200] = 1; s.a.length = 1 | [1]",
        "s.a[4] = 5; s.a[3] = 4 | [1,2,3,4,5]",
        "s.a[1] = Infinity; s.a[1] = 9 | [1,9,3]",
        "s.a[1] = undefined; s.a[1] = 9 | [1,9,3]",
        "s.a.push(undefined, NaN); s.a.splice(3, 2) | [1,2,3]",
        "s.a.fill(undefined); s.a.fill(0) | [0,0,0]",
        "s.a[0] = new Date(0); s.a[0] = s.a[0].getTime() | [0,2,3]",
        "s.a[0] = n => n + 1; s.a[0] = s.a[0](4) | [5,2,3]",
        "s.a.reverse(); s.a[1] = new Map(); s.a[1] = 4 | [3,4,1]",
        "s.a.tmp = 1; delete s.a.tmp | [1,2,3]",
        "s.a.tmp = {}; s.a.reverse(); delete s.a.tmp | [3,2,1]",
        "s.a = s.a.concat(s.a); s.a.length -= 2 | [1,2,3,1]",
        "s.a.length = 4; s.a[3] = s.a.map(n => n).length | [1,2,3,4]",
        "s.a.length = 4; s.a[3] = s.a.filter(() => true).length | [1,2,3,3]",
      })
  void fault28_anArrayMayPassThroughAnything(String statement, String array) {
    LiveActor actor = actor(statement);
    actor.call("run");
    assertEquals(STATE.replace("[1,2,3]", array.strip()), actor.state());
    assertEquals(actor.state(), actor.replayed().state());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "s.o.k = undefined; s.o.k = 3 | {\"k\":3,\"l\":2}",
        "s.o.k = undefined | {\"l\":2}",
        "s.o.z = undefined; s.o.y = 1; s.o.z = 2 | {\"k\":1,\"l\":2,\"z\":2,\"y\":1}",
        "s.o.k = new Map(); s.o.k = [...s.o.k] | {\"k\":[],\"l\":2}",
        "s.o.k = 0 / 0; s.o.k = 1n; s.o.k = Number(s.o.k) | {\"k\":1,\"l\":2}",
        "delete s.o.k; s.o.k = 1 | {\"l\":2,\"k\":1}",
        "delete s.o.k; s.o.z = 0; s.o.k = 1; delete s.o.z; s.o.z = 1 | {\"l\":2,\"k\":1,\"z\":1}",
        "s.o.q = Object.keys(s.o).join(); delete s.o.k; s.o.p = Object.keys(s.o).join() | {\"l\":2,\"q\":\"k,l\",\"p\":\"l,q\"}",
        "delete s.o.k; s.o.k = 1; s.o = { ...s.o } | {\"l\":2,\"k\":1}",
        "delete s.o.k; s.o.k = 1; s.o.l = JSON.stringify(s.o) | {\"l\":\"{\\\"l\\\":2,\\\"k\\\":1}\",\"k\":1}",
        "delete s.o.k; s.o.l = 'k' in s.o | {\"l\":false}",
        "delete s.o.k; s.o.l = Object.hasOwn(s.o, 'k') | {\"l\":false}",
        "s.o.toString = 1; delete s.o.toString; s.o.l = typeof s.o.toString | {\"k\":1,\"l\":\"function\"}",
        "s.o[2] = 1; s.o[1] = 1; delete s.o[2]; s.o[2] = 3 | {\"1\":1,\"2\":3,\"k\":1,\"l\":2}",
      })
  void fault28_anObjectMayPassThroughAnything(String statement, String object) {
    LiveActor actor = actor(statement);
    actor.call("run");
    assertEquals(STATE.replace("{\"k\":1,\"l\":2}", object.strip()), actor.state());
    assertEquals(actor.state(), actor.replayed().state());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "const a = s.a; a.reverse(); delete s.a; a.push(a)",
        "const o = s.o; delete s.o; o.when = new Map(); s.o = 1",
        "const o = s.o; delete s.o; o.a = s.a; s.a.push(NaN); delete s.a",
        "const o = s.o, a = s.a; delete s.a; o.x = a; a.reverse(); a.push(a, new Map()); delete s.o",
        "const x = s.m.x; s.m.x = 1; x.self = x; delete s.m",
        "const { m } = s; m.y = [m]; delete s.m",
        "s.o.f = () => 1; delete s.o.f",
        "s.a.push(new Date()); s.a = []",
        "const d = { d: new Date() }; s.o.d = d; s.o = { d: 1 }",
      })
  void fault28_whatHasLeftTheStateDecidesNothing(String statement) {
    LiveActor actor = actor(statement);
    actor.call("run");
    assertEquals(actor.state(), actor.replayed().state());
  }

  @Test
  void fault28_anArrayThatLeftWithTheOneAroundItMayHoldAnything() {
    LiveActor actor =
        stage.create(
            """
            return class extends Actor {
              state = [[0, [1, 2]], {}, 3];
              static _handlers = {
                run() {
                  const rows = this.state;
                  const inner = rows[0][1];
                  inner.push(1n);
                  inner.reverse();
                  rows[1].seen = true;
                  rows.reverse();
                  rows.splice(1, 1);
                  rows.fill(3);
                },
              };
            }
            """);
    actor.call("run");
    assertEquals("[3,3]", actor.state());
    assertEquals(actor.state(), actor.replayed().state());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "s.a.length = 5 | state.a[3] is a hole; use splice",
        "s.a.length = 4294967295 | state.a.length would leave 4294967292 holes; push values",
        "s.a[50000] = 1 | state.a[3] is a hole; use splice",
        "delete s.a[1]; s.a.unshift(0) | state.a[2] is a hole",
        "s.a[0] = Infinity; s.a.reverse() | state.a[2] is Infinity",
        "s.a.reverse(); s.a[0] = undefined | state.a[0] is undefined",
        "s.a.tmp = 1 | state.a.tmp is a named member of an array; use an object",
        "s.a.tmp = 1; s.a.reverse() | state.a.tmp is a named member of an array",
        "const { o } = s; delete s.o; o.f = () => 1; s.m.o = o | state.m.o.f is a function",
        "Object.freeze(s.o) | state.o cannot be frozen, sealed or closed",
        "Object.seal(s.a) | state.a cannot be frozen, sealed or closed",
        "Object.preventExtensions(s) | state cannot be frozen, sealed or closed",
        "Object.freeze(s.o) | (with Immer: setAutoFreeze(false))",
        "Object.setPrototypeOf(s.o, null) | state.o cannot get another prototype",
        "Object.defineProperty(s.o, 'k', { get: () => 1 }) | state.o.k is not a plain member; assign a value",
        "Object.defineProperty(s.a, 0, { value: 1, writable: false }) | state.a[0] is not a plain member",
      })
  void fault28_whatStandsThereInTheEndIsJson(String statement, String message) {
    LiveActor actor = actor("delete s.o.k; s.o.k = 2; s.z = 0; delete s.m; " + statement);
    Outcome.TurnFailed failed =
        statement.contains("s.m.o")
            ? actor("delete s.o.k; " + statement).fail("run")
            : actor.fail("run");
    assertTrue(failed.message().contains(message.strip()), failed.message());
    assertEquals(ProblemCode.StateNotSerializable, failed.code());
    assertEquals(STATE, actor.state());
  }

  @Test
  void fault7_aFailedTurnKeepsTheOrderOfMembers() {
    LiveActor actor =
        stage.create(
            """
            return class extends Actor {
              state = { z: 1, a: 2, m: 3, 7: 4, in: { q: 1, b: 2 } };
              static _handlers = {
                fail() {
                  delete this.state.z;
                  delete this.state[7];
                  delete this.state.in.q;
                  this.state.z = this.state.in;
                  delete this.state.a;
                  this.state.in = { ...this.state.in, q: 1 };
                  this.state.a = 1;
                  throw new Error('no');
                },
                large() {
                  delete this.state.z;
                  this.state.z = 'x'.repeat(5 << 20);
                },
                keys() { return Object.keys(this.state); },
              };
            }
            """);
    String before = actor.state();
    actor.fail("fail");
    assertEquals(before, actor.state());
    assertEquals(ProblemCode.PatchTooLarge, actor.fail("large").code());
    assertEquals(before, actor.state());
    assertEquals("[\"7\",\"z\",\"a\",\"m\",\"in\"]", actor.call("keys").result());
    assertEquals(before, actor.replayed().state());
  }

  @Test
  void fault7_aReducerFindsTheSameOrderAfterARestart() {
    LiveActor actor =
        stage.create(
            """
            return class extends EventSourced {
              initialState() { return { a: 1, b: 2, c: 3 }; }
              static _handlers = {
                bad() { return [{ type: 'touch', key: 'b' }, { type: 'bad' }]; },
                first() { return [{ type: 'first' }]; },
                touch() { return [{ type: 'touch', key: 'a' }, { type: 'touch', key: 'b' }]; },
              };
              reduce(state, event) {
                if (event.type === 'bad') { delete state.a; throw new Error('refused'); }
                if (event.type === 'first') { delete state[Object.keys(state)[0]]; return; }
                const value = state[event.key];
                delete state[event.key];
                state[event.key] = value;
              }
            }
            """);
    actor.fail("bad");
    assertEquals("{\"a\":1,\"b\":2,\"c\":3}", actor.state());
    actor.call("touch");
    assertEquals("{\"c\":3,\"a\":1,\"b\":2}", actor.state());
    actor.fail("bad");
    actor.call("first");
    assertEquals("{\"a\":1,\"b\":2}", actor.state());
    assertEquals(actor.state(), actor.replayed().state());
  }

  @Test
  void fault7_aSnapshotOfItsOwnKeepsTheOrderToo() {
    LiveActor actor =
        stage.create(
            """
            return class extends Actor {
              state = { a: 1, b: 2, c: 3, 5: 5 };
              snapshot() { return { ...this.state }; }
              static _handlers = {
                touch({ key }) {
                  const value = this.state[key];
                  delete this.state[key];
                  this.state[key] = value;
                },
              };
            }
            """);
    for (String key : new String[] {"a", "c", "b", "b", "a"}) {
      actor.call("touch", "{\"key\":\"" + key + "\"}");
      assertEquals(actor.state(), actor.replayed().state());
    }
    assertEquals("{\"5\":5,\"c\":3,\"b\":2,\"a\":1}", actor.state());
  }

  @Test
  void fault7_anObjectThatAnEarlierTurnKeptIsReadAsItIs() {
    LiveActor actor =
        stage.create(
            """
            return class extends Actor {
              state = { a: 1, b: 2 };
              static _handlers = {
                keep() {
                  this.kept = this.state;
                  delete this.kept.a;
                  return 'a' in this.kept;
                },
                fail() {
                  this.kept = this.state;
                  delete this.kept.b;
                  throw new Error('no');
                },
                look() {
                  this.state.a = 3;
                  return [Object.keys(this.kept), 'a' in this.kept, 'b' in this.kept];
                },
              };
            }
            """);
    assertEquals("false", actor.call("keep").result());
    assertEquals("[[\"b\",\"a\"],true,true]", actor.call("look").result());
    actor.fail("fail");
    assertEquals("[[\"b\",\"a\"],true,true]", actor.call("look").result());
  }

  @Test
  void fault33_aConstructorMustNotMakeTheStateUndefined() {
    Outcome.TurnFailed failed =
        stage.failToCreate(
            "return class extends Actor { constructor() { super(); this.state = undefined; } }");
    assertEquals(ProblemCode.StateNotSerializable, failed.code());
    assertEquals("state is undefined; use null", failed.message());
  }

  @Test
  void fault24_aTurnWhoseOutcomeCannotBeWrittenIsUndone() {
    String plant = "done(host, turn, result, change, { tells, reminders, tags, emits }) {";
    String fault = plant + " if (result === '\"planted\"') throw new RangeError('too long');";
    try (KernelStage planted =
        new KernelStage(
            PlantedKernel.open(KernelStage.UNHURRIED, PlantedKernel.replacing(plant, fault)))) {
      LiveActor actor =
          planted.create(
              """
              return class extends Actor {
                state = { a: 1, b: [1] };
                static _handlers = {
                  run() {
                    delete this.state.a;
                    this.state.b.push({});
                    this.state.a = 2;
                    return 'planted';
                  },
                };
              }
              """);
      assertTrue(actor.fail("run").message().contains("too long"));
      assertEquals("{\"a\":1,\"b\":[1]}", actor.state());
    }
  }
}
