package io.actjs.actjsd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.Sources;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins: none may use the server, unless it is started for them. */
class CrossOriginTest {
  private static final String PAGE = "https://app.example.org";
  private static final String CALL = "/v1/actors/Counter/cors/inc";
  private static DaemonFixture closed;
  private static DaemonFixture open;

  @BeforeAll
  static void start() {
    closed = DaemonFixture.ephemeral().with("Counter", Sources.COUNTER);
    CrossOrigin origins =
        CrossOrigin.of(List.of("HTTPS://App.Example.Org:443", "http://localhost:5173"));
    open =
        DaemonFixture.of(DaemonConfig.ephemeral().withCrossOrigin(origins))
            .with("Counter", Sources.COUNTER);
  }

  @AfterAll
  static void stop() {
    closed.close();
    open.close();
  }

  private static Answer send(DaemonFixture server, String path, String method, String... headers) {
    HttpRequest.Builder request =
        server
            .request(path)
            .headers(headers)
            .method(
                method,
                method.equals("POST")
                    ? HttpRequest.BodyPublishers.ofString("{}")
                    : HttpRequest.BodyPublishers.noBody());
    return server.send(
        method.equals("POST") ? request.header("content-type", "application/json") : request);
  }

  private static Answer preflight(DaemonFixture server, String origin) {
    return send(
        server,
        CALL,
        "OPTIONS",
        "origin",
        origin,
        "access-control-request-method",
        "POST",
        "access-control-request-headers",
        "content-type,idempotency-key");
  }

  @Test
  void noOriginIsInvitedByDefault() {
    send(closed, CALL, "POST", "origin", PAGE).assertProblem(ProblemCode.Forbidden);
    preflight(closed, PAGE).assertProblem(ProblemCode.Forbidden);
    Answer own = send(closed, CALL, "POST", "origin", "http://localhost:5173");
    own.assertStatus(200);
    assertEquals("", own.header("access-control-allow-origin"));
    assertEquals("", own.header("vary"));
    preflight(closed, "http://localhost:5173").assertProblem(ProblemCode.MethodNotAllowed);
  }

  @ParameterizedTest
  @ValueSource(strings = {PAGE, "http://localhost:5173"})
  void anInvitedPageReadsTheAnswerAndItsHeaders(String origin) {
    Answer answer = send(open, CALL, "POST", "origin", origin, "sec-fetch-site", "cross-site");
    answer.assertStatus(200);
    assertEquals(origin, answer.header("access-control-allow-origin"));
    assertEquals("Origin", answer.header("vary"));
    assertEquals("", answer.header("access-control-allow-credentials"));
    List<String> exposed =
        List.of(
            answer.header("access-control-expose-headers").toLowerCase(Locale.ROOT).split(", "));
    assertTrue(
        exposed.containsAll(
            List.of("etag", "idempotency-replayed", "retry-after", "server-timing", "warning")),
        exposed.toString());
  }

  @Test
  void aBrowserAsksFirst() {
    Answer answer = preflight(open, PAGE);
    assertEquals(204, answer.status());
    assertEquals(PAGE, answer.header("access-control-allow-origin"));
    assertTrue(answer.header("access-control-allow-methods").contains("POST"));
    assertEquals("content-type, idempotency-key", answer.header("access-control-allow-headers"));
    assertEquals("7200", answer.header("access-control-max-age"));
    assertEquals("", answer.header("access-control-allow-private-network"));
    Answer fromOutside =
        send(
            open,
            CALL,
            "OPTIONS",
            "origin",
            PAGE,
            "access-control-request-method",
            "GET",
            "access-control-request-private-network",
            "true");
    assertEquals("true", fromOutside.header("access-control-allow-private-network"));
    send(open, CALL, "OPTIONS", "origin", PAGE).assertProblem(ProblemCode.MethodNotAllowed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://app.example.org",
        "https://app.example.org:8443",
        "https://app.example.org.evil.example",
        "https://sub.app.example.org",
        "null"
      })
  void anotherOriginStaysOutside(String origin) {
    Answer refused = send(open, CALL, "POST", "origin", origin);
    refused.assertProblem(ProblemCode.Forbidden);
    assertEquals("", refused.header("access-control-allow-origin"));
    assertEquals("Origin", refused.header("vary"));
    preflight(open, origin).assertProblem(ProblemCode.Forbidden);
    send(open, CALL, "POST", "sec-fetch-site", "cross-site").assertProblem(ProblemCode.Forbidden);
  }

  @Test
  void problemsCanBeReadAsWell() throws IOException {
    assertTold(send(open, "/v1/nothing", "GET", "origin", PAGE), ProblemCode.NotFound);
    assertTold(send(open, "/v1/health", "POST", "origin", PAGE), ProblemCode.MethodNotAllowed);
    assertTold(
        send(open, "/v1/actors/Counter/a/nothere", "POST", "origin", PAGE),
        ProblemCode.UnknownMethod);
    try (RawSocket socket = new RawSocket(open.daemon.port())) {
      socket.write(
          "POST "
              + CALL
              + "%u0041 HTTP/1.1\r\nHost: localhost\r\nOrigin: "
              + PAGE
              + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
      String answer = socket.readAll();
      assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
      assertTrue(answer.contains("Access-Control-Allow-Origin: " + PAGE), answer);
    }
  }

  private static void assertTold(Answer answer, ProblemCode code) {
    answer.assertProblem(code);
    assertEquals(PAGE, answer.header("access-control-allow-origin"));
  }

  @Test
  void anInvitedPageMayOpenASocketAndAStream() throws Exception {
    try (RawSocket socket = new RawSocket(open.daemon.port())) {
      assertTrue(socket.upgrade("Origin: " + PAGE + "\r\n").startsWith("HTTP/1.1 101"));
    }
    try (RawSocket socket = new RawSocket(open.daemon.port())) {
      assertTrue(socket.upgrade("Origin: https://evil.example\r\n").startsWith("HTTP/1.1 403"));
    }
    var stream = open.stream("/v1/sse/Counter/cors", "origin", PAGE);
    assertEquals(
        PAGE, stream.response.headers().firstValue("access-control-allow-origin").orElse(""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "null",
        "",
        "app.example.org",
        "ftp://app.example.org",
        "https://",
        "https://a/b",
        "https://a?b",
        "https://u@a",
        "https://*.example.org",
        "https://a b"
      })
  void whatIsNoOriginIsRefused(String text) {
    ActjsException e = assertThrows(ActjsException.class, () -> CrossOrigin.of(List.of(text)));
    assertEquals(ProblemCode.SchemaInvalid, e.code());
  }

  @ParameterizedTest
  @CsvSource({
    "https://App.Example.Org:443, https://app.example.org, true",
    "http://127.0.0.1:80, http://127.0.0.1, true",
    "http://[::1]:5173, http://[::1]:5173, true",
    "https://app.example.org:8443, https://app.example.org, false",
  })
  void anOriginIsMeantAsBrowsersSendIt(String configured, String sent, boolean allowed) {
    assertEquals(allowed, CrossOrigin.of(List.of(configured)).allows(sent));
    assertFalse(CrossOrigin.NONE.allows(sent));
  }
}
