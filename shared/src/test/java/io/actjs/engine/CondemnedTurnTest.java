package io.actjs.engine;

import static io.actjs.engine.KernelStage.only;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What condemns a turn cannot be caught away, and no actor writes into another one's turn. */
class CondemnedTurnTest {
  private final KernelStage stage = new KernelStage();

  @AfterEach
  void close() {
    stage.close();
  }

  private LiveActor actor(String body) {
    return stage.create(
        """
        return class extends Actor {
          state = { n: 0 };
          static _handlers = { async %1$s, get() { return this.state.n; } };
        }
        """
            .formatted(body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run() { this.state.n = 1; try { this.actjs.abort('no'); } catch {} return 7; }",
        "run() { try { this.actjs.abort('no'); } catch {} this.state.n = 1; }",
        "run() { try { this.actjs.abort('no'); } catch {} try { this.state.n = 1; } catch {} }",
        "run() { try { this.actjs.abort('no'); } catch (e) { e.message = 'other'; throw new Error('x'); } }",
        "run() { try { this.actjs.abort('no'); } finally { return 1; } }",
        "run() { try { await Promise.resolve(); this.actjs.abort('no'); } catch {} await 0; this.state.n = 2; }",
        "run() { await Promise.allSettled([1, 2].map(async () => this.actjs.abort('no'))); return 1; }",
        "run() { try { this.actjs.abort('no'); } catch {} try { this.actjs.abort('more'); } catch {} }",
      })
  void fault35_anAbortIsFinal(String body) {
    LiveActor actor = actor(body);
    Outcome.TurnFailed failed = actor.fail("run");
    assertEquals(ProblemCode.ActorAbort, failed.code());
    assertEquals("no", failed.message());
    assertTrue(failed.aborted());
    assertEquals("{\"n\":0}", actor.state());
    assertEquals("0", actor.call("get").result());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "run() { this.state.n = 1; this.actjs.tell({ class: 'Other', id: 'x' }, 'm'); this.actjs.defer(70); }",
        "run() { try { this.actjs.defer(70); } catch {} this.state.n = 1; return 7; }",
        "run() { try { this.actjs.defer(70); } catch {} try { this.actjs.defer(9); } catch {} }",
        "run() { try { this.actjs.defer(70); } catch {} this.actjs.abort('too late'); }",
        "run() { try { await 0; this.actjs.defer(70); } finally { throw new Error('x'); } }",
      })
  void toPutOffIsFinal(String body) {
    LiveActor actor = actor(body);
    Outcome.TurnPutOff putOff = only(Outcome.TurnPutOff.class, actor.step("run", "{}"));
    assertEquals(70, putOff.ms());
    assertEquals("{\"n\":0}", actor.state());
    assertEquals("0", actor.call("get").result());
  }

  @Test
  void anAbortBeforeItIsFinalToo() {
    LiveActor actor =
        actor("run() { try { this.actjs.abort('no'); } catch {} this.actjs.defer(1); }");
    assertEquals(ProblemCode.ActorAbort, actor.fail("run").code());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "1.5", "NaN", "Infinity", "'1'", "1e13"})
  void whatIsNoTimeIsRefused(String ms) {
    Outcome.TurnFailed failed = actor("run() { this.actjs.defer(%s); }".formatted(ms)).fail("run");
    assertEquals(ProblemCode.ReminderInvalid, failed.code());
  }

  @Test
  void fault35_whatGoesOnAfterAnAbortChangesNothing() {
    LiveActor actor =
        actor(
            """
            run() {
              const to = { class: 'Other', id: 'x' };
              this.actjs.tell(to, 'm');
              try { this.actjs.abort('no'); } catch {}
              const seen = [];
              for (const act of [
                () => this.actjs.tell(to, 'm'),
                () => this.actjs.call(to, 'm'),
                () => this.actjs.scheduleAt(this.actjs.now(), 'get'),
                () => this.actjs.cancel('x'),
                () => { this.state = 1; },
                () => { delete this.state.n; },
              ]) {
                try { await act(); } catch (e) { seen.push(e.code); }
              }
              this.actjs.log.info(seen.join());
            }
            """);
    List<Outcome> outcomes = actor.step("run", "{}");
    Outcome.Log log = (Outcome.Log) outcomes.getFirst();
    assertEquals("ActorAbort,".repeat(6), log.message() + ",");
    Outcome.TurnFailed failed = (Outcome.TurnFailed) outcomes.getLast();
    assertEquals(2, outcomes.size());
    assertTrue(failed.aborted());
    assertEquals("{\"n\":0}", actor.state());
  }

  @Test
  void fault35_anAbortTellsACodeAndData() {
    LiveActor actor =
        actor("run({ data }) { this.actjs.abort('only 3 left', { code: 'SoldOut', data }); }");
    Outcome.TurnFailed failed = actor.fail("run", "{\"data\":{\"left\":3}}");
    assertEquals(
        Map.of(Frame.REASON_CODE, "\"SoldOut\"", Frame.DATA, "{\"left\":3}"), failed.members());
    assertEquals(Map.of(Frame.REASON_CODE, "\"SoldOut\""), actor.fail("run").members());
  }

  @Test
  void fault35_theCallingActorGetsThemAndMayPassThemOn() {
    LiveActor actor =
        actor(
            """
            run({ on }) {
              try {
                await this.actjs.call({ class: 'Other', id: 'x' }, 'm');
              } catch (e) {
                if (on) throw e;
                return [e.code, e.message, e.reasonCode, e.data.left];
              }
            }
            """);
    Map<String, String> members =
        Map.of(Frame.REASON_CODE, "\"SoldOut\"", Frame.DATA, "{\"left\":3}");
    actor.step("run", "{}");
    assertEquals(
        "[\"ActorAbort\",\"only 3 left\",\"SoldOut\",3]",
        actor.done(actor.resumeError(1, "ActorAbort", "only 3 left", members)).result());
    actor.step("run", "{\"on\":true}");
    Outcome.TurnFailed failed =
        only(Outcome.TurnFailed.class, actor.resumeError(2, "ActorAbort", "only 3 left", members));
    assertEquals(members, failed.members());
    // It is the other actor's refusal: this one may do better when it is asked again.
    assertFalse(failed.aborted());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{ data: new Date() } | StateNotSerializable | data is a Date",
        "{ code: 5 } | HandlerError | code must be a string",
        "{ code: '' } | SchemaInvalid | 1 to 255",
        "{ data: 'x'.repeat(1 << 20) } | PayloadTooLarge | data: 1048578",
        "7 | HandlerError | { code, data }",
      })
  void fault35_whatAnAbortCannotTellEndsTheTurnAllTheSame(String line) {
    String[] parts = line.split(" \\| ");
    LiveActor actor =
        actor(
            "run() { this.state.n = 1; try { this.actjs.abort('no', %s); } catch {} }"
                .formatted(parts[0]));
    Outcome.TurnFailed failed = actor.fail("run");
    assertEquals(parts[1], failed.code().name());
    assertTrue(failed.message().contains(parts[2]), failed.message());
    assertEquals("{\"n\":0}", actor.state());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "for (let i = 0; i < 2000; i++) this.actjs.tell({ class: 'A', id: '1' }, 'x'); | OutboxFull",
        "for (let i = 0; i < 2000; i++) this.actjs.call({ class: 'A', id: '1' }, 'x'); | OutboxFull",
        "this.actjs.tell({ class: 'A', id: '1' }, 'x', 'y'.repeat(2 << 20)); | PayloadTooLarge",
        "this.actjs.scheduleAt(this.actjs.now(), 'get', 'y'.repeat(2 << 20)); | PayloadTooLarge",
      })
  void fault35_aLimitThatATurnExceedsIsFinalToo(String line) {
    String[] parts = line.split(" \\| ");
    LiveActor actor =
        actor("run() { this.state.n = 1; try { %s } catch {} return 1; }".formatted(parts[0]));
    List<Outcome> outcomes = actor.step("run", "{}");
    Outcome.TurnFailed failed = (Outcome.TurnFailed) outcomes.getLast();
    assertEquals(parts[1], failed.code().name());
    assertFalse(failed.aborted());
    assertEquals("{\"n\":0}", actor.state());
  }

  @Test
  void fault34_noActorWritesIntoTheOpenTurnOfAnother() {
    int key =
        stage.load(
            """
            let leaked, self;
            return class extends Actor {
              state = { n: 0, list: [] };
              static _handlers = {
                async open() {
                  leaked = this.state;
                  self = this;
                  await this.actjs.call({ class: 'Other', id: 'x' }, 'm');
                  this.state.n++;
                  return this.state;
                },
                write() {
                  const seen = [];
                  for (const act of [
                    () => { leaked.n = 5; },
                    () => { leaked.list.push(1); },
                    () => { delete leaked.n; },
                    () => { self.state = 1; },
                    () => { self.state.n = 5; },
                    () => { self.actjs.tell({ class: 'A', id: '1' }, 'x'); },
                    () => { self.actjs.scheduleAt(self.actjs.now(), 'open'); },
                    () => { self.actjs.abort('no'); },
                  ]) {
                    try { act(); } catch (e) { seen.push(e.code ?? e.name); }
                  }
                  this.state.n = 9;
                  return seen;
                },
              };
            }
            """);
    LiveActor one = stage.create(key, null);
    LiveActor two = stage.create(key, null);
    one.step("open", "{}");
    assertEquals(
        "[\"StateReadOnly\",\"StateReadOnly\",\"StateReadOnly\",\"StateReadOnly\",\"TypeError\","
            + "\"StateReadOnly\",\"StateReadOnly\",\"StateReadOnly\"]",
        two.call("write").result());
    Outcome.TurnDone done = one.done(one.resume(1, null));
    assertEquals("{\"n\":1,\"list\":[]}", done.result());
    assertEquals(List.of(), done.outbox());
    assertEquals(List.of(), done.reminders());
    assertEquals("{\"n\":9,\"list\":[]}", two.state());
  }
}
