package io.actjs.actjsd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.VersionedSources;
import io.actjs.model.ProblemCode;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A client pinned to 2.0.0 before a sticky actor that is stored at 1.0.0. */
class StrictPinTest {
  private static final String MISSED = "PinNotKept Aged@1.0.0 ran, 2.0.0 is pinned";
  private static DaemonFixture server;
  private static String pin;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
    server.publish("Aged", "1.0.0", source("1.0.0")).assertStatus(201);
    server.post("/v1/actors/Aged/old/add", "{}").assertStatus(200);
    server.publish("Aged", "2.0.0", source("2.0.0")).assertStatus(201);
    pin = server.resolve("Aged@2.0.0");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static String source(String mark) {
    return VersionedSources.marked("Aged", mark)
        .replace(
            "@handler('later')",
            "@handler('fail') fail() { throw new Error('no'); } @handler('later')");
  }

  private static Answer post(String path, String mode) {
    var request =
        server
            .request("/v1/actors/Aged" + path)
            .header("X-Actjs-Manifest", pin)
            .POST(BodyPublishers.ofString("{}"));
    return server.send(mode.isEmpty() ? request : request.header("X-Actjs-Pin", mode));
  }

  @Test
  void fault17_everyAnswerNamesTheVersionThatRan() {
    Answer plain = server.post("/v1/actors/Aged/old/which", "{}");
    assertEquals("Aged@1.0.0", plain.header("X-Actjs-Version"));
    assertEquals("1.0.0", plain.json().get("version").textValue());
    assertEquals("", plain.header("Warning"));
    Answer created = post("", "").assertStatus(201);
    assertEquals("Aged@2.0.0", created.header("X-Actjs-Version"));
    assertEquals("2.0.0", created.json().get("version").textValue());
    Answer read = server.get("/v1/actors/Aged/old?manifest=" + pin).assertStatus(200);
    assertEquals("Aged@1.0.0", read.header("X-Actjs-Version"));
    assertEquals("299 - \"" + MISSED + '"', read.header("Warning"));
  }

  @Test
  void fault17_anAnswerOfAnOlderVersionWarns() {
    Answer answer = post("/old/which", "").assertStatus(200);
    assertEquals("1.0.0", answer.json().get("result").textValue());
    assertEquals("299 - \"" + MISSED + '"', answer.header("Warning"));
    assertEquals("", post("/new/which", "").header("Warning"));
    Answer failed = post("/old/fail", "");
    assertEquals(
        "1.0.0", failed.assertProblem(ProblemCode.HandlerError).get("version").textValue());
    assertEquals("Aged@1.0.0", failed.header("X-Actjs-Version"));
    assertEquals("299 - \"" + MISSED + '"', failed.header("Warning"));
    assertTrue(
        server
            .get("/metrics")
            .text()
            .matches("(?s).*actjs_pin_missed_total\\{class=\"Aged\"\\} [1-9].*"),
        server.get("/metrics").text());
  }

  @Test
  void fault17_aStrictPinIsRefusedInstead() {
    JsonNode problem = post("/old/add", "strict").assertProblem(ProblemCode.ManifestAhead);
    assertEquals("1.0.0", problem.get("persistedVersion").textValue());
    assertEquals("2.0.0", problem.get("pinnedVersion").textValue());
    post("/old/tell/add", "strict").assertProblem(ProblemCode.ManifestAhead);
    server
        .get("/v1/actors/Aged/old?pin=strict&manifest=" + pin)
        .assertProblem(ProblemCode.ManifestAhead);
    post("/strictly/add", "strict").assertStatus(200);
    post("/strictly/tell/add", "strict").assertStatus(202);
    post("/old/add", "loose").assertProblem(ProblemCode.SchemaInvalid);
    server.get("/v1/actors/Aged/old?pin=strict").assertProblem(ProblemCode.SchemaInvalid);
  }

  private static String params(String id, String more) {
    return "{\"class\":\"Aged\",\"id\":\"" + id + "\"" + more + "}";
  }

  @Test
  void fault17_aWebSocketIsToldTheSame() {
    RpcClient socket = server.socket("?manifest=" + pin);
    String which = ",\"method\":\"which\"";
    JsonNode old = socket.request("actor.call", params("old", which)).get("result");
    assertEquals("1.0.0", old.get("version").textValue());
    assertEquals(MISSED, old.get("warning").textValue());
    JsonNode fresh = socket.request("actor.call", params("wired", which)).get("result");
    assertEquals("2.0.0", fresh.get("version").textValue());
    assertFalse(fresh.has("warning"));
    JsonNode failed =
        socket
            .request("actor.call", params("old", ",\"method\":\"fail\""))
            .get("error")
            .get("data");
    assertEquals("1.0.0", failed.get("version").textValue());
    assertEquals(MISSED, failed.get("warning").textValue());

    String strict = ",\"pin\":\"strict\"";
    for (String method : new String[] {"actor.call", "actor.tell", "actor.subscribe"}) {
      String params = params("old", which + ",\"type\":\"add\"" + strict);
      JsonNode data = socket.request(method, params).get("error").get("data");
      assertEquals("ManifestAhead", data.get("code").textValue());
    }
    RpcClient strictSocket = server.socket("?pin=strict&manifest=" + pin);
    assertEquals(
        "ManifestAhead",
        strictSocket
            .request("actor.call", params("old", which))
            .get("error")
            .get("data")
            .get("code")
            .textValue());
    assertEquals(
        "2.0.0",
        strictSocket
            .request("actor.call", params("wired", which))
            .get("result")
            .get("result")
            .textValue());
  }

  @Test
  void fault17_aSubscriptionIsToldTheSame() {
    RpcClient socket = server.socket("?manifest=" + pin);
    socket.send(RpcClient.frame(1, "actor.subscribe", params("old", "")));
    assertEquals("snapshot", socket.nextEvent().get("kind").textValue());
    JsonNode result = socket.next().get("result");
    assertEquals("Aged:old#1", result.get("subscriptionId").textValue());
    assertEquals("1.0.0", result.get("version").textValue());
    assertEquals(MISSED, result.get("warning").textValue());
  }
}
