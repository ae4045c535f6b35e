package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.model.ProblemCode;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What does not fit the types of a class is refused, by whatever way it comes. */
class ValidationTest {
  private static final String STOCK =
      """
      import { Actor, handler } from 'actjs';
      interface Line { sku: string; count: number }
      export class %s extends Actor<{ taken: number }> {
        state = { taken: 0 };
        onInit(args: { taken?: number }) { this.state.taken = args.taken ?? 0; }
        @handler('take') take({ lines }: { lines: Line[] }) {
          lines.forEach(line => this.state.taken += line.count);
          return this.state.taken;
        }
        @handler('ask') async ask({ id, lines }: { id: string; lines: any }) {
          try {
            return await this.actjs.call({ class: '%s', id }, 'take', { lines });
          } catch (e: any) {
            return { code: e.code, issues: e.issues };
          }
        }
        @handler('send') send({ id, lines }: { id: string; lines: any }) {
          this.actjs.tell({ class: '%s', id }, 'take', { lines });
        }
      }
      """;
  private static final String BAD = "{\"lines\":[{\"sku\":\"a\",\"count\":1},{\"sku\":5}]}";
  private static final String GOOD = "{\"lines\":[{\"sku\":\"a\",\"count\":1,\"note\":null}]}";
  private static final String ISSUES =
      "[{\"path\":\"/lines/1/sku\",\"message\":\"must be a string, not a number\","
          + "\"keyword\":\"type\"},{\"path\":\"/lines/1/count\",\"message\":\"is missing\","
          + "\"keyword\":\"required\"}]";

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
    server.publish("Stock", "1.0.0", STOCK.replace("%s", "Stock")).assertStatus(201);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static JsonNode state(String actor) {
    return server.get("/v1/actors/" + actor).assertStatus(200).json().path("state");
  }

  @Test
  void aCallOverHttpIsRefusedAndLeavesNoTrace() {
    server.post("/v1/actors/Stock/http/take", GOOD).assertStatus(200);
    JsonNode problem =
        server.post("/v1/actors/Stock/http/take", BAD).assertProblem(ProblemCode.SchemaInvalid);
    assertEquals(ISSUES, problem.path("issues").toString());
    assertEquals(
        "Stock.take: /lines/1/sku must be a string, not a number; and 1 more",
        problem.path("detail").asText());
    // The long way takes the same.
    Answer longWay = server.post("/v1/actors/Stock/http/take?x=1", BAD);
    assertEquals(
        ISSUES, longWay.assertProblem(ProblemCode.SchemaInvalid).path("issues").toString());
    assertEquals("{\"taken\":1}", state("Stock/http").toString());
  }

  @Test
  void aCallToAnActorThatDoesNotExistYetLeavesNone() {
    server.post("/v1/actors/Stock/unborn/take", BAD).assertProblem(ProblemCode.SchemaInvalid);
    assertEquals(404, server.get("/v1/actors/Stock/unborn").status());
  }

  @Test
  void aCallWithoutArgumentsIsRefusedWhereThereMustBeSome() {
    JsonNode problem =
        server.post("/v1/actors/Stock/http2/take").assertProblem(ProblemCode.SchemaInvalid);
    assertEquals("/lines", problem.at("/issues/0/path").asText());
  }

  @Test
  void aCallOverWebSocketIsRefusedAsAnError() {
    RpcClient socket = server.socket();
    JsonNode answer =
        socket.request(
            "actor.call",
            "{\"class\":\"Stock\",\"id\":\"ws\",\"method\":\"take\",\"args\":" + BAD + "}");
    socket.close();
    JsonNode error = answer.path("error");
    assertEquals(-32000, error.path("code").asInt(), answer::toString);
    assertEquals("SchemaInvalid", error.at("/data/code").asText());
    assertEquals(ISSUES, error.at("/data/issues").toString());
  }

  @Test
  void aCreationIsRefusedAndCreatesNothing() {
    server.post("/v1/actors/Stock", "{\"taken\":2}").assertStatus(201);
    JsonNode problem =
        server
            .post("/v1/actors/Stock", "{\"taken\":\"2\"}")
            .assertProblem(ProblemCode.SchemaInvalid);
    assertEquals("/taken", problem.at("/issues/0/path").asText());
  }

  @Test
  void anActorThatCallsAnotherCatchesTheRefusal() {
    for (String id : new String[] {"one", "two", "one", "two"}) {
      JsonNode result =
          server
              .post("/v1/actors/Stock/asker/ask", "{\"id\":\"" + id + "\"," + BAD.substring(1))
              .assertStatus(200)
              .json()
              .path("result");
      assertEquals("SchemaInvalid", result.path("code").asText());
      assertEquals(ISSUES, result.path("issues").toString());
    }
  }

  @Test
  void aTellIsADeadLetterAtOnce() {
    String path = "/v1/actors/Stock/told/tell/take";
    server.post(path, BAD).assertStatus(202);
    server.post("/v1/actors/Stock/teller/send", "{\"id\":\"told\"," + BAD.substring(1));
    server.post(path, GOOD).assertStatus(202);
    JsonNode letters = server.get("/v1/admin/dead-letters?class=Stock&id=told").json();
    for (long end = System.nanoTime() + 60_000_000_000L;
        letters.path("deadLetters").size() < 2;
        letters = server.get("/v1/admin/dead-letters?class=Stock&id=told").json()) {
      assertTrue(System.nanoTime() < end, letters::toString);
      LockSupport.parkNanos(5_000_000);
    }
    JsonNode letter = letters.at("/deadLetters/0");
    assertTrue(
        letter.toString().contains("SchemaInvalid: Stock.take: /lines/1/sku"), letter::toString);
    assertTrue(letter.toString().contains("\"attempts\":1"), letter::toString);
    for (long end = System.nanoTime() + 60_000_000_000L;
        server.get("/v1/actors/Stock/told").status() != 200; ) {
      assertTrue(System.nanoTime() < end);
      LockSupport.parkNanos(5_000_000);
    }
    assertEquals("{\"taken\":1}", state("Stock/told").toString());
  }

  @Test
  void theSchemaOfTheVersionThatRunsDecides() {
    String source =
        "import { Actor, handler } from 'actjs'; export class Moving extends Actor {"
            + " @handler('h') h(a: TYPE) { return a; } }";
    server.publish("Moving", "1.0.0", source.replace("TYPE", "number")).assertStatus(201);
    server.post("/v1/actors/Moving/old/h", "5").assertStatus(200);
    server.publish("Moving", "2.0.0", source.replace("TYPE", "string")).assertStatus(201);
    server.post("/v1/actors/Moving/old/h", "6").assertStatus(200);
    server.post("/v1/actors/Moving/old/h", "\"x\"").assertProblem(ProblemCode.SchemaInvalid);
    server.post("/v1/actors/Moving/new/h", "\"x\"").assertStatus(200);
    server.post("/v1/actors/Moving/new/h", "6").assertProblem(ProblemCode.SchemaInvalid);
  }

  @Test
  void aClassMayTakeWhateverComes() {
    String source =
        STOCK.replace("%s", "Lax").replace("state =", "static validate = false; state =");
    server.publish("Lax", "1.0.0", source).assertStatus(201);
    server.post("/v1/actors/Lax/a/take", "{\"lines\":[]}").assertStatus(200);
    server.post("/v1/actors/Lax/a/take", "{}").assertProblem(ProblemCode.HandlerError);
  }

  @Test
  void theSchemasOfAVersionAreServed() {
    String path = "/v1/classes/Stock/versions/1.0.0/schema";
    Answer served = server.get(path).assertStatus(200);
    JsonNode schemas = served.json();
    assertEquals(
        "{\"$ref\":\"#/$defs/Line\"}",
        schemas.at("/handlers/take/args/properties/lines/items").toString());
    assertEquals("{\"type\":\"number\"}", schemas.at("/handlers/take/result").toString());
    assertEquals("/handlers/ask/args/properties/lines", schemas.at("/notes/0/at").asText());
    assertEquals(
        304,
        server
            .send(server.request(path).header("If-None-Match", served.header("etag")).GET())
            .status());
    server.get("/v1/classes/Stock/versions/9.0.0/schema").assertProblem(ProblemCode.UnknownVersion);
  }

  @Test
  void aVersionWithoutATypeCheckHasNoSchemasAndTakesAnything() {
    String body =
        "{\"version\":\"1.0.0\",\"check\":false,\"source\":\"class Loose extends actjs.Actor {"
            + " static _handlers = { h(a: number) { return a; } }; }\"}";
    server.post("/v1/classes/Loose/versions", body).assertStatus(201);
    server.get("/v1/classes/Loose/versions/1.0.0/schema").assertProblem(ProblemCode.SchemaNotFound);
    server.post("/v1/actors/Loose/a/h", "\"x\"").assertStatus(200);
  }

  @Test
  void scenario9AMissingVersionIsAnIssue() {
    JsonNode problem =
        server
            .post("/v1/classes/Nameless/versions", "{\"source\":\"\"}")
            .assertProblem(ProblemCode.SchemaInvalid);
    assertEquals(
        "[{\"path\":\"/version\",\"message\":\"is missing\"}]", problem.path("issues").toString());
  }
}
