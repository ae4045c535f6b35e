package io.actjs.actjsd.reminder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.model.ProblemCode;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReminderRoutesTest {
  private static final String ALARM =
      """
      import { Actor, handler } from 'actjs';
      export class Alarm extends Actor<{ rung: number }> { state = { rung: 0 };
        @handler('later') later() {
          return this.actjs.scheduleAt(this.actjs.now() + 3_600_000, 'ring', null);
        }
        @handler('often') often() { return this.actjs.scheduleEvery(1000, 'ring', null); }
        @handler('bad') bad() { return this.actjs.scheduleAt(this.actjs.now(), 'fail', null); }
        @handler('ring') ring() { this.state.rung++; }
        @handler('fail') fail() { throw new Error('no bell'); }
      }
      """;

  @TempDir Path dir;
  private DaemonFixture server;

  @BeforeEach
  void start() {
    server = DaemonFixture.of(DaemonConfig.at(dir)).with("Alarm", ALARM);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String set(String id, String how) {
    return server
        .post("/v1/actors/Alarm/" + id + "/" + how, "{}")
        .assertStatus(200)
        .json()
        .path("result")
        .textValue();
  }

  private JsonNode list(String query) {
    return server.get("/v1/admin/reminders" + query).assertStatus(200).json();
  }

  private static String path(String id, String reminder) {
    return "/v1/admin/actors/Alarm/" + id + "/reminders/" + reminder;
  }

  @Test
  void thoseOfAllActorsAreListedPageByPage() {
    String first = set("a", "later");
    set("a", "later");
    set("b", "later");
    String last = set("c", "later");
    JsonNode page = list("?limit=1");
    assertEquals(2, page.path("reminders").size(), "whole actors");
    assertEquals(first, page.path("reminders").get(0).path("reminderId").textValue());
    page = list("?limit=1&cursor=" + page.path("next").textValue());
    assertEquals("b", page.path("reminders").get(0).path("id").textValue());
    page = list("?cursor=" + page.path("next").textValue());
    assertEquals(last, page.path("reminders").get(0).path("reminderId").textValue());
    assertFalse(page.has("next"));
    assertEquals(1, list("?class=Alarm&id=b").path("reminders").size());
    assertEquals(0, list("?class=Other").path("reminders").size());
    server.get("/v1/admin/reminders?id=a").assertProblem(ProblemCode.SchemaInvalid);
    server.get("/v1/admin/reminders?cursor=x").assertProblem(ProblemCode.SchemaInvalid);
    server.get("/v1/admin/reminders?class=Alarm&id=no").assertProblem(ProblemCode.ActorNotFound);
  }

  @Test
  void aCancelledReminderIsHandledNoMoreAlsoAfterARestart() {
    String once = set("a", "later");
    String often = set("a", "often");
    awaitRung();
    server.delete(path("a", often)).assertStatus(200);
    long rung = rung();
    server.delete(path("a", often)).assertProblem(ProblemCode.ReminderNotFound);
    server.delete(path("a", "nonsense")).assertProblem(ProblemCode.ReminderNotFound);
    server.delete(path("none", once)).assertProblem(ProblemCode.ActorNotFound);
    assertEquals(1, list("").path("reminders").size());
    JsonNode entry = server.get("/v1/admin/audit?action=reminder.").json().path("entries").path(0);
    assertEquals("reminder.cancelled", entry.path("action").textValue());
    assertEquals(often, entry.path("meta").path("reminderId").textValue());
    server.close();
    server = DaemonFixture.at(dir);
    assertEquals(rung, rung());
    assertEquals(1, list("").path("reminders").size());
    server.delete(path("a", once)).assertStatus(200);
    assertEquals(0, list("").path("reminders").size());
    server.post("/v1/actors/Alarm/a/ring", "{}").assertStatus(200);
    assertEquals(rung + 1, rung(), "the actor goes on");
  }

  @Test
  void oneThatFailsIsShownWithItsErrorAndCanBeCancelledWhileItsActorIsPaused() {
    String bad = set("a", "bad");
    JsonNode shown = list("").path("reminders").path(0);
    long end = System.nanoTime() + 30_000_000_000L;
    while (!shown.has("lastError")) {
      assertTrue(System.nanoTime() < end, shown.toString());
      LockSupport.parkNanos(20_000_000);
      shown = list("").path("reminders").path(0);
    }
    assertTrue(shown.path("lastError").textValue().contains("no bell"), shown.toString());
    assertTrue(shown.path("attempts").intValue() >= 1);
    server.post("/v1/admin/actors/Alarm/a/pause", "{}").assertStatus(200);
    server.delete(path("a", bad)).assertStatus(200);
    assertEquals(0, list("").path("reminders").size());
  }

  private long rung() {
    return server.get("/v1/actors/Alarm/a").assertStatus(200).json().at("/state/rung").asLong();
  }

  private void awaitRung() {
    long end = System.nanoTime() + 30_000_000_000L;
    while (rung() == 0) {
      assertTrue(System.nanoTime() < end, "it does not ring");
      LockSupport.parkNanos(20_000_000);
    }
  }
}
