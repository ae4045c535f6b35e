package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.VersionedSources;
import io.actjs.model.ProblemCode;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ManifestRoutesTest {
  private static DaemonFixture server;

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
    publish("Item", "1.0.0", "{}");
    publish("Item", "1.0.9", "{}");
    publish("Item", "2.0.0", "{}");
    publish("Cart", "1.4.2", "{\"Item\":\"^1.0.0\"}");
    publish("Shelf", "1.0.0", "{\"Item\":\"^2.0.0\"}");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void publish(String name, String version, String deps) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("version", version).put("source", VersionedSources.marked(name, version));
    body.set("deps", Answer.parse(deps));
    server.post("/v1/classes/" + name + "/versions", body.toString()).assertStatus(201);
  }

  @Test
  void scenario18And22ResolutionIsStoredUnderItsSha() {
    JsonNode resolution = server.get("/v1/manifest?root=Cart@1.4.2").assertStatus(200).json();
    assertEquals("{\"Cart\":\"1.4.2\",\"Item\":\"1.0.9\"}", resolution.get("resolved").toString());
    String sha = "420f7b66275745b3d6953560fb34ad29b47711c81ac82ef202f58ac63fa50eff";
    assertEquals(sha, resolution.get("sha256").textValue());
    JsonNode constraint = resolution.get("constraints").get("Item").get(0);
    assertEquals("^1.0.0", constraint.get("range").textValue());
    assertEquals(
        "[\"Cart@1.4.2\",\"Cart@1.4.2\",\"Item@^1.0.0\"]", constraint.get("path").toString());

    JsonNode stored = server.get("/v1/manifest/" + sha).assertStatus(200).json();
    assertEquals(sha, stored.get("sha256").textValue());
    assertEquals(resolution.get("resolved"), stored.get("resolved"));
    assertEquals(
        sha,
        server
            .get("/v1/manifest?dep=Item@%5E1.0.0&root=Cart@1.x")
            .assertStatus(200)
            .json()
            .get("sha256")
            .textValue());
  }

  @Test
  void scenario19ConflictsNameTheRangesAndTheirPaths() {
    JsonNode conflict =
        server.get("/v1/manifest?root=Cart@*&root=Shelf@*").assertProblem(ProblemCode.DepConflict);
    assertEquals("Item", conflict.get("class").textValue());
    String ranges = conflict.get("ranges").toString();
    assertTrue(ranges.contains("^1.0.0") && ranges.contains("^2.0.0"), ranges);
    assertTrue(ranges.contains("Shelf@*") && ranges.contains("Cart@*"), ranges);

    for (String query : new String[] {"", "?env=prod", "?root=Cart", "?root=@1", "?dep=1x@1"}) {
      server.get("/v1/manifest" + query).assertProblem(ProblemCode.SchemaInvalid);
    }
    server.get("/v1/manifest?root=Nothing@*").assertProblem(ProblemCode.ClassNotFound);
  }

  @Test
  void aGivenSetIsStored() {
    JsonNode manifest =
        server
            .post("/v1/manifest", "{\"resolved\":{\"Item\":\"v1.0.0\"}}")
            .assertStatus(201)
            .json();
    assertEquals("{\"Item\":\"1.0.0\"}", manifest.get("resolved").toString());
    server.get("/v1/manifest/" + manifest.get("sha256").textValue()).assertStatus(200);
    server
        .post("/v1/manifest", "{\"resolved\":{\"Item\":\"9.0.0\"}}")
        .assertProblem(ProblemCode.UnknownVersion);
    server
        .post("/v1/manifest", "{\"resolved\":{\"Nobody\":\"1.0.0\"}}")
        .assertProblem(ProblemCode.UnknownVersion);
    for (String body : new String[] {"{}", "{\"resolved\":[]}", "{\"resolved\":{\"Item\":1}}"}) {
      server.post("/v1/manifest", body).assertProblem(ProblemCode.SchemaInvalid);
    }
  }

  @Test
  void w16_unknownShasAreUnknownManifests() {
    for (String sha : new String[] {"0".repeat(64), "abc", "G".repeat(64), "A".repeat(64)}) {
      server.get("/v1/manifest/" + sha).assertProblem(ProblemCode.ManifestUnknown);
    }
  }

  @Test
  void anEnvironmentHoldsWhatWasPromotedToIt() {
    server.get("/v1/manifest?root=Item@*&env=staging").assertProblem(ProblemCode.ClassNotFound);
    JsonNode promoted =
        server
            .post("/v1/classes/Item/versions/1.0.0/promote", "{\"environment\":\"staging\"}")
            .assertStatus(200)
            .json();
    assertEquals("staging", promoted.get("environment").textValue());
    assertEquals(
        "{\"Item\":\"1.0.0\"}",
        server
            .get("/v1/manifest?root=Item@*&env=staging")
            .assertStatus(200)
            .json()
            .get("resolved")
            .toString());
    assertEquals(
        "{\"Item\":[\"1.0.0\"]}",
        server
            .get("/v1/environments")
            .assertStatus(200)
            .json()
            .get("environments")
            .get("staging")
            .toString());
    JsonNode listed = server.get("/v1/classes/Item/versions").json().get("versions").get(0);
    assertEquals("[\"staging\"]", listed.get("environments").toString());
    server
        .post("/v1/classes/Item/versions/7.0.0/promote", "{\"environment\":\"staging\"}")
        .assertProblem(ProblemCode.UnknownVersion);
    server
        .post("/v1/classes/Item/versions/1.0.0/promote", "{}")
        .assertProblem(ProblemCode.SchemaInvalid);
  }
}
