package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.engine.Outcome.Emit;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a handler emits, as the server gets it. */
class EmitTest {
  private static final String ROOM =
      """
      class Room extends Actor {
        state = { said: 0 };
        say({ type, data, options }) { this.actjs.emit(type, data, options); }
        two() {
          this.actjs.emit('one', [1]);
          this.state.said++;
          this.actjs.emit('two');
          return 'x';
        }
        fail() { this.actjs.emit('no'); throw new Error('failed'); }
        abort() { this.actjs.emit('no'); this.actjs.abort('refused'); }
        async later() {
          this.actjs.emit('before');
          await this.actjs.call({ class: 'Other', id: 'o' }, 'get');
          this.actjs.emit('after', this.state);
        }
        big({ chars }) {
          try { this.actjs.emit('big', 'x'.repeat(chars - 2)); } catch {}
        }
        many({ count }) {
          try { for (let i = 0; i < count; i++) this.actjs.emit('n', i); } catch {}
        }
        odd({ js }) { this.actjs.emit('odd', { nan: NaN, date: new Date(0), fn: () => 1 }[js]); }
      }
      const names = ['say', 'two', 'fail', 'abort', 'later', 'big', 'many', 'odd'];
      Room._handlers = Object.fromEntries(names.map(name => [name, Room.prototype[name]]));
      return Room;
      """;

  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private static Emit toAll(String type, String data) {
    return new Emit(type, data, Emit.To.ALL, List.of());
  }

  @Test
  void messagesLeaveWithTheirTurnInOrder() {
    LiveActor room = stage.create(ROOM);
    Outcome.TurnDone done = room.call("two");
    assertEquals(List.of(toAll("one", "[1]"), toAll("two", "{}")), done.emits());
    assertEquals("\"x\"", done.result());
    assertTrue(done.change().contains("/said"), done.change());
    assertEquals(List.of(), done.outbox());
    assertEquals(List.of(), room.call("say", "{\"type\":\"alone\"}").reminders());
  }

  @Test
  void aTurnThatOnlyEmitsChangesNothing() {
    Outcome.TurnDone done = stage.create(ROOM).call("say", "{\"type\":\"t\",\"data\":null}");
    assertEquals("[]", done.change());
    assertEquals(List.of(toAll("t", "null")), done.emits());
  }

  @ParameterizedTest
  @ValueSource(strings = {"fail", "abort"})
  void whatAFailedTurnEmitsIsGoneWithIt(String method) {
    LiveActor room = stage.create(ROOM);
    assertEquals(method.equals("fail"), room.fail(method).code() == ProblemCode.HandlerError);
    assertEquals(List.of(toAll("next", "{}")), room.call("say", "{\"type\":\"next\"}").emits());
  }

  @Test
  void itGoesOnAfterAnAwait() {
    LiveActor room = stage.create(ROOM);
    List<Outcome> first = room.step("later", "{}");
    Outcome.CallOut asked =
        (Outcome.CallOut)
            first.stream().filter(Outcome.CallOut.class::isInstance).findFirst().orElseThrow();
    assertEquals(
        List.of(toAll("before", "{}"), toAll("after", "{\"said\":0}")),
        room.done(room.resume(asked.call(), "1")).emits());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"a\"                        | WHO       | a",
        "['a', 'b']                   | WHO       | a,b",
        "{ principal: 'p' }           | PRINCIPAL | p",
        "{ principal: ['p', 'q'] }    | PRINCIPAL | p,q",
      })
  void itMayNameItsRecipients(String to, Emit.To kind, String names) {
    LiveActor room =
        stage.create(
            "class Room extends Actor { say() { this.actjs.emit('t', 1, { to: %s }); } }\n"
                    .formatted(to)
                + "Room._handlers = { say: Room.prototype.say }; return Room;");
    assertEquals(
        List.of(new Emit("t", "1", kind, List.of(names.split(",")))), room.call("say").emits());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\":5}                                   | HandlerError",
        "{\"type\":\"\"}                                | SchemaInvalid",
        "{\"type\":\"t\",\"options\":7}                 | HandlerError",
        "{\"type\":\"t\",\"options\":{\"to\":7}}        | HandlerError",
        "{\"type\":\"t\",\"options\":{\"to\":{}}}       | HandlerError",
        "{\"type\":\"t\",\"options\":{\"to\":\"\"}}     | SchemaInvalid",
        "{\"type\":\"t\",\"options\":{\"to\":[1]}}      | HandlerError",
      })
  void whatIsNoMessageIsRefused(String args, ProblemCode code) {
    assertEquals(code, stage.create(ROOM).fail("say", args).code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"nan", "date", "fn"})
  void whatIsNotJsonIsRefused(String js) {
    assertEquals(
        ProblemCode.StateNotSerializable,
        stage.create(ROOM).fail("odd", "{\"js\":\"" + js + "\"}").code());
  }

  @Test
  void aMessageMayHaveSoManyCharacters() {
    LiveActor room = stage.create(ROOM);
    assertEquals(1, room.call("big", "{\"chars\":65536}").emits().size());
    Outcome.TurnFailed failed = room.fail("big", "{\"chars\":65537}");
    assertEquals(ProblemCode.PayloadTooLarge, failed.code());
    assertTrue(failed.message().contains("65536 are the limit"), failed.message());
  }

  @Test
  void aTurnMayEmitSoManyMessages() {
    LiveActor room = stage.create(ROOM);
    assertEquals(1_000, room.call("many", "{\"count\":1000}").emits().size());
    assertEquals(ProblemCode.OutboxFull, room.fail("many", "{\"count\":1001}").code());
  }

  @Test
  void lifecycleMethodsMayEmit() {
    int key =
        stage.load(
            """
            return class Room extends Actor {
              onInit() { this.actjs.emit('init'); }
              onActivate() { this.actjs.emit('active'); }
              onDeactivate() { this.actjs.emit('bye'); }
            };
            """);
    LiveActor room = stage.create(key, null);
    assertEquals(List.of(toAll("bye", "{}")), room.done(room.deactivate()).emits());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "return class T extends Actor { constructor() { super(); this.actjs.emit('t'); } } | HandlerError",
        "return class T extends Actor { field = this.actjs.emit('t'); }                    | HandlerError",
        "return class T extends EventSourced { initialState() { this.actjs.emit('t'); } }  | ImpureReducer",
      })
  void itIsRefusedWhereNoTurnRuns(String source, ProblemCode code) {
    Outcome.TurnFailed failed = stage.failToCreate(source);
    assertEquals(code, failed.code(), failed.message());
    assertTrue(failed.message().contains("this.actjs"), failed.message());
  }

  @Test
  void aReducerMayNotEmit() {
    LiveActor account =
        stage.create(
            """
            class Account extends EventSourced {
              initialState() { return {}; }
              pay() { return [{ type: 'paid' }]; }
              reduce(state, event) { this.actjs.emit('paid'); }
            }
            Account._handlers = { pay: Account.prototype.pay };
            return Account;
            """);
    Outcome.TurnFailed failed = account.fail("pay");
    assertEquals(ProblemCode.ImpureReducer, failed.code(), failed.message());
  }

  @Test
  void aMigrationMayNotEmit() {
    int one = stage.load("return class Thing extends Actor {};");
    int two =
        stage.load(
            "return class Thing extends Actor { migrate(s) { this.actjs.emit('m'); return s; } };");
    ActjsException failed =
        assertThrows(
            ActjsException.class,
            () -> stage.isolate.migrate(new Migration(List.of(one, two), "{}", List.of())));
    assertEquals(ProblemCode.MigrationFailed, failed.code());
    assertTrue(failed.detail().contains("this.actjs"), failed.detail());
  }

  @Test
  void anotherActorsTurnIsNotItsOwn() {
    int key =
        stage.load(
            """
            let other = null;
            class Room extends Actor {
              lend() { other = this; }
              use() { other.actjs.emit('mine'); }
            }
            Room._handlers = { lend: Room.prototype.lend, use: Room.prototype.use };
            return Room;
            """);
    stage.create(key, null).call("lend");
    Outcome.TurnFailed failed = stage.create(key, null).fail("use");
    assertTrue(
        failed.code() == ProblemCode.StateReadOnly || failed.code() == ProblemCode.HandlerError,
        failed.toString());
  }
}
