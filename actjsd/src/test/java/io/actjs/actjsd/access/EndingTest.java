package io.actjs.actjsd.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.Network;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import io.actjs.actjsd.SseClient;
import io.actjs.actjsd.edge.TrustedProxies;
import io.actjs.model.ProblemCode;
import io.actjs.wire.JsonText;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocketHandshakeException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is open ends with what let it in, and browsers get in with tickets. */
class EndingTest {
  /** A second is promised; a machine that stalls may take longer. */
  private static final long MOST_MS = 10_000;

  private static final String ADMIN = "correct-horse-battery";
  private static final String TARGET =
      "{\"class\":\"Counter\",\"id\":\"a\",\"method\":\"inc\",\"args\":{}}";
  private static final String EVENTS = "/v1/actors/Counter/a/events";

  private DaemonFixture server;

  @BeforeEach
  void start() {
    server =
        DaemonFixture.of(
            DaemonConfig.ephemeral()
                .withAccess(AccessConfig.LOCKED.withAdminToken(AdminToken.of(ADMIN))));
    String body = "{\"version\":\"1.0.0\",\"source\":" + JsonText.quote(Sources.COUNTER) + "}";
    send("POST", "/v1/classes/Counter/versions", ADMIN, body).assertStatus(201);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer send(String method, String path, String token, String body) {
    return server.send(
        server
            .request(path)
            .header("content-type", "application/json")
            .header("Authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body)));
  }

  private record Token(String id, String text) {}

  private Token token(String more) {
    var json =
        send("POST", "/v1/admin/tokens", ADMIN, "{\"sub\":\"alice\"" + more + "}")
            .assertStatus(201)
            .json();
    return new Token(json.get("id").textValue(), json.get("token").textValue());
  }

  private void revoke(Token token) {
    send("DELETE", "/v1/admin/tokens/" + token.id, ADMIN, "").assertStatus(200);
  }

  private String ticket(String token) {
    Answer answer = send("POST", "/v1/tickets", token, "").assertStatus(201);
    assertEquals("no-store", answer.header("Cache-Control"));
    return answer.json().get("ticket").textValue();
  }

  private long value() {
    return send("POST", "/v1/actors/Counter/a/read", ADMIN, "{}").json().get("result").asLong();
  }

  @Test
  void w36_aRevokedTokenEndsItsSocketsAndStreamsWithinASecond() throws Exception {
    Token token = token("");
    Token other = token(",\"note\":\"another\"");
    RpcClient socket = server.socket("?token=" + token.text);
    RpcClient staying = server.socket("?token=" + other.text);
    SseClient stream = server.stream(EVENTS, "Authorization", "Bearer " + token.text);
    assertEquals(1, socket.request("actor.call", TARGET).at("/result/result").asInt());

    long began = System.nanoTime();
    revoke(token);
    // A request that the server has not read before the answer is not done.
    socket.sendThoughItMayBeCutOff(RpcClient.frame(77, "actor.call", TARGET));
    RpcClient.Closed closed = socket.awaitClosed();
    assertTrue(stream.awaitEnd());
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertEquals(4001, closed.status());
    assertEquals("the credential has expired or was revoked", closed.reason());
    assertTrue(tookMs < MOST_MS, tookMs + " ms");
    assertEquals(1, value());
    assertEquals(2, staying.request("actor.call", TARGET).at("/result/result").asInt());
  }

  @Test
  void w36_anExpiredTokenEndsItsSocketsAndStreamsWithinASecond() throws Exception {
    long until = System.currentTimeMillis() + 1_500;
    Token token = token(",\"expiresAt\":" + until);
    RpcClient socket = server.socket("?token=" + token.text);
    SseClient stream = server.stream(EVENTS + "?token=" + token.text);
    assertEquals(1, socket.request("actor.call", TARGET).at("/result/result").asInt());
    assertEquals(4001, socket.awaitClosed().status());
    assertTrue(stream.awaitEnd());
    long late = System.currentTimeMillis() - until;
    assertTrue(late >= 0 && late < 1_000, late + " ms");
  }

  @Test
  void w36_aRevocationCountsForTheNextRequest() {
    Token token = token("");
    for (int i = 1; i <= 3; i++) {
      send("POST", "/v1/actors/Counter/a/inc", token.text, "{}").assertStatus(200);
    }
    revoke(token);
    send("POST", "/v1/actors/Counter/a/inc", token.text, "{}")
        .assertProblem(ProblemCode.Unauthorized);
    assertEquals(3, value());
  }

  @Test
  void w37_aTicketOpensOneSocketOrStream() throws Exception {
    Token token = token("");
    String first = ticket(token.text);
    RpcClient socket = server.socket("?token=" + first);
    assertEquals(1, socket.request("actor.call", TARGET).at("/result/result").asInt());
    assertRefused("?token=" + first);
    String second = ticket(token.text);
    SseClient stream = server.stream(EVENTS + "?token=" + second);
    assertTrue(stream.nextEvent().data().contains("\"value\":1"));
    server
        .send(server.request(EVENTS + "?token=" + second).GET())
        .assertProblem(ProblemCode.Unauthorized);

    revoke(token);
    assertEquals(4001, socket.awaitClosed().status());
    assertTrue(stream.awaitEnd());
  }

  private void assertRefused(String query) {
    CompletionException refused =
        assertThrows(CompletionException.class, () -> server.socket(query));
    WebSocketHandshakeException handshake = (WebSocketHandshakeException) refused.getCause();
    assertEquals(401, handshake.getResponse().statusCode());
  }

  @Test
  void w37_aTicketOfSomebodyRevokedIsNone() {
    Token token = token("");
    String ticket = ticket(token.text);
    revoke(token);
    assertRefused("?token=" + ticket);
  }

  @Test
  void w37_aTicketIsForAddressesOfSocketsAndStreamsAlone() {
    Token token = token("");
    String ticket = ticket(token.text);
    send("POST", "/v1/actors/Counter/a/inc", ticket, "{}").assertProblem(ProblemCode.Unauthorized);
    server
        .post("/v1/actors/Counter/a/inc?token=" + ticket, "{}")
        .assertProblem(ProblemCode.Unauthorized);
    server
        .post("/v1/actors/Counter/a/inc?token=" + token.text, "{}")
        .assertProblem(ProblemCode.Unauthorized);
    server.get("/v1/http/some/events?token=" + token.text).assertProblem(ProblemCode.Unauthorized);
    assertEquals(0, value());
    // It was not used up by that.
    server.socket("?token=" + ticket);
  }

  @Test
  void w37_whoIsNobodyGetsNoTicket() {
    token("");
    server.post("/v1/tickets").assertProblem(ProblemCode.Unauthorized);
  }

  @Test
  void refusalsAndTicketsAreInTheAuditWithoutWhatWasPresented() throws Exception {
    Token token = token("");
    String ticket = ticket(token.text);
    server.socket("?token=" + ticket);
    assertRefused("?token=" + ticket);
    send("GET", "/v1/admin/tokens", token.text, "").assertProblem(ProblemCode.Forbidden);
    send("GET", "/v1/classes", token.text + "x", "").assertProblem(ProblemCode.Unauthorized);
    String log = "";
    long end = System.nanoTime() + 30_000_000_000L;
    while (!(log.contains("GET /v1/ws")
        && log.contains("access.ticket-used")
        && log.contains("access.login")
        && log.contains("access.forbidden")
        && log.contains("checksum"))) {
      assertTrue(System.nanoTime() < end, log);
      log = send("GET", "/v1/admin/audit", ADMIN, "").text();
    }
    assertTrue(log.contains("\"principal\":\"alice\""), log);
    assertEquals(1, log.split("first request within an hour, by token:").length - 1, log);
    assertFalse(log.contains(ticket.substring(7, 30)), log);
    assertFalse(log.contains(token.text.substring(7, 30)), log);
  }

  @Test
  void behindATrustedProxyTheAuditHasTheAddressOfTheClient() {
    DaemonConfig proxied =
        DaemonConfig.ephemeral()
            .withAccess(AccessConfig.LOCKED.withAdminToken(AdminToken.of(ADMIN)))
            .withNetwork(
                Network.DEFAULT.withProxies(TrustedProxies.of(List.of("127.0.0.0/8", "::1"))));
    try (DaemonFixture behind = DaemonFixture.of(proxied)) {
      for (String token : List.of(ADMIN, "wrong")) {
        behind.send(
            behind
                .request("/v1/classes")
                .header("Authorization", "Bearer " + token)
                .header("X-Forwarded-For", "203.0.113.9"));
      }
      String log = "";
      long end = System.nanoTime() + 30_000_000_000L;
      while (!(log.contains("access.login") && log.contains("access.unauthorized"))) {
        assertTrue(System.nanoTime() < end, log);
        log =
            behind
                .send(
                    behind
                        .request("/v1/admin/audit")
                        .header("Authorization", "Bearer " + ADMIN)
                        .header("X-Forwarded-For", "203.0.113.9"))
                .text();
      }
      assertEquals(2, log.split("\"address\":\"203.0.113.9\"").length - 1, log);
    }
  }

  @Test
  void nobodyHasMoreThanAHundredUnusedTickets() {
    Token token = token("");
    for (int i = 0; i < 100; i++) {
      ticket(token.text);
    }
    Answer refused = send("POST", "/v1/tickets", token.text, "");
    refused.assertProblem(ProblemCode.CapacityExhausted);
    ticket(ADMIN);
  }
}
