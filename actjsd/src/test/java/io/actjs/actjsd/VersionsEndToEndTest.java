package io.actjs.actjsd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.model.ProblemCode;
import io.actjs.wire.JsonText;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An old client that is pinned to 1.0.0 keeps its behaviour through two releases, a deprecation, a
 * restart and a floating migration of others, while new clients run the new versions.
 */
class VersionsEndToEndTest {
  private static final String CLASS = "Ledger";

  @TempDir private Path dir;
  private String old;

  @Test
  void scenario26And67And68OldAndNewClientsLiveTogether() {
    try (DaemonFixture server = DaemonFixture.at(dir)) {
      server.publish(CLASS, "1.0.0", VersionedSources.marked(CLASS, "1.0.0")).assertStatus(201);
      old = server.resolve(CLASS + "@^1.0.0");
      assertEquals("1.0.0", which(server, old, "old"));
      assertEquals(5, add(server, old, "shared", 5));

      server.publish(CLASS, "1.1.0", VersionedSources.marked(CLASS, "1.1.0")).assertStatus(201);
      String minor = server.resolve(CLASS + "@^1.0.0");
      assertEquals("1.1.0", which(server, minor, "minor"));
      assertEquals("1.0.0", which(server, old, "old"));
      assertEquals("1.0.0", which(server, old, "old-but-new"));
      // A sticky actor runs what it was made with; each client sees what the other did.
      assertEquals("1.0.0", which(server, minor, "shared"));
      assertEquals(6, add(server, minor, "shared", 1));
      assertEquals(8, add(server, old, "shared", 2));

      server
          .patch(
              "/v1/classes/" + CLASS + "/versions/1.0.0",
              "{\"deprecated\":true,\"graceUntilMs\":4102444800000}")
          .assertStatus(200);
      assertEquals("1.0.0", which(server, old, "old"));
    }
    try (DaemonFixture server = DaemonFixture.at(dir)) {
      Answer warned = server.pinned(old, path("old", "which"), "{}").assertStatus(200);
      assertEquals("1.0.0", warned.json().get("result").textValue());
      assertEquals("299 - \"VersionDeprecated " + CLASS + "@1.0.0\"", warned.header("warning"));
      assertTrue(uses(server, old) >= 6, "uses are kept over a restart");

      publishFloating(server);
      String major = server.resolve(CLASS + "@^2.0.0");
      assertEquals("2.0.0", which(server, major, "new"));
      assertEquals("1.0.0", which(server, old, "old"));
      assertEquals("1.0.0", which(server, old, "another"));

      RpcClient watcher = server.socket("?manifest=" + old);
      watcher.send(
          RpcClient.frame(1, "actor.subscribe", "{\"class\":\"" + CLASS + "\",\"id\":\"shared\"}"));
      assertEquals("{\"items\":8}", watcher.nextEvent().get("data").toString());
      assertTrue(watcher.next().get("result").has("warning"));

      // Whoever asks for the floating version moves the shared actor, and the watcher sees it.
      assertEquals(18, add(server, major, "shared", 10));
      JsonNode seen = watcher.nextEvent();
      while (!seen.toString().contains("18")) {
        seen = watcher.nextEvent();
      }
      JsonNode regression =
          server
              .pinned(old, path("shared", "which"), "{}")
              .assertProblem(ProblemCode.ManifestRegression);
      assertEquals("2.0.0", regression.get("persistedVersion").textValue());
      assertEquals("1.0.0", which(server, old, "old"));
      assertEquals(
          "{\"items\":18,\"currency\":\"EUR\"}",
          server.get("/v1/actors/" + CLASS + "/shared").json().get("state").toString());
    }
    try (DaemonFixture server = DaemonFixture.at(dir)) {
      assertEquals("1.0.0", which(server, old, "old"));
      assertEquals("2.0.0", which(server, server.resolve(CLASS + "@*"), "shared"));
    }
  }

  private static void publishFloating(DaemonFixture server) {
    server
        .post(
            "/v1/classes/" + CLASS + "/versions",
            "{\"version\":\"2.0.0\",\"floating\":true,\"source\":"
                + JsonText.quote(VersionedSources.migrating(CLASS, "2.0.0"))
                + "}")
        .assertStatus(201);
  }

  private static String path(String id, String method) {
    return "/v1/actors/" + CLASS + "/" + id + "/" + method;
  }

  private static String which(DaemonFixture server, String sha, String id) {
    return result(server.pinned(sha, path(id, "which"), "{}")).textValue();
  }

  private static int add(DaemonFixture server, String sha, String id, int by) {
    return result(server.pinned(sha, path(id, "add"), "{\"by\":" + by + "}")).intValue();
  }

  private static JsonNode result(Answer answer) {
    return answer.assertStatus(200).json().get("result");
  }

  private static long uses(DaemonFixture server, String sha) {
    for (JsonNode use : server.get("/v1/admin/manifests/in-use").json().get("entries")) {
      if (use.get("sha").textValue().equals(sha)) {
        return use.get("count").longValue();
      }
    }
    return 0;
  }
}
