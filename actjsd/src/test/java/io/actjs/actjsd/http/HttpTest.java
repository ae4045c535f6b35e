package io.actjs.actjsd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.Sources;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds for every route. */
class HttpTest {
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral().with("Counter", Sources.COUNTER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void scenario1HealthSaysThatItLives() {
    JsonNode health = server.get("/v1/health").assertStatus(200).json();
    assertEquals("ok", health.get("status").textValue());
    assertTrue(health.get("uptimeMs").longValue() >= 0);
    assertTrue(server.get("/v1/ready").assertStatus(200).json().get("ready").booleanValue());
  }

  @Test
  void scenario4HeadAnswersAsGetWithoutBody() {
    server.post("/v1/actors/Counter/head/inc").assertStatus(200);
    for (String path :
        List.of(
            "/v1/health",
            "/v1/ready",
            "/v1/classes",
            "/v1/classes/Counter/versions",
            "/v1/actors",
            "/v1/actors/Counter/head",
            "/v1/actors/Counter/head/info")) {
      Answer head =
          server.send(server.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertEquals(200, head.status(), path);
      assertEquals("", head.text());
    }
    Answer none =
        server.send(
            server
                .request("/v1/actors/Counter/nobody")
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertEquals(404, none.status());
  }

  @Test
  void scenario4UnknownRoutesAreProblems() {
    for (String path :
        List.of(
            "/", "/x", "/v1", "/v1/", "/v1/health/", "/v1/Health", "/v1/actors/Counter/a/b/c")) {
      server.get(path).assertProblem(ProblemCode.NotFound);
    }
    server.post("/run", "{}").assertProblem(ProblemCode.NotFound);
  }

  @Test
  void scenario4OtherMethodsAreProblemsThatNameTheRightOnes() {
    Answer answer = server.post("/v1/health", "{}");
    answer.assertProblem(ProblemCode.MethodNotAllowed);
    assertTrue(answer.header("allow").contains("GET"), answer.header("allow"));
    server
        .send(server.request("/v1/actors/Counter/a").PUT(HttpRequest.BodyPublishers.noBody()))
        .assertProblem(ProblemCode.MethodNotAllowed);
  }

  @Test
  void scenario4MalformedJsonIsAProblem() {
    for (String body : List.of("{", "nope", "{\"by\":1}}", "{'by':1}", "[1,]")) {
      server.post("/v1/actors/Counter/a/inc", body).assertProblem(ProblemCode.MalformedJson);
      server.post("/v1/classes/Counter/versions", body).assertProblem(ProblemCode.MalformedJson);
    }
    Answer latin =
        server.send(
            server
                .request("/v1/actors/Counter/a/echo")
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xe9, '"'})));
    latin.assertProblem(ProblemCode.MalformedJson);
  }

  @Test
  void scenario4BodiesAboveTheLimitAreProblems() throws IOException {
    String twoMiB = "\"" + "x".repeat(2 << 20) + "\"";
    server.post("/v1/actors/Counter/a/echo", twoMiB).assertProblem(ProblemCode.PayloadTooLarge);
    Answer chunked =
        server.send(
            server
                .request("/v1/actors/Counter/a/echo")
                .header("content-type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () ->
                            new java.io.ByteArrayInputStream(
                                twoMiB.getBytes(StandardCharsets.UTF_8)))));
    chunked.assertProblem(ProblemCode.PayloadTooLarge);
    String fits = "\"" + "x".repeat((1 << 20) - 2) + "\"";
    assertEquals(
        fits,
        server
            .post("/v1/actors/Counter/a/echo", fits)
            .assertStatus(200)
            .json()
            .get("result")
            .toString());
  }

  @Test
  void scenario4OtherMediaTypesAreProblems() {
    for (String type :
        List.of("text/plain", "application/x-www-form-urlencoded", "application/jsonx", "json")) {
      server
          .send(
              server
                  .request("/v1/actors/Counter/a/inc")
                  .header("content-type", type)
                  .POST(HttpRequest.BodyPublishers.ofString("{}")))
          .assertProblem(ProblemCode.UnsupportedMediaType);
    }
    server
        .send(
            server
                .request("/v1/actors/Counter/a/inc")
                .header("content-type", "application/json")
                .header("content-encoding", "br")
                .POST(HttpRequest.BodyPublishers.ofString("{}")))
        .assertProblem(ProblemCode.UnsupportedMediaType);
    server
        .send(
            server
                .request("/v1/actors/Counter/a/inc")
                .header("content-type", "Application/JSON ; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString("{}")))
        .assertStatus(200);
  }

  @Test
  void requestsThatTheServerItselfRefusesAreProblems() throws IOException {
    assertRawProblem("GET /v1/actors/Counter/%zz HTTP/1.1\r\nHost: localhost\r\n", 400);
    assertRawProblem(
        "GET /v1/health HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(20_000) + "\r\n", 413);
    assertRawProblem("GET /v1/health HTTP/9\r\nHost: localhost\r\n", 400);
    assertRawProblem("NONSENSE\r\n", 400);
  }

  @Test
  void aRequestThatIsBrokenOffHarmsNobody() throws IOException {
    String head = "POST /v1/actors/Counter/broken/inc HTTP/1.1\r\nHost: localhost\r\n";
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write(head + "Content-Length: 50\r\n\r\n{\"by\"");
      socket.shutdownOutput();
      String answer = socket.readAll();
      assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400"), answer);
    }
    server.get("/v1/actors/Counter/broken").assertProblem(ProblemCode.ActorNotFound);
  }

  @Test
  void aPageOfAnotherSiteIsRefused() throws IOException {
    assertRawProblem("GET /v1/health HTTP/1.1\r\nHost: evil.example\r\n", 403);
    assertRawProblem(
        String.join(
            "\r\n",
            "POST /v1/actors/Counter/a/inc HTTP/1.1",
            "Host: localhost",
            "Origin: https://evil.example",
            "Content-Length: 0",
            ""),
        403);
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      assertTrue(socket.upgrade("Origin: https://evil.example\r\n").startsWith("HTTP/1.1 403"));
    }
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      assertTrue(socket.upgrade("Origin: http://localhost:5173\r\n").startsWith("HTTP/1.1 101"));
    }
  }

  @Test
  void fuzz2_headersWithBrokenQuotesAreNoFailures() throws IOException {
    for (String header :
        List.of("Prefer: se\"rver", "If-None-Match: W/\"1", "Accept-Encoding: \"gzip, \"br")) {
      try (RawSocket socket = new RawSocket(server.daemon.port())) {
        socket.write(
            "GET /v1/actors HTTP/1.1\r\nHost: localhost\r\n"
                + header
                + "\r\nConnection: close\r\n\r\n");
        assertTrue(socket.readAll().startsWith("HTTP/1.1 200"), header);
      }
      try (RawSocket socket = new RawSocket(server.daemon.port())) {
        socket.write(
            "POST /v1/actors/Counter/quotes/inc HTTP/1.1\r\nHost: localhost\r\n"
                + header
                + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertTrue(socket.readAll().startsWith("HTTP/1.1 200"), header);
      }
    }
  }

  @Test
  void theSocketRouteWithoutUpgradeExplainsItself() {
    JsonNode problem = server.get("/v1/ws").assertProblem(ProblemCode.SchemaInvalid);
    assertTrue(problem.get("detail").textValue().contains("WebSocket"));
  }

  private static void assertRawProblem(String head, int status) throws IOException {
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      socket.write(head + "Connection: close\r\n\r\n");
      String answer = socket.readAll();
      assertTrue(answer.startsWith("HTTP/1.1 " + status), head + " -> " + answer);
      assertTrue(answer.contains("application/problem+json"), answer);
      assertTrue(answer.contains("\"status\":" + status), answer);
    }
  }
}
