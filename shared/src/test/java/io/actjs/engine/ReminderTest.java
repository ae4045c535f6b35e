package io.actjs.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.actjs.engine.KernelStage.LiveActor;
import io.actjs.model.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReminderTest {
  private static final long NOW = KernelStage.NOW;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KernelStage stage = new KernelStage();
  private LiveActor actor;

  @BeforeEach
  void create() {
    actor =
        stage.create(
            """
            class Alarm extends Actor {
              at({ when }) { return this.actjs.scheduleAt(when, 'ring', { loud: true }); }
              date({ when }) { return this.actjs.scheduleAt(new Date(when), 'ring'); }
              odd({ js }) { return this.actjs.scheduleAt({ nan: NaN, text: 'x', inf: Infinity }[js], 'ring'); }
              every({ ms }) { return this.actjs.scheduleEvery(ms, 'ring'); }
              unknown() { this.actjs.scheduleAt(this.actjs.now(), 'nobody'); }
              fail({ when }) { this.actjs.scheduleAt(when, 'ring'); throw new Error('no'); }
              cancel({ id }) { this.actjs.cancel(id); }
              async list({ when, drop }) {
                this.actjs.scheduleAt(when, 'ring');
                this.actjs.cancel(drop);
                return (await this.actjs.reminders()).map(reminder => [reminder.at, reminder.payload]);
              }
              ring() {}
            }
            const names = ['at', 'date', 'odd', 'every', 'unknown', 'fail', 'cancel', 'list', 'ring'];
            Alarm._handlers = Object.fromEntries(names.map(name => [name, Alarm.prototype[name]]));
            return Alarm;
            """);
  }

  private Outcome.TurnDone done(String method, String args) {
    return KernelStage.only(Outcome.TurnDone.class, actor.step(method, args));
  }

  private ProblemCode failed(String method, String args) {
    return KernelStage.only(Outcome.TurnFailed.class, actor.step(method, args)).code();
  }

  @Test
  void aReminderLeavesWithItsTurn() throws Exception {
    Outcome.TurnDone done = done("at", "{\"when\":" + (NOW + 5) + "}");
    String id = JSON.readValue(done.result(), String.class);
    assertTrue(
        id.matches("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"), id);
    assertEquals(
        List.of(new Outcome.Reminding.Set(id, NOW + 5, 0, "ring", "{\"loud\":true}")),
        done.reminders());
    assertEquals(
        List.of(new Outcome.Reminding.Cancel(id)),
        done("cancel", "{\"id\":\"" + id + "\"}").reminders());

    Outcome.Reminding.Set set =
        (Outcome.Reminding.Set) done("date", "{\"when\":" + NOW + "}").reminders().getFirst();
    assertEquals(NOW, set.at());
    assertEquals("{}", set.payload());
    Outcome.Reminding.Set every =
        (Outcome.Reminding.Set) done("every", "{\"ms\":60000}").reminders().getFirst();
    assertEquals(NOW + 60_000, every.at());
    assertEquals(60_000, every.everyMs());
  }

  @ParameterizedTest
  @ValueSource(longs = {NOW - 1, 0, -5, NOW + 101L * 365 * 86_400_000, 253_370_764_800_000L})
  void aTimeOutOfRangeIsRefused(long when) {
    assertEquals(ProblemCode.ReminderInvalid, failed("at", "{\"when\":" + when + "}"));
    assertEquals(ProblemCode.ReminderInvalid, failed("date", "{\"when\":" + when + "}"));
    assertEquals(List.of(), done("ring", "{}").reminders());
  }

  @Test
  void whatIsNoTimeOrNoHandlerIsRefused() {
    for (String js : List.of("nan", "text", "inf", "absent")) {
      assertEquals(ProblemCode.ReminderInvalid, failed("odd", "{\"js\":\"" + js + "\"}"), js);
    }
    for (String ms : List.of("0", "999", "1000.5", "-1", "\"1000\"", "1e300")) {
      assertEquals(ProblemCode.ReminderInvalid, failed("every", "{\"ms\":" + ms + "}"), ms);
    }
    assertEquals(ProblemCode.UnknownMethod, failed("unknown", "{}"));
  }

  @Test
  void aFailedTurnSetsNothing() {
    assertEquals(ProblemCode.HandlerError, failed("fail", "{\"when\":" + NOW + "}"));
    assertEquals(List.of(), done("ring", "{}").reminders());
  }

  @Test
  void theListHasWhatIsStoredAndWhatTheTurnDid() throws Exception {
    List<Outcome> asked = actor.step("list", "{\"when\":" + (NOW + 20) + ",\"drop\":\"b\"}");
    Outcome.RemindersAsked question =
        asked.stream()
            .filter(Outcome.RemindersAsked.class::isInstance)
            .map(Outcome.RemindersAsked.class::cast)
            .findFirst()
            .orElseThrow();
    String stored =
        """
        [{"id":"a","at":%d,"every":0,"type":"ring","payload":1},
         {"id":"b","at":%d,"every":0,"type":"ring","payload":2},
         {"id":"c","at":%d,"every":0,"type":"ring","payload":3}]
        """
            .formatted(NOW + 10, NOW + 15, NOW + 30);
    Outcome.TurnDone done =
        KernelStage.only(Outcome.TurnDone.class, actor.resume(question.call(), stored));
    JsonNode expected =
        JSON.readTree("[[%d,1],[%d,{}],[%d,3]]".formatted(NOW + 10, NOW + 20, NOW + 30));
    assertEquals(expected, JSON.readTree(done.result()));
  }
}
