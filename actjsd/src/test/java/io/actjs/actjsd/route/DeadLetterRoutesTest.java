package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Await;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.model.ProblemCode;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many dead letters at once. Each test has a class of its own. */
class DeadLetterRoutesTest {
  private static final String ALL = "/v1/admin/dead-letters";

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void publish(String name) {
    String source =
        """
        import { Actor, handler } from 'actjs';
        export class %s extends Actor<{ broken: boolean; done: number[] }> {
          state = { broken: true, done: [] as number[] };
          @handler('work') work({ n }: { n: number }) {
            if (this.state.broken) this.actjs.abort('broken');
            this.state.done.push(n);
          }
          @handler('mend') mend() { this.state.broken = false; }
          @handler('done') done() { return this.state.done.length; }
          @handler('ask') ask({ id }: { id: string }) {
            this.actjs.tell({ class: '%s', id }, 'work', { n: 0 });
          }
        }
        """
            .formatted(name, name);
    server.publish(name, "1.0.0", source).assertStatus(201);
  }

  private static void post(String path, String body) {
    server.post("/v1/actors/" + path, body).assertStatus(200);
  }

  private static Set<String> tell(String actor, int times) {
    Set<String> ids = new TreeSet<>();
    for (int i = 0; i < times; i++) {
      ids.add(
          server
              .post("/v1/actors/" + actor + "/tell/work", "{\"n\":" + i + "}")
              .assertStatus(202)
              .json()
              .get("messageId")
              .textValue());
    }
    return ids;
  }

  private static Set<String> letters(String query) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode letter : server.get(ALL + "?" + query).json().get("deadLetters")) {
      ids.add(letter.get("message").get("id").textValue());
    }
    return ids;
  }

  private static JsonNode round(String verb, String query) {
    return server.post(ALL + "/" + verb + "?" + query, "{}").assertStatus(200).json();
  }

  @Test
  void manyAreRetriedPageByPageWithTheirIds() {
    publish("Paged");
    publish("Bystander");
    Set<String> ids = tell("Paged/a", 40);
    ids.addAll(tell("Paged/b", 3));
    tell("Bystander/a", 1);
    Await.until("the dead letters", () -> letters("class=Paged").equals(ids));
    Await.until("the other one", () -> letters("class=Bystander").size() == 1);

    // In vain: each is given up again, under its id, and is met once.
    int met = 0;
    String next = "";
    do {
      JsonNode page = round("retry", "class=Paged&limit=20" + next);
      met += page.get("done").intValue();
      assertEquals(0, page.get("refused").size());
      next = page.has("next") ? "&after=" + page.get("next").textValue() : "";
    } while (!next.isEmpty());
    assertEquals(43, met);
    Await.until("they are given up again", () -> letters("class=Paged").equals(ids));

    post("Paged/a/mend", "{}");
    JsonNode first = round("retry", "class=Paged&id=a&limit=30");
    assertEquals(30, first.get("done").intValue());
    assertTrue(first.has("next"));
    JsonNode second =
        round("retry", "class=Paged&id=a&limit=30&after=" + first.get("next").textValue());
    assertEquals(10, second.get("done").intValue());
    assertFalse(second.has("next"));
    Await.until(
        "all are handled",
        () -> server.post("/v1/actors/Paged/a/done", "{}").json().get("result").intValue() == 40);
    assertEquals(3, letters("class=Paged").size());
    assertEquals(1, letters("class=Bystander").size());
  }

  @Test
  void whatCannotBeRetriedIsToldAndDoesNotStopTheOthers() {
    publish("Mixed");
    post("Mixed/deleted/mend", "{}");
    server.delete("/v1/actors/Mixed/deleted").assertStatus(200);
    Set<String> good = tell("Mixed/before", 2);
    Await.until("dead letters before", () -> letters("class=Mixed").equals(good));
    post("Mixed/sender/ask", "{\"id\":\"deleted\"}");
    Await.until("the undeliverable one", () -> letters("class=Mixed&id=deleted").size() == 1);
    String undeliverable = letters("class=Mixed&id=deleted").iterator().next();
    good.addAll(tell("Mixed/after", 1));
    Await.until("the dead letter after", () -> letters("class=Mixed").size() == 4);
    post("Mixed/before/mend", "{}");
    post("Mixed/after/mend", "{}");

    JsonNode answer = round("retry", "class=Mixed");
    assertEquals(3, answer.get("done").intValue());
    assertEquals(1, answer.get("refused").size(), answer.toString());
    JsonNode refused = answer.get("refused").get(0);
    assertEquals("deleted", refused.get("id").textValue());
    assertEquals(undeliverable, refused.get("messageId").textValue());
    assertEquals("Gone", refused.get("code").textValue());
    assertTrue(refused.get("detail").textValue().contains("Mixed/deleted"), refused.toString());
    assertEquals(Set.of(undeliverable), letters("class=Mixed"));

    assertEquals(1, round("drop", "class=Mixed").get("done").intValue());
    assertEquals(Set.of(), letters("class=Mixed"));
  }

  @Test
  void thoseOfAnAgeAreDropped() {
    publish("Aged");
    Set<String> ids = tell("Aged/a", 3);
    Await.until("the dead letters", () -> letters("class=Aged").equals(ids));
    assertEquals(0, round("drop", "class=Aged&before=1").get("done").intValue());
    assertEquals(0, round("drop", "class=Aged&since=4000000000000").get("done").intValue());
    assertEquals(ids, letters("class=Aged"));
    assertEquals(3, round("drop", "class=Aged&since=1").get("done").intValue());
    assertEquals(Set.of(), letters("class=Aged"));
  }

  @Test
  void aQueryThatMakesNoSenseIsRefused() {
    for (String query : new String[] {"id=a", "limit=0", "limit=1001", "after=x", "before=then"}) {
      server.post(ALL + "/drop?" + query, "{}").assertProblem(ProblemCode.SchemaInvalid);
    }
  }
}
