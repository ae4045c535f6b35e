package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.RpcClient;
import io.actjs.actjsd.Sources;
import io.actjs.model.ProblemCode;
import io.actjs.wire.JsonText;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/** Every route and method of the original server, as {@code docs/compatibility.md} lists them. */
class OriginalRoutesTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| (`.+`) \\| (same|differs) \\|");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");
  private static final String UNKNOWN_SHA = "0".repeat(64);

  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral().with("Counter", Sources.COUNTER);
    server.post("/v1/actors/Counter/a/inc", "{\"by\":5}").assertStatus(200);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private final Map<String, Executable> probes = new LinkedHashMap<>();

  private void probe(String name, Executable probe) {
    probes.put(name, probe);
  }

  private static void members(Answer answer, int status, String... names) {
    JsonNode json = answer.assertStatus(status).json();
    for (String name : names) {
      assertNotNull(json.get(name), () -> name + " in " + json);
    }
  }

  private void routes() {
    probe("GET /v1/health", () -> members(server.get("/v1/health"), 200, "status", "uptimeMs"));
    probe("GET /v1/classes", () -> members(server.get("/v1/classes"), 200, "classes"));
    probe(
        "POST /v1/classes/:name/versions",
        () -> {
          Answer published = server.publish("Counter", "1.1.0", Sources.COUNTER);
          members(published, 201, "name", "version", "sha256");
          server
              .publish("Counter", "1.1.0", Sources.COUNTER)
              .assertProblem(ProblemCode.VersionAlreadyPublished);
          server
              .post("/v1/classes/Counter/versions", "{\"source\":\"\"}")
              .assertProblem(ProblemCode.SchemaInvalid);
        });
    probe(
        "GET /v1/classes/:name/versions",
        () -> {
          members(server.get("/v1/classes/Counter/versions"), 200, "name", "versions");
          JsonNode unknown = server.get("/v1/classes/Nobody/versions").assertStatus(200).json();
          assertTrue(unknown.get("versions").isEmpty());
        });
    probe(
        "PATCH /v1/classes/:name/versions/:version",
        () -> {
          server.publish("Old", "1.0.0", Sources.COUNTER.replace("class Counter", "class Old"));
          String body = "{\"deprecated\":true,\"graceUntilMs\":99999999999999}";
          members(
              server.patch("/v1/classes/Old/versions/1.0.0", body),
              200,
              "name",
              "version",
              "deprecated",
              "graceUntilMs");
          server
              .patch("/v1/classes/Old/versions/9.0.0", body)
              .assertProblem(ProblemCode.UnknownVersion);
          server
              .patch("/v1/classes/Old/versions/1.0.0", "{\"deprecated\":false}")
              .assertProblem(ProblemCode.SchemaInvalid);
        });
    probe(
        "GET /v1/manifest",
        () -> {
          members(
              server.get("/v1/manifest?root=Counter@%5E1.0.0&dep=Counter@1"),
              200,
              "sha256",
              "resolved",
              "constraints");
          server.get("/v1/manifest").assertProblem(ProblemCode.SchemaInvalid);
        });
    probe(
        "GET /v1/manifest/:sha",
        () -> {
          String sha = server.resolve("Counter@^1.0.0");
          members(server.get("/v1/manifest/" + sha), 200, "sha256", "resolved");
          server.get("/v1/manifest/" + UNKNOWN_SHA).assertProblem(ProblemCode.ManifestUnknown);
        });
    probe(
        "GET /v1/admin/manifests/in-use",
        () ->
            members(
                server.get("/v1/admin/manifests/in-use"),
                200,
                "entries",
                "otherCount",
                "otherLastSeen"));
    probe("POST /v1/admin/signing-keys/:kid", () -> key("k1", 201));
    probe(
        "DELETE /v1/admin/signing-keys/:kid",
        () -> {
          key("k2", 201);
          members(server.delete("/v1/admin/signing-keys/k2"), 200, "kid", "revokedAt");
          server
              .delete("/v1/admin/signing-keys/nobody")
              .assertProblem(ProblemCode.SigningKeyNotFound);
        });
    actors();
    probe(
        "GET /openapi.json",
        () -> {
          Answer answer = server.get("/openapi.json").assertStatus(200);
          String version = answer.json().get("openapi").textValue();
          assertTrue(version.startsWith("3.1"), version);
        });
    probe("GET /metrics", () -> assertEquals(200, server.get("/metrics").status()));
    probe("GET /", () -> server.get("/").assertProblem(ProblemCode.NotFound));
    probe("POST /run", () -> server.post("/run", "{}").assertProblem(ProblemCode.NotFound));
    probe("POST /upload", () -> server.post("/upload", "{}").assertProblem(ProblemCode.NotFound));
  }

  private void actors() {
    probe(
        "POST /v1/actors/:class",
        () -> {
          members(server.post("/v1/actors/Counter", "{\"start\":3}"), 201, "class", "id");
          server.post("/v1/actors/Nobody").assertProblem(ProblemCode.UnknownClass);
        });
    probe(
        "GET /v1/actors/:class/:id",
        () -> {
          members(
              server.get("/v1/actors/Counter/a"), 200, "class", "id", "version", "seq", "state");
          server.get("/v1/actors/Counter/nobody").assertProblem(ProblemCode.ActorNotFound);
        });
    probe(
        "POST /v1/actors/:class/:id/:method",
        () -> {
          members(
              server.post("/v1/actors/Counter/b/inc", "{}"),
              200,
              "class",
              "id",
              "method",
              "result");
          server.post("/v1/actors/Counter/b/nope").assertProblem(ProblemCode.UnknownMethod);
          server.post("/v1/actors/Counter/b/fail").assertProblem(ProblemCode.HandlerError);
        });
    probe(
        "DELETE /v1/actors/:class/:id",
        () -> {
          server.post("/v1/actors/Counter/gone/inc").assertStatus(200);
          members(server.delete("/v1/actors/Counter/gone"), 200, "class", "id", "tombstoned");
          server.get("/v1/actors/Counter/gone").assertProblem(ProblemCode.Gone);
          server.delete("/v1/actors/Counter/nobody").assertProblem(ProblemCode.ActorNotFound);
        });
    probe(
        "GET /v1/actors/:class/:id/events",
        () -> {
          var stream = server.stream("/v1/actors/Counter/a/events");
          assertEquals("snapshot", stream.nextEvent().json().get("kind").textValue());
          server.get("/v1/actors/Nobody/a/events").assertProblem(ProblemCode.UnknownClass);
        });
    probe(
        "GET /v1/ws",
        () -> {
          server.get("/v1/ws").assertProblem(ProblemCode.SchemaInvalid);
          assertNotNull(server.socket());
        });
  }

  private static void key(String kid, int status) throws Exception {
    byte[] key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getEncoder().encodeToString(key)
            + "\n-----END PUBLIC KEY-----\n";
    String body = "{\"publicKeyPem\":" + JsonText.quote(pem) + "}";
    members(
        server.post("/v1/admin/signing-keys/" + kid, body), status, "kid", "algorithm", "addedAt");
    server.post("/v1/admin/signing-keys/" + kid, body).assertProblem(ProblemCode.SigningKeyExists);
  }

  private void methods() {
    String actor = "{\"class\":\"Counter\",\"id\":\"ws\"";
    probe(
        "actor.call",
        () -> {
          RpcClient socket = server.socket();
          JsonNode reply = socket.request("actor.call", actor + ",\"method\":\"inc\"}");
          assertEquals(1, reply.get("result").get("result").intValue());
          JsonNode error =
              socket.request("actor.call", actor + ",\"method\":\"nope\"}").get("error");
          assertEquals(-32000, error.get("code").intValue());
          assertEquals("UnknownMethod", error.get("data").get("code").textValue());
        });
    probe(
        "actor.subscribe",
        () -> {
          RpcClient socket = server.socket();
          socket.send(RpcClient.frame(1, "actor.subscribe", actor + "}"));
          JsonNode snapshot = socket.nextEvent();
          assertEquals("snapshot", snapshot.get("kind").textValue());
          assertNotNull(snapshot.get("data"));
          assertEquals(
              snapshot.get("subscriptionId"), socket.next().get("result").get("subscriptionId"));
        });
    probe(
        "actor.unsubscribe",
        () -> {
          RpcClient socket = server.socket();
          socket.send(RpcClient.frame(1, "actor.subscribe", actor + "}"));
          String id = socket.nextEvent().get("subscriptionId").toString();
          socket.next();
          socket.send(RpcClient.frame(2, "actor.unsubscribe", "{\"subscriptionId\":" + id + "}"));
          assertEquals("{\"ok\":true}", socket.next().get("result").toString());
        });
    probe(
        "actor.tell",
        () ->
            assertNotNull(
                server
                    .socket()
                    .request("actor.tell", actor + ",\"type\":\"inc\"}")
                    .get("result")
                    .get("messageId")));
    probe("actor.credit", () -> isNone("actor.credit", "{\"callId\":1,\"credit\":1}"));
    probe("actor.cancel", () -> isNone("actor.cancel", "{\"callId\":1}"));
    probe(
        "actor.presence",
        () -> isNone("actor.presence", "{\"subscriptionId\":\"Counter:no#1\",\"data\":1}"));
  }

  private static void isNone(String method, String params) {
    JsonNode result = server.socket().request(method, params).get("result");
    assertFalse(result.get("ok").booleanValue());
  }

  @TestFactory
  List<DynamicTest> everyRouteAndMethodAnswersAsItIsListed() {
    routes();
    methods();
    return probes.entrySet().stream()
        .map(probe -> DynamicTest.dynamicTest(probe.getKey(), probe.getValue()))
        .toList();
  }

  @Test
  void theListIsTheSameAsThePage() throws IOException {
    routes();
    methods();
    TreeSet<String> listed = new TreeSet<>();
    String page = Files.readString(Path.of("../docs/compatibility.md"));
    ROW.matcher(page)
        .results()
        .flatMap(row -> NAME.matcher(row.group(1)).results())
        .forEach(name -> listed.add(name.group(1)));
    assertEquals(new TreeSet<>(probes.keySet()), listed);
  }

  @Test
  void scenario4EveryRouteKnowsItsMethodsAndItsBodies() {
    String big = "\"" + "x".repeat(2 << 20) + "\"";
    // A source may be larger than what is sent to actors.
    String bigger = "\"" + "x".repeat(17 << 20) + "\"";
    for (String route :
        List.of(
            "POST /v1/classes/Counter/versions",
            "PATCH /v1/classes/Counter/versions/1.0.0",
            "POST /v1/classes/Counter/versions/1.0.0/promote",
            "POST /v1/manifest",
            "POST /v1/actors/Counter",
            "POST /v1/actors/Counter/m/echo",
            "POST /v1/actors/Counter/m/tell/inc",
            "POST /v1/admin/actors/Counter/m/migrate",
            "POST /v1/admin/actors/Counter/m/rollback",
            "POST /v1/admin/actors/Counter/m/compact",
            "POST /v1/admin/actors/Counter/m/pause",
            "POST /v1/admin/migrations/dry-run",
            "POST /v1/admin/signing-keys/m")) {
      String[] parts = route.split(" ");
      boolean publishes = route.endsWith("/versions");
      send(parts, "application/json", publishes ? bigger : big)
          .assertProblem(ProblemCode.PayloadTooLarge);
      send(parts, "text/plain", "{}").assertProblem(ProblemCode.UnsupportedMediaType);
      send(parts, "application/json", "{").assertProblem(ProblemCode.MalformedJson);
      assertAllows(parts[0], parts[1]);
    }
    for (String path :
        List.of(
            "/v1/health",
            "/v1/ready",
            "/metrics",
            "/v1/classes",
            "/v1/classes/Counter/versions",
            "/v1/classes/Counter/versions/1.0.0/source",
            "/v1/classes/Counter/versions/1.0.0/schema",
            "/v1/environments",
            "/v1/manifest",
            "/v1/manifest/" + UNKNOWN_SHA,
            "/v1/actors",
            "/v1/actors/Counter/m",
            "/v1/actors/Counter/m/info",
            "/v1/actors/Counter/m/events",
            "/v1/sse/Counter/m",
            "/v1/ws",
            "/v1/admin/manifests/in-use",
            "/v1/admin/actors/Counter/m/reminders",
            "/v1/admin/actors/Counter/m/messages",
            "/v1/admin/pauses",
            "/v1/admin/dead-letters",
            "/v1/admin/signing-keys",
            "/v1/admin/audit")) {
      assertAllows("GET", path);
    }
    assertAllows("DELETE", "/v1/actors/Counter/m");
    assertAllows("POST", "/v1/admin/gc");
    assertAllows("POST", "/v1/admin/backup");
  }

  private static Answer send(String[] route, String type, String body) {
    return server.send(
        server
            .request(route[1])
            .header("content-type", type)
            .method(route[0], HttpRequest.BodyPublishers.ofString(body)));
  }

  private static void assertAllows(String method, String path) {
    for (String other : List.of("PUT", "OPTIONS", "TRACE", "BREW")) {
      Answer answer =
          server.send(server.request(path).method(other, HttpRequest.BodyPublishers.noBody()));
      answer.assertProblem(ProblemCode.MethodNotAllowed);
      assertTrue(
          List.of(answer.header("allow").split(", ?")).contains(method),
          other + " " + path + " allows " + answer.header("allow"));
    }
  }
}
