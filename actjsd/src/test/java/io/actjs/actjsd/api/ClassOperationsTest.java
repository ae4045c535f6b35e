package io.actjs.actjsd.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.model.ProblemCode;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The handlers of published classes in the document. */
class ClassOperationsTest {
  private static final String TREE =
      """
      import { Actor, handler } from 'actjs';
      interface Node<T> { value: T; children: Node<T>[] }
      export class %s extends Actor<{ root: Node<string> | null }> {
        state: { root: Node<string> | null } = { root: null };
        onInit(args: { root?: Node<string> }) { this.state.root = args.root ?? null; }
        @handler('plant') plant(args: Node<string>): Node<string> { return (this.state.root = args); }
        @handler('a b/{c}') odd(): number { return %d; }
        @handler('read') read() { return this.state.root; }
        @handler('silent') silent(): void {}
      }
      """;

  private static final String ROWS =
      """
      import { Actor, handler } from 'actjs';
      export class Rows extends Actor<{}> { state = {};
        @handler('rows') async *rows(): AsyncGenerator<{ n: number }, string> {
          yield { n: 1 };
          yield { n: 2 };
          return 'done';
        }
        @handler('fail') *fail(): Generator<{ n: number }> {
          yield { n: 1 };
          this.actjs.abort('no more');
        }
      }
      """;

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
    server.publish("Tree", "1.0.0", TREE.formatted("Tree", 1)).assertStatus(201);
    server.publish("Wood", "1.0.0", TREE.formatted("Wood", 1)).assertStatus(201);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode document(String query) {
    return server.get("/openapi.json" + query).assertStatus(200).json();
  }

  private static String hooks(String route, String other) {
    return """
    import { Actor, http } from 'actjs';
    export class Hooks extends Actor<{}> { state = {};
      @http(%s) a() { return 'a'; }
      @http(%s) b() { return 'b'; }
    }
    """
        .formatted(route, other);
  }

  @Test
  void aRawRouteIsAnOperationOfItsOwn() {
    server
        .publish("Hooks", "1.0.0", hooks("'POST', '/in/:id'", "'GET', '/in/:id/:part'"))
        .assertStatus(201);
    server
        .publish("Other", "1.0.0", hooks("'PUT', '/in/:name'", "'DELETE', '/out/:name'"))
        .assertStatus(201);
    JsonNode paths = document("").path("paths");
    assertEquals("Hooks.POST__in__id", paths.at("/~1v1~1http~1in~1{id}/post/operationId").asText());
    assertFalse(
        paths.at("/~1v1~1http~1in~1{id}/put").isMissingNode(), "one path, whatever it calls");
    assertFalse(paths.at("/~1v1~1http~1in~1{id}~1{part}/get").isMissingNode());
    assertFalse(paths.at("/~1v1~1http~1out~1{name}/delete").isMissingNode());
    paths.fieldNames().forEachRemaining(it -> assertFalse(it.contains("POST"), it));
  }

  @Test
  void aHandlerHasTheTypesOfItsClass() throws Exception {
    DescribedApi api = new DescribedApi(document(""));
    JsonNode plant = api.document.path("paths").path("/v1/actors/Tree/{id}/plant").path("post");
    JsonNode schema = plant.at("/requestBody/content/application~1json/schema");
    JsonNode good = DescriptionFiles.JSON.readTree("{\"value\":\"x\",\"children\":[]}");

    assertEquals("Tree.plant", plant.path("operationId").textValue());
    assertEquals(List.of(), api.misfits(schema, good));
    assertFalse(api.misfits(schema, DescriptionFiles.JSON.readTree("{\"value\":1}")).isEmpty());
    JsonNode answer = server.post("/v1/actors/Tree/x/plant", good.toString()).json();
    JsonNode answers = plant.at("/responses/200/content/application~1json/schema");
    assertEquals(List.of(), api.misfits(answers, answer));
    assertFalse(
        api.misfits(answers, DescriptionFiles.JSON.readTree("{\"class\":\"Tree\",\"result\":5}"))
            .isEmpty());
    JsonNode state =
        api.document.at(
            "/paths/~1v1~1actors~1Tree~1{id}/get/responses/200/content/application~1json/schema");
    assertEquals(List.of(), api.misfits(state, server.get("/v1/actors/Tree/x").json()));
    JsonNode create =
        api.document.at(
            "/paths/~1v1~1actors~1Tree/post/requestBody/content/application~1json/schema");
    assertFalse(api.misfits(create, DescriptionFiles.JSON.readTree("{\"root\":1}")).isEmpty());
  }

  @Test
  void theyAreWhatClientsMayCallAndSee() {
    server
        .publish(
            "Shown",
            "1.0.0",
            """
            import { Actor, handler } from 'actjs';
            export class Shown extends Actor<{ n: number }> { state = { n: 0 };
              view() { return { seen: this.state.n }; }
              @handler('open') open() {}
              @handler('settle', { internal: true }) settle() {}
            }
            """)
        .assertStatus(201);
    JsonNode paths = document("").path("paths");
    assertTrue(paths.has("/v1/actors/Shown/{id}/open"));
    assertFalse(paths.has("/v1/actors/Shown/{id}/settle"));
    String state = paths.path("/v1/actors/Shown/{id}").path("get").toString();
    assertTrue(state.contains("\"seen\""), state);
  }

  @Test
  void aHandlerThatYieldsSaysSoInEachFormOfItsAnswer() throws Exception {
    server.publish("Rows", "1.0.0", ROWS).assertStatus(201);
    DescribedApi api = new DescribedApi(document(""));
    JsonNode content = api.document.at("/paths/~1v1~1actors~1Rows~1{id}~1rows/post/responses/200");
    JsonNode plain = content.at("/content/application~1json/schema");
    assertEquals(List.of(), api.misfits(plain, server.post("/v1/actors/Rows/x/rows", "{}").json()));
    for (String other : List.of("{\"n\":0}", "[1]", "\"done\"")) {
      String answer =
          "{\"class\":\"Rows\",\"id\":\"x\",\"method\":\"rows\",\"result\":" + other + '}';
      assertFalse(api.misfits(plain, DescriptionFiles.JSON.readTree(answer)).isEmpty(), other);
    }
    JsonNode line = content.at("/content/application~1x-ndjson/x-itemSchema");
    List<String> lines = values("rows", "application/x-ndjson").lines().toList();
    assertEquals(3, lines.size());
    for (String each : lines) {
      assertEquals(List.of(), api.misfits(line, DescriptionFiles.JSON.readTree(each)));
    }
    String failed = values("fail", "application/x-ndjson").lines().toList().getLast();
    assertEquals(List.of(), api.misfits(line, DescriptionFiles.JSON.readTree(failed)));
    assertFalse(api.misfits(line, DescriptionFiles.JSON.readTree("{\"value\":1}")).isEmpty());
    JsonNode events = content.at("/content/text~1event-stream/x-itemSchema/anyOf");
    String stream = values("rows", "text/event-stream");
    for (String block : stream.split("\n\n")) {
      String name = block.replaceFirst("(?s).*?event: ?(\\w+).*", "$1");
      String data = block.replaceFirst("(?s).*?data: ?", "");
      JsonNode event = event(events, name);
      assertEquals(
          List.of(),
          api.misfits(
              event.at("/properties/data/contentSchema"), DescriptionFiles.JSON.readTree(data)));
    }
  }

  private static JsonNode event(JsonNode events, String name) {
    for (JsonNode event : events) {
      if (event.at("/properties/event/const").asText().equals(name)) {
        return event;
      }
    }
    throw new AssertionError("no event " + name + " in " + events);
  }

  private static String values(String method, String accept) {
    Answer answer =
        server.send(
            server
                .request("/v1/actors/Rows/x/" + method)
                .header("accept", accept)
                .POST(HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, answer.status(), answer.text());
    assertTrue(answer.header("content-type").startsWith(accept));
    return answer.text();
  }

  @Test
  void namesThatADocumentDoesNotAllowAreSpelledInAnotherWay() {
    JsonNode paths = document("").path("paths");
    JsonNode odd = paths.path("/v1/actors/Tree/{id}/a%20b%2F%7Bc%7D").path("post");
    assertEquals("Tree.a_b__c_", odd.path("operationId").textValue());
    assertEquals("Tree.read", paths.at("/~1v1~1actors~1Tree~1{id}/get/operationId").textValue());
    assertEquals(
        "Tree.read-2", paths.at("/~1v1~1actors~1Tree~1{id}~1read/post/operationId").textValue());
    document("")
        .at("/components/schemas")
        .fieldNames()
        .forEachRemaining(it -> assertTrue(it.matches("[A-Za-z0-9._-]+"), it));
  }

  @Test
  void aManifestSaysWhichVersionsAreMeant() {
    String sha = server.resolve("Tree@1.0.0");
    server.publish("Tree", "2.0.0", TREE.formatted("Tree", 2).replace("'silent'", "'loud'"));

    JsonNode latest = document("").path("paths");
    assertTrue(latest.has("/v1/actors/Tree/{id}/loud"));
    assertTrue(latest.has("/v1/actors/Wood/{id}/silent"));
    JsonNode pinned = document("?manifest=" + sha).path("paths");
    assertTrue(pinned.has("/v1/actors/Tree/{id}/silent"));
    assertFalse(pinned.has("/v1/actors/Tree/{id}/loud"));
    assertFalse(pinned.has("/v1/actors/Wood/{id}/silent"));
    server.get("/openapi.json?manifest=x").assertProblem(ProblemCode.ManifestUnknown);
    server.get("/docs?manifest=x").assertProblem(ProblemCode.ManifestUnknown);
  }

  @Test
  void aClassWithoutSchemasTakesAnything() {
    String body =
        "{\"version\":\"1.0.0\",\"check\":false,\"source\":"
            + "\"return class Plain extends actjs.Actor { static _handlers = { go() {} } };\"}";
    server.post("/v1/classes/Plain/versions", body).assertStatus(201);
    JsonNode go = document("").at("/paths/~1v1~1actors~1Plain~1{id}~1go/post");
    assertEquals("Plain.go", go.path("operationId").textValue());
  }

  @Test
  void classesWithTooManyHandlersAreLeftOutAndNamed() {
    StringBuilder handlers = new StringBuilder();
    for (int i = 0; i < 400; i++) {
      handlers.append("h").append(i).append("() {}, ");
    }
    try (DaemonFixture large = DaemonFixture.ephemeral()) {
      for (String name : List.of("A", "B", "C", "D")) {
        String source =
            "return class %s extends actjs.Actor { static _handlers = { %s } };"
                .formatted(name, name.equals("D") ? "one() {}" : handlers);
        large
            .post(
                "/v1/classes/" + name + "/versions",
                "{\"version\":\"1.0.0\",\"check\":false,\"source\":\"" + source + "\"}")
            .assertStatus(201);
      }
      JsonNode document = large.get("/openapi.json").assertStatus(200).json();
      assertTrue(document.path("paths").has("/v1/actors/B/{id}/h399"));
      assertFalse(document.path("paths").has("/v1/actors/C/{id}/h0"));
      assertEquals("[\"C@1.0.0\",\"D@1.0.0\"]", document.path("x-actjs-left-out").toString());
      assertEquals(200, large.get("/docs").status());
    }
  }
}
