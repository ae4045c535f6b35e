package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.Await;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.model.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Dead letters, pauses and waiting messages over HTTP. Each test has an actor of its own. */
class DueWorkRoutesTest {
  private static final String SOURCE =
      """
      import { Actor, handler } from 'actjs';
      export class Worker extends Actor<{ done: number }> {
        static retry = { attempts: 2, maxDelayMs: 10 };
        state = { done: 0 };
        @handler('work') work({ fail }: { fail?: boolean }) {
          if (fail) throw new Error('broken');
          return ++this.state.done;
        }
        @handler('later') later({ at }: { at: number }) { this.actjs.scheduleAt(at, 'work', {}); }
        @handler('done') done() { return this.state.done; }
      }
      """;
  private static final String PARKING =
      SOURCE.replace("maxDelayMs: 10", "exhausted: 'park' as const").replace("Worker", "Parker");

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
    server.publish("Worker", "1.0.0", SOURCE).assertStatus(201);
    server.publish("Parker", "1.0.0", PARKING).assertStatus(201);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String tell(String actor, String payload) {
    return server
        .post("/v1/actors/" + actor + "/tell/work", payload)
        .assertStatus(202)
        .json()
        .get("messageId")
        .textValue();
  }

  private static JsonNode letters(String query) {
    return server.get("/v1/admin/dead-letters?" + query).assertStatus(200).json();
  }

  private static int done(String actor) {
    return server
        .post("/v1/actors/" + actor + "/done", "{}")
        .assertStatus(200)
        .json()
        .get("result")
        .intValue();
  }

  private static Answer admin(String what) {
    return server.post("/v1/admin/" + what, "{}");
  }

  @Test
  void aMessageThatIsGivenUpIsListedShownAndRetriedWithItsId() {
    String id = tell("Worker/a", "{\"fail\":true}");
    Await.until(
        "the dead letter", () -> letters("class=Worker&id=a").get("deadLetters").size() == 1);
    JsonNode letter = letters("class=Worker&id=a").get("deadLetters").get(0);
    assertEquals(id, letter.get("message").get("id").textValue());
    assertEquals(2, letter.get("attempts").intValue());
    assertEquals("HandlerError: broken", letter.get("reason").textValue());
    String path = "/v1/admin/actors/Worker/a/dead-letters/" + id;
    assertEquals(
        "{\"fail\":true}",
        server.get(path).assertStatus(200).json().get("message").get("payload").toString());

    assertEquals(
        id,
        server.post(path + "/retry", "{}").assertStatus(200).json().get("messageId").textValue());
    Await.until(
        "it is given up again", () -> letters("class=Worker&id=a").get("deadLetters").size() == 1);
    server.delete(path).assertStatus(200);
    assertEquals(0, letters("class=Worker&id=a").get("deadLetters").size());
    server.post(path + "/retry", "{}").assertProblem(ProblemCode.DeadLetterNotFound);
    server.delete(path).assertProblem(ProblemCode.DeadLetterNotFound);
    server.get(path).assertProblem(ProblemCode.DeadLetterNotFound);
  }

  @Test
  void deadLettersComeInPagesAndByAge() {
    for (int i = 0; i < 3; i++) {
      tell("Worker/paged", "{\"fail\":true}");
    }
    Await.until(
        "the dead letters", () -> letters("class=Worker&id=paged").get("deadLetters").size() == 3);
    JsonNode first = letters("class=Worker&id=paged&limit=2");
    assertEquals(2, first.get("deadLetters").size());
    JsonNode second =
        letters("class=Worker&id=paged&limit=2&after=" + first.get("next").textValue());
    assertEquals(1, second.get("deadLetters").size());
    assertFalse(second.has("next"));
    assertEquals(0, letters("class=Worker&id=paged&before=1").get("deadLetters").size());
    server.get("/v1/admin/dead-letters?id=paged").assertProblem(ProblemCode.SchemaInvalid);
    server.get("/v1/admin/dead-letters?limit=0").assertProblem(ProblemCode.SchemaInvalid);
    server.get("/v1/admin/dead-letters?after=x").assertProblem(ProblemCode.SchemaInvalid);
  }

  @Test
  void aPausedActorKeepsItsMessagesAndRefusesCallsUntilItIsResumed() {
    server.post("/v1/actors/Worker/p/work", "{}").assertStatus(200);
    admin("actors/Worker/p/pause").assertStatus(200);
    server.post("/v1/actors/Worker/p/work", "{}").assertProblem(ProblemCode.Paused);
    tell("Worker/p", "{}");
    JsonNode messages = server.get("/v1/admin/actors/Worker/p/messages").assertStatus(200).json();
    assertEquals(1, messages.get("now").size());
    server.get("/v1/actors/Worker/p").assertStatus(200);
    assertTrue(
        server
            .get("/v1/admin/pauses")
            .assertStatus(200)
            .json()
            .toString()
            .contains("{\"class\":\"Worker\",\"id\":\"p\""));
    assertTrue(
        admin("actors/Worker/p/resume").assertStatus(200).json().get("resumed").booleanValue());
    Await.until("the kept message", () -> done("Worker/p") == 2);
    assertFalse(
        admin("actors/Worker/p/resume").assertStatus(200).json().get("resumed").booleanValue());
    admin("classes/Nothing/pause").assertProblem(ProblemCode.UnknownClass);
  }

  @Test
  void aClassMayParkAnActorWhoseMessageFailsForTheLastTime() {
    tell("Parker/q", "{\"fail\":true}");
    Await.until(
        "the pause",
        () -> server.get("/v1/admin/pauses").json().toString().contains("HandlerError: broken"));
    server.post("/v1/actors/Parker/q/done", "{}").assertProblem(ProblemCode.Paused);
    assertEquals(
        1,
        server
            .get("/v1/admin/actors/Parker/q/messages")
            .assertStatus(200)
            .json()
            .get("now")
            .size());
    assertTrue(
        admin("actors/Parker/q/resume").assertStatus(200).json().get("resumed").booleanValue());
  }

  @Test
  void whatIsDueLaterIsListed() {
    server.post("/v1/actors/Worker/r/later", "{\"at\":4000000000000}").assertStatus(200);
    JsonNode messages = server.get("/v1/admin/actors/Worker/r/messages").assertStatus(200).json();
    assertEquals(0, messages.get("now").size());
    assertEquals(4_000_000_000_000L, messages.get("later").get(0).get("dueAt").longValue());
  }
}
