package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.model.ProblemCode;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Stored states are held against the types of a version before it is published. */
class StateReviewTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A class whose state has that type and that value; {@code set} replaces it unseen. */
  private static String source(String name, String type, String value, String more) {
    return """
        import { Actor, EventSourced, handler } from 'actjs';
        export class %s extends Actor<%s> {
          state: %s = %s;
          @handler('set') set(to: any) { this.state = to; }
          %s
        }
        """
        .formatted(name, type, type, value, more);
  }

  private static Answer publish(String name, String version, String source, String more) {
    ObjectNode body = JSON.createObjectNode().put("version", version).put("source", source);
    body.setAll((ObjectNode) Answer.parse(more));
    return server.post("/v1/classes/" + name + "/versions", body.toString());
  }

  private static void first(String name, String... states) {
    publish(name, "1.0.0", source(name, "any", "{}", ""), "{}").assertStatus(201);
    for (int i = 0; i < states.length; i++) {
      server.post("/v1/actors/" + name + "/a" + i + "/set", states[i]).assertStatus(200);
    }
  }

  private static String second(String name, String more) {
    return source(name, "{ n: number; list: { at: number }[] }", "{ n: 0, list: [] }", more);
  }

  @Test
  void aVersionThatStoredStatesDoNotFitIsRefused() {
    first(
        "Shop",
        "{\"n\":1,\"list\":[]}",
        "{\"list\":[{\"at\":1},{\"at\":null},{\"at\":null}]}",
        "{\"list\":5}");
    JsonNode problem =
        publish("Shop", "2.0.0", second("Shop", ""), "{\"checkStates\":\"sample\"}")
            .assertProblem(ProblemCode.StatesUnfit);
    assertEquals(
        "{\"checked\":3,\"unfit\":2,\"failed\":0,\"complete\":true,\"members\":["
            + "{\"path\":\"/n\",\"message\":\"is missing\",\"actors\":2,\"example\":\"a1\"},"
            + "{\"path\":\"/list/*/at\",\"message\":\"must be a number, not null\",\"actors\":1,"
            + "\"example\":\"a1\"},"
            + "{\"path\":\"/list\",\"message\":\"must be an array, not a number\",\"actors\":1,"
            + "\"example\":\"a2\"}]}",
        problem.path("states").toString());
    assertEquals(
        "2 of 3 stored states would not fit Shop@2.0.0: give it a migrate, change its types, or"
            + " publish it without this check",
        problem.path("detail").asText());
    assertEquals("/n is missing: 2 actors, such as a1", problem.at("/diagnostics/0").asText());
    assertEquals(1, server.get("/v1/classes/Shop/versions").json().path("versions").size());
    JsonNode dry =
        publish("Shop", "2.0.0", second("Shop", ""), "{\"checkStates\":\"all\",\"dryRun\":true}")
            .assertStatus(200)
            .json();
    assertEquals(2, dry.at("/states/unfit").asInt());
    publish("Shop", "2.0.0", second("Shop", ""), "{\"checkStates\":\"none\"}").assertStatus(201);
  }

  @Test
  void statesAreCheckedAsTheirMigrationMakesThem() {
    first("Moved", "{}", "{\"n\":\"7\"}");
    String good =
        second("Moved", "migrate(state: any) { return { n: Number(state.n ?? 0), list: [] }; }");
    JsonNode published =
        publish("Moved", "2.0.0", good, "{\"checkStates\":\"all\"}").assertStatus(201).json();
    assertEquals(
        "{\"checked\":2,\"unfit\":0,\"failed\":0,\"complete\":true,\"members\":[]}",
        published.path("states").toString());
    // Nobody was moved by that.
    assertEquals(
        "{\"n\":\"7\"}", server.get("/v1/actors/Moved/a1").json().path("state").toString());
  }

  @Test
  void aMigrationThatFailsIsTold() {
    first("Broken", "{}", "{\"n\":1,\"list\":[]}");
    String bad =
        second(
            "Broken",
            "migrate(state: any) { if (!state.n) throw new Error('no n'); return state; }");
    JsonNode published =
        publish("Broken", "2.0.0", bad, "{\"checkStates\":\"sample\"}").assertStatus(201).json();
    assertEquals(0, published.at("/states/unfit").asInt());
    assertEquals(1, published.at("/states/failed").asInt());
    assertEquals(
        "1 could not be made, the first: Broken/a0: MigrationFailed: the code of version 2.0.0:"
            + " no n",
        published.at("/diagnostics/0").asText());
  }

  @Test
  void aSampleIsBoundedAndSaysSo() {
    String[] states = new String[103];
    Arrays.fill(states, "{\"n\":1,\"list\":[]}");
    first("Many", states);
    JsonNode sample =
        publish("Many", "2.0.0", second("Many", ""), "{\"checkStates\":\"sample\",\"dryRun\":true}")
            .assertStatus(200)
            .json()
            .path("states");
    assertEquals(100, sample.path("checked").asInt());
    assertFalse(sample.path("complete").asBoolean());
    JsonNode all =
        publish("Many", "2.0.0", second("Many", ""), "{\"checkStates\":\"all\"}")
            .assertStatus(201)
            .json()
            .path("states");
    assertEquals(103, all.path("checked").asInt());
  }

  @Test
  void statesOfEventsAreMadeByTheNewReducer() {
    String source =
        """
        import { EventSourced, handler } from 'actjs';
        type E = { type: 'up'; by: any };
        export class Tally extends EventSourced<STATE, E> {
          initialState(): STATE { return { n: 0 }; }
          reduce(state: STATE, event: E) { state.n = event.by; }
          @handler('up') up(by: any): E[] { return [{ type: 'up', by }]; }
        }
        """;
    publish("Tally", "1.0.0", source.replace("STATE", "{ n: any }"), "{}").assertStatus(201);
    server.post("/v1/actors/Tally/a/up", "5").assertStatus(200);
    server.post("/v1/actors/Tally/b/up", "\"x\"").assertStatus(200);
    JsonNode problem =
        publish(
                "Tally",
                "2.0.0",
                source.replace("STATE", "{ n: number }"),
                "{\"checkStates\":\"sample\"}")
            .assertProblem(ProblemCode.StatesUnfit);
    assertEquals(
        "[{\"path\":\"/n\",\"message\":\"must be a number, not a string\",\"actors\":1,"
            + "\"example\":\"b\"}]",
        problem.at("/states/members").toString());
  }

  @Test
  void withoutBeingAskedNothingIsLookedAt() {
    first("Quiet", "{}");
    JsonNode published =
        publish("Quiet", "2.0.0", second("Quiet", ""), "{}").assertStatus(201).json();
    assertFalse(published.has("states"));
    publish("Quiet", "3.0.0", second("Quiet", ""), "{\"checkStates\":\"some\"}")
        .assertProblem(ProblemCode.SchemaInvalid);
  }
}
