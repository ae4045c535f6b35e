package io.actjs.actjsd.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RawSocket;
import io.actjs.actjsd.token.TokenText;
import io.actjs.model.ProblemCode;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users with static tokens, against a server that is locked. */
class UsersTest {
  private static final String ADMIN = "correct-horse-battery";
  private static final String TOKENS = "/v1/admin/tokens";
  private static final String WHO =
      """
      import { Actor, handler } from 'actjs';
      export class Who extends Actor<{ n: number }> {
        state = { n: 0 };
        @handler('am') am() {
          const by = this.actjs.caller?.principal;
          return by ? by.sub + ':' + by.roles.join('+') + ':' + (by.tenant ?? '-') + ':' + by.claims?.level : 'nobody';
        }
      }
      """;

  @TempDir Path data;
  private DaemonFixture server;

  @BeforeEach
  void start() {
    server = DaemonFixture.of(config());
    String body = "{\"version\":\"1.0.0\",\"source\":" + io.actjs.wire.JsonText.quote(WHO) + "}";
    send("POST", "/v1/classes/Who/versions", ADMIN, body).assertStatus(201);
  }

  private DaemonConfig config() {
    return DaemonConfig.at(data)
        .withAccess(AccessConfig.LOCKED.withAdminToken(AdminToken.of(ADMIN)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer send(String method, String path, String token, String body) {
    var request = server.request(path).header("content-type", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    return server.send(request.method(method, BodyPublishers.ofString(body)));
  }

  private Answer create(String body) {
    return send("POST", TOKENS, ADMIN, body);
  }

  private String user(String sub) {
    return create("{\"sub\":\"" + sub + "\"}").assertStatus(201).json().get("token").textValue();
  }

  private Answer call(String token) {
    return send("POST", "/v1/actors/Who/a/am", token, "{}");
  }

  @Test
  void aTokenSaysWhoCalls() {
    String token =
        create(
                """
                {"sub":"alice","roles":["editor","editor"],"tenant":"acme","claims":{"level":7},"note":"ci"}
                """)
            .assertStatus(201)
            .json()
            .get("token")
            .textValue();
    assertEquals(
        "alice:editor:acme:7", call(token).assertStatus(200).json().get("result").asText());
    send("GET", TOKENS, token, "").assertProblem(ProblemCode.Forbidden);
    assertEquals(
        "Forbidden", send("POST", TOKENS, token, "{\"sub\":\"eve\"}").json().get("code").asText());
  }

  @Test
  void theTextIsInOneAnswerOnlyAndNowhereInTheStore() throws Exception {
    Answer created = create("{\"sub\":\"alice\",\"note\":\"of the build\"}").assertStatus(201);
    assertEquals("no-store", created.header("Cache-Control"));
    String token = created.json().get("token").textValue();
    JsonNode listed = send("GET", TOKENS, ADMIN, "").assertStatus(200).json().get("tokens").get(0);
    assertEquals(created.json().get("id"), listed.get("id"));
    assertEquals("of the build", listed.get("note").textValue());
    String secret = token.substring("actjs_".length());
    assertFalse(send("GET", TOKENS, ADMIN, "").text().contains(secret));
    assertFalse(send("GET", "/v1/admin/audit", ADMIN, "").text().contains(secret));
    server.close();
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertFalse(bytes.contains(secret), file.toString());
      }
    }
    // With users from the start, classes without a policy would be for administrators.
    AccessConfig access = config().access().withDefaultPolicy(DefaultPolicy.ALLOW);
    server = DaemonFixture.of(config().withAccess(access));
    call(token).assertStatus(200);
  }

  @Test
  void w26_nobodyHasAManifestStored() throws Exception {
    String resolve = "/v1/manifest?root=Who@*";
    String token = user("alice");
    send("GET", resolve, "", "").assertProblem(ProblemCode.Unauthorized);
    String sha = send("GET", resolve, ADMIN, "").assertStatus(200).json().get("sha256").textValue();
    assertEquals(64, sha.length());
    send("GET", "/v1/manifest/" + sha, "", "").assertProblem(ProblemCode.Unauthorized);
    send("GET", resolve, token, "").assertStatus(200);
  }

  @Test
  void w34_noRouteRunsWhatIsPosted() throws Exception {
    for (String path : List.of("/run", "/upload", "/v1/run", "/v1/upload")) {
      int status = send("POST", path, ADMIN, "{\"code\":\"1\"}").status();
      assertTrue(status == 404 || status == 405, path + " answers " + status);
    }
  }

  @Test
  void w9_theAuditNamesTheBearerWhateverTheRequestSays() {
    String operator =
        create("{\"sub\":\"olga\",\"roles\":[\"admin\"]}")
            .assertStatus(201)
            .json()
            .get("token")
            .textValue();
    var forged =
        server
            .request(TOKENS)
            .header("content-type", "application/json")
            .header("Authorization", "Bearer " + operator)
            .header("X-Actjs-Admin-Id", "somebody-else")
            .POST(BodyPublishers.ofString("{\"sub\":\"bob\"}"));
    server.send(forged).assertStatus(201);
    String newest = "/v1/admin/audit?limit=1&action=token.created";
    JsonNode entry = send("GET", newest, operator, "").json().get("entries").get(0);
    assertEquals("olga", entry.get("principal").textValue());
    assertEquals("token.created", entry.get("action").textValue());
    assertEquals("bob", entry.get("meta").get("sub").textValue());
  }

  @Test
  void w8_aHeaderMakesNobodyAnAdministrator() {
    for (String header : List.of("X-Actjs-Admin", "X-Actjs-Admin-Id", "X-Actjs-Principal")) {
      server
          .send(server.request(TOKENS).header(header, "admin").GET())
          .assertProblem(ProblemCode.Forbidden);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"__proto__", "constructor", "toString", "hasOwnProperty", "actjs_"})
  void w12_namesThatObjectsHaveAreNoTokens(String name) {
    call(name).assertProblem(ProblemCode.Unauthorized);
    send("DELETE", TOKENS + "/" + name, ADMIN, "").assertProblem(ProblemCode.TokenNotFound);
  }

  @Test
  void w15_w6_aTokenThatDoesNotHoldIsRefusedAndNeverAnonymous() {
    String token = user("alice");
    String id = send("GET", TOKENS, ADMIN, "").json().get("tokens").get(0).get("id").textValue();
    long soon = System.currentTimeMillis() + 2_000;
    String brief =
        create("{\"sub\":\"bob\",\"expiresAt\":" + soon + "}")
            .assertStatus(201)
            .json()
            .get("token")
            .textValue();
    while (System.currentTimeMillis() < soon) {
      LockSupport.parkNanos(1_000_000);
    }
    call(token).assertStatus(200);
    send("DELETE", TOKENS + "/" + id, ADMIN, "").assertStatus(200);
    send("DELETE", TOKENS + "/" + id, ADMIN, "").assertStatus(200);
    char last = token.charAt(token.length() - 1);
    String mistyped = token.substring(0, token.length() - 1) + (last == 'a' ? 'b' : 'a');
    String unknown = TokenText.mint().reveal();
    assertRefused(token, "has been revoked");
    assertRefused(brief, "has expired");
    assertRefused(mistyped, "checksum");
    assertRefused(unknown, "none of this server's");
  }

  /** A server may take a header for an earlier one of the connection that is spelled alike. */
  @Test
  void w15_aTokenInAnotherCaseIsAnotherTokenOnTheSameConnection() throws IOException {
    String token = user("alice");
    String swapped =
        TokenText.PREFIX
            + token
                .substring(TokenText.PREFIX.length())
                .chars()
                .map(
                    c ->
                        Character.isUpperCase(c)
                            ? Character.toLowerCase(c)
                            : Character.toUpperCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
    try (RawSocket socket = new RawSocket(server.daemon.port())) {
      String answer = "";
      for (String each : List.of(token, swapped, token)) {
        socket.write(
            "GET /v1/classes HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + each
                + "\r\n\r\n");
        answer = socket.readAnswer();
        String expected = each.equals(swapped) ? "HTTP/1.1 401" : "HTTP/1.1 200";
        assertTrue(answer.startsWith(expected), answer);
      }
    }
  }

  private void assertRefused(String token, String why) {
    for (Answer refused :
        List.of(
            call(token), send("GET", "/v1/classes", token, ""), send("GET", TOKENS, token, ""))) {
      JsonNode problem = refused.assertProblem(ProblemCode.Unauthorized);
      assertTrue(problem.get("detail").textValue().contains(why), refused.text());
      assertFalse(refused.text().contains(token.substring(8)), "echoed");
      assertEquals("Bearer realm=\"actjs\"", refused.header("WWW-Authenticate"), "w6");
    }
  }

  @Test
  void withUsersARequestThatPresentsNothingIsRefused() {
    call("").assertStatus(200);
    create("{\"sub\":\"olga\",\"roles\":[\"admin\"]}").assertStatus(201);
    call("").assertStatus(200);
    String token = user("alice");
    Answer refused = call("");
    refused.assertProblem(ProblemCode.Unauthorized);
    assertEquals("Bearer realm=\"actjs\"", refused.header("WWW-Authenticate"), "w6");
    send("GET", "/v1/health", "", "").assertStatus(200);
    call(token).assertStatus(200);

    JsonNode tokens = send("GET", TOKENS, ADMIN, "").json().get("tokens");
    String id = tokens.get(1).get("id").textValue();
    send("DELETE", TOKENS + "/" + id, ADMIN, "").assertStatus(200);
    // A server does not open by itself because its last user is gone.
    call("").assertProblem(ProblemCode.Unauthorized);
  }

  @Test
  void whoAllowsAnonymousHasThemBesideUsers() {
    server.close();
    server =
        DaemonFixture.of(
            DaemonConfig.at(data)
                .withAccess(
                    AccessConfig.LOCKED.withAdminToken(AdminToken.of(ADMIN)).admittingAnonymous()));
    user("alice");
    assertTrue(call("").assertStatus(200).text().contains("anonymous:"));
    send("GET", TOKENS, "", "").assertProblem(ProblemCode.Forbidden);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"sub\":7}",
        "{\"sub\":\"system\"}",
        "{\"sub\":\"cap:x\"}",
        "{\"sub\":\"a\",\"roles\":\"admin\"}",
        "{\"sub\":\"a\",\"roles\":{\"a\":\"b\"}}",
        "{\"sub\":\"a\",\"roles\":[1]}",
        "{\"sub\":\"a\",\"claims\":[]}",
        "{\"sub\":\"a\",\"expiresAt\":1}",
        "{\"sub\":\"a\",\"expires\":1}"
      })
  void w11_aBodyThatIsNotUnderstoodCreatesNothing(String body) {
    create(body).assertProblem(ProblemCode.SchemaInvalid);
    assertEquals(0, send("GET", TOKENS, ADMIN, "").json().get("tokens").size());
  }
}
