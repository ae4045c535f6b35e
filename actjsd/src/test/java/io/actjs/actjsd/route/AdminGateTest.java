package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.VersionedSources;
import io.actjs.actjsd.access.AdminToken;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import io.actjs.wire.JsonText;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdminGateTest {
  private static final String TOKEN = "correct-horse";
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.of(DaemonConfig.ephemeral().withAdminToken(AdminToken.of(TOKEN)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Answer send(String method, String path, String authorization, String body) {
    var request = server.request(path).header("content-type", "application/json");
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return server.send(request.method(method, BodyPublishers.ofString(body)));
  }

  private static String publishBody(String name) {
    return "{\"version\":\"1.0.0\",\"source\":"
        + JsonText.quote(VersionedSources.marked(name, "1"))
        + "}";
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/classes/A/versions",
    "PATCH, /v1/classes/A/versions/1.0.0",
    "POST, /v1/classes/A/versions/1.0.0/promote",
    "POST, /v1/manifest",
    "GET, /v1/admin/manifests/in-use",
    "GET, /v1/admin/signing-keys",
    "POST, /v1/admin/signing-keys/k",
    "DELETE, /v1/admin/signing-keys/k",
    "POST, /v1/admin/actors/A/a/migrate",
    "POST, /v1/admin/actors/A/a/rollback",
    "POST, /v1/admin/actors/A/a/compact",
    "GET, /v1/admin/actors/A/a/reminders",
    "POST, /v1/admin/migrations/dry-run",
    "POST, /v1/admin/config/reload",
    "POST, /v1/admin/gc",
    "POST, /v1/admin/forget",
    "POST, /v1/admin/backup",
    "GET, /v1/admin/audit",
    "GET, /v1/admin/audit/events",
    "GET, /v1/admin/logs",
    "GET, /v1/admin/logs/events",
    "GET, /v1/admin/status",
    "POST, /v1/admin/stop",
    "GET, /v1/admin/reminders",
    "DELETE, /v1/admin/actors/A/a/reminders/r"
  })
  void scenario7And25WithoutTheTokenItIsForbiddenAndWithAWrongOneUnauthorized_w6_w15(
      String method, String path) {
    send(method, path, "", "{}").assertProblem(ProblemCode.Forbidden);
    for (String authorization :
        new String[] {
          "Bearer",
          "Bearer ",
          "Bearer wrong",
          "Bearer " + TOKEN + "x",
          "Bearer " + TOKEN.substring(1),
          "Basic " + TOKEN,
          TOKEN
        }) {
      Answer refused = send(method, path, authorization, "{}");
      refused.assertProblem(ProblemCode.Unauthorized);
      assertEquals("Bearer realm=\"actjs\"", refused.header("WWW-Authenticate"), "w6");
    }
  }

  @Test
  void scenario7And13WithTheTokenItIsDoneAndRecordedAsAdmins() {
    String path = "/v1/classes/Gated/versions";
    send("POST", path, "", publishBody("Gated")).assertProblem(ProblemCode.Forbidden);
    assertEquals(0, server.get(path).assertStatus(200).json().get("versions").size());
    send("POST", path, "bearer " + TOKEN, publishBody("Gated")).assertStatus(201);
    assertEquals(1, server.get(path).assertStatus(200).json().get("versions").size());
    server.get("/v1/manifest?root=Gated@*").assertStatus(200);
    server.post("/v1/actors/Gated/a/add").assertStatus(200);

    Answer forged =
        server.send(
            server
                .request(path + "/1.0.0")
                .header("content-type", "application/json")
                .header("Authorization", "Bearer " + TOKEN)
                .header("X-Actjs-Admin-Id", "somebody else")
                .method("PATCH", BodyPublishers.ofString("{\"deprecated\":true}")));
    forged.assertStatus(200);
    JsonNode log =
        send("GET", "/v1/admin/audit?action=class.&limit=2", "Bearer " + TOKEN, "")
            .json()
            .get("entries");
    assertEquals("class.deprecated", log.get(0).get("action").textValue());
    assertEquals("class.published", log.get(1).get("action").textValue());
    for (JsonNode entry : log) {
      assertEquals("admin", entry.get("principal").textValue());
      assertEquals("Gated@1.0.0", entry.get("target").textValue());
    }
  }

  @Test
  void aRefusedBodyIsReadSoThatTheAnswerIsSeen() {
    send("POST", "/v1/classes/A/versions", "", "x".repeat(5 << 20))
        .assertProblem(ProblemCode.Forbidden);
  }

  @Test
  void withoutATokenAnybodyIsLetInAndAnonymous() {
    try (DaemonFixture open = DaemonFixture.ephemeral()) {
      open.with("Open", VersionedSources.marked("Open", "1"));
      JsonNode entry = open.get("/v1/admin/audit").assertStatus(200).json().get("entries").get(0);
      assertEquals("anonymous", entry.get("principal").textValue());
      open.get("/v1/admin/audit?limit=0").assertProblem(ProblemCode.SchemaInvalid);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "short", "with a blank", "wïth-umlaut", "with\ttab---"})
  void aTokenThatNoHeaderCarriesIsNoToken(String text) {
    ActjsException e = assertThrows(ActjsException.class, () -> AdminToken.of(text));
    assertEquals(ProblemCode.SchemaInvalid, e.code());
  }

  @Test
  void theTokenIsNeverPrinted() {
    DaemonConfig config = DaemonConfig.ephemeral().withAdminToken(AdminToken.of(TOKEN));
    assertTrue(config.toString().contains("AdminToken[hidden]"), config.toString());
    assertFalse(config.toString().contains(TOKEN));
  }
}
