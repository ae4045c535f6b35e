package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What actor code does to errors of the kernel's, and to what it sends, ends its own turn only. */
class ForgedErrorTest {
  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private LiveActor actor(String body) {
    return stage.create(
        """
        class Bad extends Actor {
          %s
          fine() { return 1; }
        }
        Bad._handlers = { run: Bad.prototype.run, fine: Bad.prototype.fine };
        return Bad;
        """
            .formatted(body));
  }

  private Outcome.TurnFailed failed(LiveActor actor) {
    Outcome.TurnFailed failed = KernelStage.only(Outcome.TurnFailed.class, actor.step("run", "{}"));
    assertEquals("1", KernelStage.only(Outcome.TurnDone.class, actor.step("fine", "{}")).result());
    return failed;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "e.code = 'Bogus'",
        "e.code = 5",
        "delete e.code",
        "Object.defineProperty(e, 'code', { value: 'ShuttingDown' })",
        "e.name = 7",
        "e.message = { length: 1, toWellFormed: () => 5 }",
        "e.stack = { length: 2 }",
        "Object.setPrototypeOf(e, null)"
      })
  void anErrorOfTheKernelKeepsItsCode(String change) {
    LiveActor actor =
        actor(
            "run() { try { this.actjs.abort('x'); } catch (e) { try { "
                + change
                + "; } catch { } throw e; } }");
    ProblemCode code = failed(actor).code();
    assertTrue(code == ProblemCode.ActorAbort || code == ProblemCode.HandlerError, code::name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "throw new e.constructor('ShuttingDown', 'boo')",
        "throw new (Object.getPrototypeOf(e).constructor)('Zz', 'boo')",
        "throw Object.create(Object.getPrototypeOf(e), { code: { value: 'ShuttingDown' } })"
      })
  void nobodyElseMakesSuchAnError(String forge) {
    LiveActor actor =
        actor(
            "run() { let e; try { this.actjs.scheduleAt(0, 'run'); } catch (caught) { e = caught; } "
                + forge
                + "; }");
    assertEquals(ProblemCode.HandlerError, failed(actor).code());
  }

  @Test
  void anUnknownCodeIsTheHandlersError() {
    Outcome outcome =
        new OutcomeReader().read("F 1 2 0:2:3:0:-1:-1:-1:-1\nZzboo").outcomes().getFirst();
    assertEquals(
        new Outcome.TurnFailed(1, 2, false, ProblemCode.HandlerError, "boo", "", Map.of()),
        outcome);
  }

  @Test
  void whatATurnSendsIsBoundedInSize() {
    LiveActor large =
        actor("run() { this.actjs.tell({ class: 'A', id: '1' }, 'x', 'y'.repeat(2 << 20)); }");
    assertEquals(ProblemCode.PayloadTooLarge, failed(large).code());
    LiveActor many =
        actor(
            "run() { for (let i = 0; i < 9; i++) this.actjs.scheduleAt(this.actjs.now(), 'fine', 'y'.repeat(1e6)); }");
    assertEquals(ProblemCode.OutboxFull, failed(many).code());
    assertEquals(
        List.of(), KernelStage.only(Outcome.TurnDone.class, many.step("fine", "{}")).reminders());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ ['a'.repeat(256)]: function () {} }",
        "{ '': function () {} }",
        "{ '\\ud800': function () {} }",
        "Object.fromEntries(Array.from({ length: 1001 }, (_, i) => ['h' + i, function () {}]))"
      })
  void handlersNamesAreBounded(String handlers) {
    ActjsException e =
        org.junit.jupiter.api.Assertions.assertThrows(
            ActjsException.class,
            () -> stage.load("class A extends Actor {} A._handlers = " + handlers + "; return A;"));
    assertEquals(ProblemCode.ClassInvalid, e.code());
  }
}
