package io.actjs.actjsd.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.VersionedSources;
import io.actjs.model.ProblemCode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pins over HTTP. Each test has a class of its own, in two versions. */
class PinsTest {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static DaemonFixture server;

  private final String name = "Pinned" + NEXT.incrementAndGet();

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private void publish(String version) {
    server.publish(name, version, VersionedSources.marked(name, version)).assertStatus(201);
  }

  private void deprecate(String version, String members) {
    server
        .patch(
            "/v1/classes/" + name + "/versions/" + version, "{\"deprecated\":true" + members + "}")
        .assertStatus(200);
  }

  private String path(String id, String method) {
    return "/v1/actors/" + name + "/" + id + "/" + method;
  }

  private String which(String sha, String id) {
    return server
        .pinned(sha, path(id, "which"), "{}")
        .assertStatus(200)
        .json()
        .get("result")
        .textValue();
  }

  private String created(String sha) {
    return server
        .pinned(sha, "/v1/actors/" + name, "{}")
        .assertStatus(201)
        .json()
        .get("id")
        .textValue();
  }

  @Test
  void scenario26And70ThePinnedVersionIsTheOneThatRuns() {
    publish("1.0.0");
    String old = server.resolve(name + "@1.0.0");
    assertEquals("1.0.0", which(old, "before"));
    publish("2.0.0");
    String latest = server.resolve(name + "@*");

    assertEquals("1.0.0", which(old, "before"));
    assertEquals("1.0.0", which(old, "after"));
    assertEquals("2.0.0", which(latest, "new"));
    assertEquals(
        "2.0.0",
        server.post(path("unpinned", "which")).assertStatus(200).json().get("result").textValue());

    assertEquals(
        "1.0.0",
        server
            .get("/v1/actors/" + name + "/" + created(old))
            .assertStatus(200)
            .json()
            .get("version")
            .textValue());
    server
        .pinned(old, path(created(latest), "which"), "{}")
        .assertProblem(ProblemCode.ManifestRegression);
    // Of this one nothing is stored: a call that changes nothing binds nobody.
    assertEquals("1.0.0", which(old, "new"));
  }

  @Test
  void scenario24TheHeaderWinsAndAnswersEchoTheManifest() {
    publish("1.0.0");
    String old = server.resolve(name + "@1.0.0");
    publish("2.0.0");
    String latest = server.resolve(name + "@2.0.0");

    JsonNode called = server.post(path("a", "which") + "?manifest=" + old).assertStatus(200).json();
    assertEquals("1.0.0", called.get("result").textValue());
    assertEquals(old, called.get("manifest").textValue());
    JsonNode both = server.pinned(latest, path("b", "which") + "?manifest=" + old, "{}").json();
    assertEquals("2.0.0", both.get("result").textValue());
    assertEquals(latest, both.get("manifest").textValue());
    JsonNode created = server.post("/v1/actors/" + name + "?manifest=" + old).json();
    assertEquals(old, created.get("manifest").textValue());
    JsonNode told = server.post(path("a", "tell/add") + "?manifest=" + old).json();
    assertEquals(old, told.get("manifest").textValue());
    JsonNode read = server.get("/v1/actors/" + name + "/a?manifest=" + old).json();
    assertEquals(old, read.get("manifest").textValue());
    assertFalse(server.post(path("a", "which")).json().has("manifest"));
    assertFalse(server.post(path("a", "which") + "?manifest=").json().has("manifest"));
  }

  @Test
  void scenario23And25_w16_pinsAreCheckedAndCounted() {
    publish("1.0.0");
    String sha = server.resolve(name + "@*");
    Answer healthy = server.pinned(sha, path("a", "which"), "{}").assertStatus(200);
    assertEquals("", healthy.header("warning"));
    for (String unknown : new String[] {"f".repeat(64), "nonsense", sha.toUpperCase(Locale.ROOT)}) {
      server.pinned(unknown, path("a", "which"), "{}").assertProblem(ProblemCode.ManifestUnknown);
    }
    JsonNode uses = server.get("/v1/admin/manifests/in-use").assertStatus(200).json();
    JsonNode use = null;
    for (JsonNode entry : uses.get("entries")) {
      use = entry.get("sha").textValue().equals(sha) ? entry : use;
    }
    assertTrue(use != null && use.get("count").longValue() == 1, uses.toString());
    assertEquals("1.0.0", use.get("resolved").get(name).textValue());
    assertTrue(use.get("lastSeen").longValue() > 1_500_000_000_000L);

    deprecate("1.0.0", ",\"graceUntilMs\":4102444800000,\"reason\":\"too old\"");
    Answer warned = server.pinned(sha, path("a", "which"), "{}").assertStatus(200);
    assertEquals("299 - \"VersionDeprecated " + name + "@1.0.0\"", warned.header("warning"));
    assertEquals("1.0.0", warned.json().get("result").textValue());

    deprecate("1.0.0", ",\"graceUntilMs\":0");
    JsonNode gone = server.pinned(sha, path("a", "which"), "{}").assertProblem(ProblemCode.Gone);
    assertEquals(
        "[{\"class\":\"" + name + "\",\"version\":\"1.0.0\"}]", gone.get("expired").toString());
    server.pinned(sha, "/v1/actors/" + name, "{}").assertProblem(ProblemCode.Gone);
    server.get("/v1/actors/" + name + "/a?manifest=" + sha).assertProblem(ProblemCode.Gone);
    server.delete("/v1/actors/" + name + "/a?manifest=" + sha).assertProblem(ProblemCode.Gone);
  }

  @Test
  void scenario17And20DeprecatedVersionsAreHiddenAndListed() {
    publish("1.0.0");
    publish("1.1.0");
    JsonNode answer =
        server
            .patch(
                "/v1/classes/" + name + "/versions/1.1.0",
                "{\"deprecated\":true,\"graceUntilMs\":4102444800000,\"reason\":\"wrong\"}")
            .assertStatus(200)
            .json();
    assertTrue(answer.get("deprecated").booleanValue());
    assertEquals(4102444800000L, answer.get("graceUntilMs").longValue());

    JsonNode listed = server.get("/v1/classes/" + name + "/versions").json().get("versions").get(1);
    assertTrue(listed.get("deprecatedAt").longValue() > 1_500_000_000_000L);
    assertEquals(4102444800000L, listed.get("graceUntil").longValue());
    assertEquals("wrong", listed.get("deprecationReason").textValue());
    assertEquals(
        "{\"" + name + "\":\"1.0.0\"}",
        server.get("/v1/manifest?root=" + name + "@*").json().get("resolved").toString());
    assertEquals(
        "1.0.0",
        server.post(path("fresh", "which")).assertStatus(200).json().get("result").textValue());

    String path = "/v1/classes/" + name + "/versions/";
    server.patch(path + "9.9.9", "{\"deprecated\":true}").assertProblem(ProblemCode.UnknownVersion);
    server.patch(path + "x", "{\"deprecated\":true}").assertProblem(ProblemCode.InvalidVersion);
    for (String body :
        new String[] {
          "{}",
          "{\"deprecated\":false}",
          "{\"deprecated\":true,\"graceUntilMs\":-1}",
          "{\"deprecated\":true,\"graceUntilMs\":\"soon\"}",
          "{\"deprecated\":true,\"reason\":7}"
        }) {
      server.patch(path + "1.0.0", body).assertProblem(ProblemCode.SchemaInvalid);
    }
  }

  @Test
  void scenario25WhatIsInUseIsKnownAfterARestart(@TempDir Path dir) {
    String sha;
    try (DaemonFixture before = DaemonFixture.at(dir)) {
      before.with("Kept", VersionedSources.marked("Kept", "1"));
      sha = before.resolve("Kept@*");
      before.pinned(sha, "/v1/actors/Kept/a/which", "{}").assertStatus(200);
      before.pinned(sha, "/v1/actors/Kept/a/which", "{}").assertStatus(200);
    }
    try (DaemonFixture after = DaemonFixture.at(dir)) {
      after.pinned(sha, "/v1/actors/Kept/a/which", "{}").assertStatus(200);
      JsonNode use = after.get("/v1/admin/manifests/in-use").json().get("entries").get(0);
      assertEquals(sha, use.get("sha").textValue());
      assertEquals(3, use.get("count").longValue());
    }
  }

  @Test
  void thePinTravelsToTheActorsThatAreCalled() {
    publish("1.0.0");
    String old = server.resolve(name + "@1.0.0");
    publish("2.0.0");
    String asked = "{\"class\":\"" + name + "\",\"id\":\"second\"}";
    assertEquals(
        "1.0.0",
        server
            .pinned(old, path("first", "ask"), asked)
            .assertStatus(200)
            .json()
            .get("result")
            .textValue());
  }

  @Test
  void aQueryThatIsNoTextIsTheCallersFault() {
    server.get("/v1/actors/Counter/a?manifest=%ff%fe").assertProblem(ProblemCode.SchemaInvalid);
  }
}
