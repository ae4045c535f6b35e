package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import io.actjs.model.ProblemCode;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Idempotency keys and conditions, as clients send and see them. */
class IdempotencyTest {
  private static DaemonFixture server;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = DaemonFixture.at(folder).with("Counter", Sources.COUNTER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /**
   * @param headers names and values
   */
  private static Answer send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        server
            .request("/v1/actors/Counter" + path)
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (!body.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    return server.send(headers.length == 0 ? request : request.headers(headers));
  }

  private static int value(String id) {
    return server.get("/v1/actors/Counter/" + id).json().get("state").get("value").intValue();
  }

  @Test
  void scenario20AndW19AReplyIsReplayedToTheByte() {
    // By the short way and by the long one, which a query takes.
    for (String query : List.of("", "?deadlineMs=5000")) {
      String id = query.isEmpty() ? "short" : "long";
      String path = "/" + id + "/inc" + query;
      Answer first = send("POST", path, "{\"by\":5}", "Idempotency-Key", "k").assertStatus(200);
      assertEquals("k", first.header("Idempotency-Key"));
      assertEquals("", first.header("Idempotency-Replayed"));
      Answer again = send("POST", path, "{\"by\":5}", "Idempotency-Key", "k").assertStatus(200);
      assertEquals(first.text(), again.text());
      assertEquals("true", again.header("Idempotency-Replayed"));
      assertEquals("k", again.header("Idempotency-Key"));
      assertEquals(5, value(id));
      send("POST", path, "{\"by\":6}", "Idempotency-Key", "k")
          .assertProblem(ProblemCode.IdempotencyMismatch);
      assertEquals(
          10,
          send("POST", path, "{\"by\":5}", "Idempotency-Key", "l").json().get("result").intValue());
    }
  }

  @Test
  void w19ARefusalIsReplayedAndAServersFailureIsNot() {
    for (String method : List.of("refuse", "fail")) {
      Answer first = send("POST", "/r/" + method, "{}", "Idempotency-Key", "k");
      assertEquals("", first.header("Idempotency-Replayed"));
      Answer again = send("POST", "/r/" + method, "{}", "Idempotency-Key", "k");
      assertEquals("true", again.header("Idempotency-Replayed"));
      assertEquals(first.status(), again.status());
      assertEquals(first.text(), again.text());
    }
    send("POST", "/r/nope", "{}", "Idempotency-Key", "k").assertProblem(ProblemCode.UnknownMethod);
    assertEquals(
        "", send("POST", "/r/nope", "{}", "Idempotency-Key", "k").header("Idempotency-Replayed"));
  }

  @Test
  void createTellAndDeleteTakeKeys() {
    Answer created = send("POST", "", "{\"start\":40}", "Idempotency-Key", "new").assertStatus(201);
    Answer again = send("POST", "", "{\"start\":40}", "Idempotency-Key", "new").assertStatus(201);
    assertEquals(created.text(), again.text());
    assertEquals("true", again.header("Idempotency-Replayed"));
    assertNotEquals(
        created.text(), send("POST", "", "{\"start\":40}", "Idempotency-Key", "other").text());
    String id = created.json().get("id").textValue();
    assertEquals(40, value(id));

    String tell = "/" + id + "/tell/inc";
    Answer told = send("POST", tell, "{\"by\":2}", "Idempotency-Key", "t").assertStatus(202);
    Answer retold = send("POST", tell, "{\"by\":2}", "Idempotency-Key", "t").assertStatus(202);
    assertEquals(told.text(), retold.text());
    assertEquals("true", retold.header("Idempotency-Replayed"));

    Answer deleted = send("DELETE", "/" + id, "", "Idempotency-Key", "d").assertStatus(200);
    Answer redeleted = send("DELETE", "/" + id, "", "Idempotency-Key", "d").assertStatus(200);
    assertEquals(deleted.text(), redeleted.text());
    assertEquals("true", redeleted.header("Idempotency-Replayed"));
    send("DELETE", "/" + id, "", "Idempotency-Key", "e").assertProblem(ProblemCode.Gone);
  }

  @Test
  void socketsAndRequestsShareKeys() {
    RpcClient socket = server.socket();
    String call = "{\"class\":\"Counter\",\"id\":\"s\",\"method\":\"inc\",\"args\":{\"by\":3}";
    String keyed = call + ",\"idempotencyKey\":\"k\"}";
    JsonNode first = socket.request("actor.call", keyed);
    JsonNode again = socket.request("actor.call", keyed);
    assertEquals(first.get("result"), again.get("result"));
    Answer http = send("POST", "/s/inc", "{\"by\":3}", "Idempotency-Key", "k");
    assertEquals("true", http.header("Idempotency-Replayed"));
    assertEquals(3, value("s"));
    JsonNode other =
        socket.request("actor.call", keyed.replace("\"by\":3", "\"by\":4")).get("error");
    assertEquals("IdempotencyMismatch", other.get("data").get("code").textValue());
    for (String wrong : List.of("7", "\"\"", "{}", "\"" + "k".repeat(4096) + "\"")) {
      JsonNode error =
          socket.request("actor.call", call + ",\"idempotencyKey\":" + wrong + "}").get("error");
      assertEquals(-32602, error.get("code").intValue(), wrong);
    }
    JsonNode unknown =
        socket
            .request("actor.tell", "{\"class\":\"Nope\",\"id\":\"s\",\"type\":\"inc\"}")
            .get("error");
    assertEquals("UnknownClass", unknown.get("data").get("code").textValue());
    JsonNode told =
        socket.request(
            "actor.tell",
            "{\"class\":\"Counter\",\"id\":\"s\",\"type\":\"inc\",\"idempotencyKey\":\"t\"}");
    assertEquals(
        told.get("result"),
        socket
            .request(
                "actor.tell",
                "{\"class\":\"Counter\",\"id\":\"s\",\"type\":\"inc\",\"idempotencyKey\":\"t\"}")
            .get("result"));
  }

  @ParameterizedTest
  @ValueSource(ints = {256, 4_096})
  void aKeyHasABoundedLength(int length) {
    send("POST", "/len/inc", "{}", "Idempotency-Key", "k".repeat(length))
        .assertProblem(ProblemCode.SchemaInvalid);
    send("POST", "/len/inc", "{}", "Idempotency-Key", "k".repeat(255)).assertStatus(200);
    send("POST", "/len/inc", "{}", "Idempotency-Key", "a", "Idempotency-Key", "b")
        .assertProblem(ProblemCode.SchemaInvalid);
  }

  @Test
  void readsNameTheirStateAndCallsMayBeForOneState() {
    send("POST", "/etag/inc", "{}").assertStatus(200);
    Answer read = server.get("/v1/actors/Counter/etag");
    String etag = read.header("ETag");
    assertEquals('"' + read.json().get("seq").textValue() + '"', etag);
    Answer unchanged = send("GET", "/etag", "", "If-None-Match", etag);
    assertEquals(304, unchanged.status());
    assertEquals("", unchanged.text());
    assertEquals(etag, unchanged.header("ETag"));

    send("POST", "/etag/inc", "{}", "If-Match", etag).assertStatus(200);
    assertEquals(200, send("GET", "/etag", "", "If-None-Match", etag).status());
    JsonNode conflict =
        send("POST", "/etag/inc", "{}", "If-Match", etag).assertProblem(ProblemCode.Conflict);
    String now = server.get("/v1/actors/Counter/etag").header("ETag");
    assertEquals(now, '"' + conflict.get("seq").textValue() + '"');
    send("DELETE", "/etag", "", "If-Match", etag).assertProblem(ProblemCode.Conflict);
    for (String wrong : Arrays.asList("5", "W/5", "*", "\"x\"", "\"-1\"", "\"1\", \"2\"")) {
      send("POST", "/etag/inc", "{}", "If-Match", wrong).assertProblem(ProblemCode.SchemaInvalid);
    }
    RpcClient socket = server.socket();
    String call = "{\"class\":\"Counter\",\"id\":\"etag\",\"method\":\"inc\",\"ifSeq\":";
    JsonNode error = socket.request("actor.call", call + "1}").get("error");
    assertEquals("Conflict", error.get("data").get("code").textValue());
    String seq = error.get("data").get("seq").toString();
    assertEquals(
        3, socket.request("actor.call", call + seq + "}").get("result").get("result").intValue());
    send("DELETE", "/etag", "", "If-Match", server.get("/v1/actors/Counter/etag").header("ETag"))
        .assertStatus(200);
  }
}
