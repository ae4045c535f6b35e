package io.actjs.actjsd.access.capability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.SseClient;
import io.actjs.actjsd.access.AccessConfig;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.actjsd.access.DefaultPolicy;
import io.actjs.model.ProblemCode;
import io.actjs.wire.JsonText;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Capabilities against a daemon: minted, presented, revoked. */
class CapabilityDoorTest {
  /** A second is promised; a machine that stalls may take longer. */
  private static final long MOST_MS = 10_000;

  private static final String ADMIN = "correct-horse-battery";
  private static final String CAPABILITIES = "/v1/admin/capabilities";
  private static final String REVOCATIONS = "/v1/admin/capability-revocations";
  private static final String KEYS = "/v1/admin/capability-keys";
  private static final String N1 = "/v1/actors/Note/n1";
  private static final String NOTE =
      """
      import { Actor, handler } from 'actjs';
      export class Note extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('read') read() { return this.state.n; }
        @handler('add') add() { return ++this.state.n; }
        @handler('who') who() { return this.actjs.caller.principal; }
        @handler('share') share() { return this.actjs.mintCapability({ methods: ['read'], ttlMs: 60000 }); }
      }
      """;

  @TempDir Path data;
  private DaemonFixture server;

  @BeforeEach
  void start() {
    server = DaemonFixture.of(config());
    String body = "{\"version\":\"1.0.0\",\"source\":" + JsonText.quote(NOTE) + "}";
    admin("POST", "/v1/classes/Note/versions", body).assertStatus(201);
    admin("POST", "/v1/admin/tokens", "{\"sub\":\"alice\"}").assertStatus(201);
    admin("POST", N1 + "/add", "{}").assertStatus(200);
    admin("POST", "/v1/actors/Note/n2/add", "{}").assertStatus(200);
  }

  private DaemonConfig config() {
    return DaemonConfig.at(data)
        .withAccess(
            AccessConfig.LOCKED
                .withAdminToken(AdminToken.of(ADMIN))
                .withDefaultPolicy(DefaultPolicy.ALLOW));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer admin(String method, String path, String body) {
    return send(method, path, "Bearer " + ADMIN, body);
  }

  private Answer send(String method, String path, String authorization, String body) {
    HttpRequest.Builder request = server.request(path).header("content-type", "application/json");
    return server.send(
        request
            .header("Authorization", authorization)
            .method(method, BodyPublishers.ofString(body)));
  }

  private JsonNode mint(String methods, String more) {
    return admin(
            "POST",
            CAPABILITIES,
            "{\"class\":\"Note\",\"id\":\"n1\",\"methods\":[" + methods + "]" + more + "}")
        .assertStatus(201)
        .json();
  }

  private String token(String methods, String more) {
    return mint(methods, more).get("token").textValue();
  }

  private Answer call(String path, String token) {
    return send("POST", path, "Capability " + token, "{}");
  }

  private void revoke(String member, String what) {
    admin("POST", REVOCATIONS, "{\"" + member + "\":" + JsonText.quote(what) + "}")
        .assertStatus(200);
  }

  @Test
  void scenario55_itsBearerDoesWhatItGrantsAndNothingElse() {
    String token = token("\"read\",\"who\"", "");
    assertEquals(1, call(N1 + "/read", token).assertStatus(200).json().get("result").asInt());
    JsonNode who = call(N1 + "/who", token).json().get("result");
    assertEquals("cap:Note:n1", who.get("sub").textValue());
    assertEquals("[\"call:read\",\"call:who\"]", who.get("capabilities").toString());
    assertEquals("[]", who.get("roles").toString());
    assertEquals("actjs", who.at("/claims/iss").textValue());
    call(N1 + "/add", token).assertProblem(ProblemCode.Forbidden);
    call("/v1/actors/Note/n2/read", token).assertProblem(ProblemCode.Forbidden);
    call(N1 + "/tell/add", token).assertProblem(ProblemCode.Forbidden);
    call(N1 + "/constructor", token).assertProblem(ProblemCode.Forbidden);
    send("GET", N1, "Capability " + token, "").assertProblem(ProblemCode.Forbidden);
    send("DELETE", N1, "Capability " + token, "").assertProblem(ProblemCode.Forbidden);
    call("/v1/actors/Note", token).assertProblem(ProblemCode.Forbidden);
  }

  @Test
  void w94_everyOtherRouteRefusesIt() {
    String token = token("\"read\"", ",\"grants\":[\"read\",\"subscribe\",\"create\",\"destroy\"]");
    for (String path :
        List.of(
            "/v1/actors",
            "/v1/classes",
            "/v1/classes/Note/versions",
            "/v1/environments",
            "/v1/admin/tokens",
            "/v1/admin/audit",
            KEYS,
            REVOCATIONS,
            "/openapi.json")) {
      Answer answer = send("GET", path, "Capability " + token, "");
      assertEquals(403, answer.status(), path + " " + answer.text());
    }
    for (String path :
        List.of(
            "/v1/tickets",
            CAPABILITIES,
            REVOCATIONS,
            KEYS,
            "/v1/admin/gc",
            "/v1/classes/Note/versions")) {
      Answer answer = call(path, token);
      assertEquals(403, answer.status(), path + " " + answer.text());
    }
    send("GET", N1, "Capability " + token, "").assertStatus(200);
    server.get("/v1/health").assertStatus(200);
  }

  @Test
  void itIsExaminedBeforeABearerTokenAndInAnyCase() {
    String token = token("\"read\"", "");
    assertEquals(200, send("POST", N1 + "/read", "cApAbIlItY  " + token, "{}").status());
    HttpRequest.Builder both =
        server
            .request(N1 + "/add")
            .header("content-type", "application/json")
            .header("Authorization", "Bearer " + ADMIN)
            .header("Authorization", "Capability " + token)
            .POST(BodyPublishers.ofString("{}"));
    server.send(both).assertProblem(ProblemCode.Forbidden);
    send("POST", N1 + "/read", "Bearer " + token, "{}").assertProblem(ProblemCode.Unauthorized);
    send("POST", N1 + "/read?token=" + token, "Basic x", "{}")
        .assertProblem(ProblemCode.Unauthorized);
    server.post(N1 + "/read?token=" + token, "{}").assertProblem(ProblemCode.Unauthorized);
  }

  @Test
  void w7_whatDoesNotHoldIsA401WithAChallenge() {
    String token = token("\"read\"", "");
    for (String wrong : List.of("", "x", token + "x", token.substring(1), "x".repeat(7_000))) {
      Answer refused = call(N1 + "/read", wrong);
      refused.assertProblem(ProblemCode.InvalidCapability);
      assertEquals(401, refused.status());
      assertTrue(refused.header("WWW-Authenticate").startsWith("Capability realm=\"actjs\""));
      assertFalse(wrong.length() > 40 && refused.text().contains(wrong.substring(30)));
    }
    String short_ = token("\"read\"", ",\"ttlMs\":1");
    call(N1 + "/read", short_).assertProblem(ProblemCode.CapabilityExpired);
    String audit = "";
    long end = System.nanoTime() + 30_000_000_000L;
    while (!audit.contains("access.unauthorized")) {
      assertTrue(System.nanoTime() < end, audit);
      audit = admin("GET", "/v1/admin/audit", "").text();
    }
    assertFalse(audit.contains(token.substring(token.length() - 30)), audit);
  }

  @Test
  void w96_aRevocationCountsAtOnceAndAfterARestart() {
    JsonNode minted = mint("\"read\"", "");
    String token = minted.get("token").textValue();
    String kept = token("\"read\"", "");
    call(N1 + "/read", token).assertStatus(200);
    revoke("jti", minted.get("jti").textValue());
    call(N1 + "/read", token).assertProblem(ProblemCode.CapabilityRevoked);
    call(N1 + "/read", kept).assertStatus(200);
    server.close();
    server = DaemonFixture.of(config());
    call(N1 + "/read", token).assertProblem(ProblemCode.CapabilityRevoked);
    call(N1 + "/read", kept).assertStatus(200);
    JsonNode revocations = admin("GET", REVOCATIONS, "").json().get("revocations");
    assertEquals(minted.get("jti"), revocations.at("/0/jti"));
    String audit = admin("GET", "/v1/admin/audit?action=capability", "").text();
    assertTrue(audit.contains("capability.minted"), audit);
    assertTrue(audit.contains("capability.revoked"), audit);
    assertTrue(audit.contains("capability-key.added"), audit);
  }

  @Test
  void w96_revokingByTheTokenKeepsThatAsLongAsItWouldHold() {
    JsonNode minted = mint("\"read\"", ",\"ttlMs\":600000");
    revoke("token", minted.get("token").textValue());
    JsonNode revocation = admin("GET", REVOCATIONS, "").json().at("/revocations/0");
    assertEquals(minted.get("expiresAt"), revocation.get("until"));
    admin("POST", REVOCATIONS, "{\"token\":\"a.b.c\"}").assertProblem(ProblemCode.SchemaInvalid);
    admin("POST", REVOCATIONS, "{}").assertProblem(ProblemCode.SchemaInvalid);
    admin("POST", REVOCATIONS, "{\"jti\":\"a b\"}").assertProblem(ProblemCode.SchemaInvalid);
  }

  @Test
  void w95_keysAreRotatedAndRetired() {
    String old = token("\"read\"", "");
    String first = admin("GET", KEYS, "").json().at("/keys/0/kid").textValue();
    String second = admin("POST", KEYS, "").assertStatus(201).json().get("kid").textValue();
    JsonNode minted = mint("\"read\"", "");
    assertEquals(second, minted.get("kid").textValue());
    call(N1 + "/read", old).assertStatus(200);
    admin("DELETE", KEYS + "/" + first, "").assertStatus(200);
    call(N1 + "/read", old).assertProblem(ProblemCode.CapabilityRevoked);
    call(N1 + "/read", minted.get("token").textValue()).assertStatus(200);
    admin("DELETE", KEYS + "/nothing", "").assertProblem(ProblemCode.SigningKeyNotFound);
    assertFalse(admin("GET", KEYS, "").text().contains("rivate"));
  }

  @Test
  void w36_itsSocketsAndStreamsEndWithinASecondOfItsRevocation() throws Exception {
    JsonNode minted = mint("\"read\"", ",\"grants\":[\"subscribe\"]");
    String token = minted.get("token").textValue();
    RpcClient socket = server.socket("?token=" + token);
    SseClient stream = server.stream(N1 + "/events?token=" + token);
    SseClient other = server.stream(N1 + "/events", "Authorization", "Capability " + token);
    assertTrue(stream.nextEvent().data().contains("\"n\":1"));
    assertTrue(other.nextEvent().data().contains("\"n\":1"));
    assertEquals(1, rpc(socket, "n1", "read").at("/result/result").asInt());
    assertEquals("Forbidden", rpc(socket, "n1", "add").at("/error/data/code").asText());
    assertEquals("Forbidden", rpc(socket, "n2", "read").at("/error/data/code").asText());
    assertEquals(
        "Forbidden",
        socket
            .request("actor.subscribe", "{\"class\":\"Note\",\"id\":\"n2\"}")
            .at("/error/data/code")
            .asText());
    long began = System.nanoTime();
    revoke("jti", minted.get("jti").textValue());
    assertEquals(4001, socket.awaitClosed().status());
    assertTrue(stream.awaitEnd());
    assertTrue(other.awaitEnd());
    long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    assertTrue(tookMs < MOST_MS, tookMs + " ms");
    CompletionException refused =
        assertThrows(CompletionException.class, () -> server.socket("?token=" + token));
    WebSocketHandshakeException handshake = (WebSocketHandshakeException) refused.getCause();
    assertEquals(401, handshake.getResponse().statusCode());
  }

  private static JsonNode rpc(RpcClient socket, String id, String method) throws Exception {
    return socket.request(
        "actor.call",
        "{\"class\":\"Note\",\"id\":\"%s\",\"method\":\"%s\",\"args\":{}}".formatted(id, method));
  }

  @Test
  void w36_itsSocketsEndWhenItExpiresOrItsKeyIsRetired() throws Exception {
    RpcClient expiring = server.socket("?token=" + token("\"read\"", ",\"ttlMs\":2500"));
    RpcClient retired = server.socket("?token=" + token("\"read\"", ""));
    assertEquals(4001, expiring.awaitClosed().status());
    String kid = admin("GET", KEYS, "").json().at("/keys/0/kid").textValue();
    admin("DELETE", KEYS + "/" + kid, "").assertStatus(200);
    assertEquals(4001, retired.awaitClosed().status());
  }

  @Test
  void anActorsOwnIsAsGood() {
    String token = admin("POST", N1 + "/share", "{}").json().get("result").textValue();
    assertEquals(1, call(N1 + "/read", token).json().get("result").asInt());
    call(N1 + "/share", token).assertProblem(ProblemCode.Forbidden);
    String metrics = admin("GET", "/metrics", "").text();
    assertTrue(metrics.contains("actjs_capability_minted_total{class=\"Note\"} 1.0"), metrics);
    JsonNode told =
        admin("POST", CAPABILITIES + "/inspect", "{\"token\":" + JsonText.quote(token) + "}")
            .assertStatus(200)
            .json();
    assertTrue(told.get("valid").booleanValue());
    assertEquals("Note:n1", told.at("/claims/sub").textValue());
    JsonNode forged =
        admin("POST", CAPABILITIES + "/inspect", "{\"token\":\"x.y.z\"}").assertStatus(200).json();
    assertEquals(
        "{\"valid\":false,\"code\":\"InvalidCapability\"", forged.toString().substring(0, 41));
    assertFalse(forged.has("claims"));
  }

  @Test
  void whatNoCapabilityCanHaveIsRefused() {
    refusedMint("{\"class\":\"Nope\",\"id\":\"a\",\"methods\":[\"x\"]}", ProblemCode.UnknownClass);
    refusedMint("{\"class\":\"Note\",\"id\":\"a\",\"methods\":[\"x\"]}", ProblemCode.UnknownMethod);
    refusedMint("{\"class\":\"Note\",\"id\":\"a\"}", ProblemCode.SchemaInvalid);
    refusedMint(
        "{\"class\":\"Note\",\"id\":\"a\",\"methods\":[\"add\"],\"x\":1}",
        ProblemCode.SchemaInvalid);
    refusedMint(
        "{\"class\":\"Note\",\"id\":\"a\",\"methods\":[\"add\"],\"ttlMs\":0}",
        ProblemCode.SchemaInvalid);
    refusedMint(
        "{\"class\":\"Note\",\"id\":\"a\",\"methods\":[\"add\"],\"ttlMs\":86400001}",
        ProblemCode.LimitExceeded);
    refusedMint(
        "{\"class\":\"Note\",\"id\":\"a\",\"grants\":[\"admin\"]}", ProblemCode.SchemaInvalid);
  }

  private void refusedMint(String body, ProblemCode code) {
    admin("POST", CAPABILITIES, body).assertProblem(code);
  }
}
