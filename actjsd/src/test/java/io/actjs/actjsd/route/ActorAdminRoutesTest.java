package io.actjs.actjsd.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.Answer;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.DaemonFixture;
import io.actjs.actjsd.VersionedSources;
import io.actjs.engine.EngineLimits;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import io.actjs.wire.JsonText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Migrations, reminders and compaction over HTTP. Each test has a class of its own. */
class ActorAdminRoutesTest {
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static DaemonFixture server;

  private final String name = "Moved" + NEXT.incrementAndGet();

  @BeforeAll
  static void start() {
    server = DaemonFixture.ephemeral();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private void publishFirst() {
    server.publish(name, "1.0.0", VersionedSources.marked(name, "1.0.0")).assertStatus(201);
  }

  private void publishSecond(boolean floating) {
    server
        .post(
            "/v1/classes/" + name + "/versions",
            "{\"version\":\"2.0.0\",\"floating\":"
                + floating
                + ",\"source\":"
                + JsonText.quote(VersionedSources.migrating(name, "2.0.0"))
                + "}")
        .assertStatus(201);
  }

  private void add(String id, int by) {
    server.post("/v1/actors/" + name + "/" + id + "/add", "{\"by\":" + by + "}").assertStatus(200);
  }

  private JsonNode read(String id) {
    return server.get("/v1/actors/" + name + "/" + id).assertStatus(200).json();
  }

  private Answer admin(String id, String what, String body) {
    return server.post("/v1/admin/actors/" + name + "/" + id + "/" + what, body);
  }

  @Test
  void scenario67And70AFloatingVersionMigratesWhoeverIsCalled() {
    publishFirst();
    add("a", 7);
    publishSecond(true);
    add("a", 1);
    JsonNode view = read("a");
    assertEquals("2.0.0", view.get("version").textValue());
    assertEquals("{\"items\":8,\"currency\":\"EUR\"}", view.get("state").toString());
  }

  @Test
  void scenario68AStickyActorMovesWhenItIsToldToAndBack() {
    publishFirst();
    add("a", 7);
    publishSecond(false);
    add("a", 1);
    assertEquals("1.0.0", read("a").get("version").textValue());

    JsonNode moved = admin("a", "migrate", "{\"to\":\"2.0.0\"}").assertStatus(200).json();
    assertEquals("2.0.0", moved.get("version").textValue());
    assertEquals("{\"items\":8,\"currency\":\"EUR\"}", read("a").get("state").toString());
    admin("a", "migrate", "{\"to\":\"1.0.0\"}").assertProblem(ProblemCode.ManifestRegression);
    admin("a", "migrate", "{\"to\":\"9.0.0\"}").assertProblem(ProblemCode.UnknownVersion);
    admin("a", "migrate", "{}").assertProblem(ProblemCode.SchemaInvalid);
    admin("none", "migrate", "{\"to\":\"2.0.0\"}").assertProblem(ProblemCode.ActorNotFound);

    JsonNode back = admin("a", "rollback", "{}").assertStatus(200).json();
    assertEquals("1.0.0", back.get("version").textValue());
    assertEquals("{\"items\":8}", read("a").get("state").toString());
    admin("a", "rollback", "{}").assertProblem(ProblemCode.NothingToRollBack);

    admin("a", "migrate", "{\"to\":\"2.0.0\"}").assertStatus(200);
    add("a", 1);
    admin("a", "rollback", "{}").assertProblem(ProblemCode.TurnsSinceMigration);
    admin("a", "rollback", "{\"dropTurns\":true}").assertStatus(200);
    assertEquals("{\"items\":8}", read("a").get("state").toString());
  }

  @Test
  void aMigrationThatThrowsLeavesTheActor() {
    publishFirst();
    add("a", 13);
    publishSecond(false);
    admin("a", "migrate", "{\"to\":\"2.0.0\"}").assertProblem(ProblemCode.MigrationFailed);
    assertEquals("1.0.0", read("a").get("version").textValue());
    add("a", 1);
    admin("a", "migrate", "{\"to\":\"2.0.0\"}").assertStatus(200);
  }

  @Test
  void aDryRunGoesThroughAllAndWritesNothing() {
    publishFirst();
    for (String id : List.of("a", "b", "c", "d")) {
      add(id, id.equals("c") ? 13 : 1);
    }
    server.delete("/v1/actors/" + name + "/b").assertStatus(200);
    publishSecond(false);

    List<JsonNode> tried = new ArrayList<>();
    String after = "";
    while (after != null) {
      JsonNode page =
          server
              .post(
                  "/v1/admin/migrations/dry-run",
                  "{\"class\":\"" + name + "\",\"limit\":2" + after + "}")
              .assertStatus(200)
              .json();
      page.get("actors").forEach(tried::add);
      after = page.has("next") ? ",\"after\":" + page.get("next") : null;
    }
    assertEquals(3, tried.size(), tried.toString());
    JsonNode good = tried.get(0);
    assertEquals("a", good.get("id").textValue());
    assertEquals("1.0.0", good.get("from").textValue());
    assertEquals("2.0.0", good.get("to").textValue());
    assertTrue(good.get("ok").booleanValue() && good.get("pure").booleanValue(), good.toString());
    assertEquals(
        "[{\"op\":\"add\",\"path\":\"/currency\",\"value\":\"EUR\"}]", good.get("diff").toString());
    JsonNode bad = tried.get(1);
    assertEquals("c", bad.get("id").textValue());
    assertFalse(bad.get("ok").booleanValue());
    assertTrue(bad.get("error").textValue().startsWith("MigrationFailed: "), bad.toString());
    assertEquals("[]", bad.get("diff").toString());
    assertEquals("1.0.0", read("a").get("version").textValue());

    server
        .post("/v1/admin/migrations/dry-run", "{\"class\":\"" + name + "\",\"to\":\"9.0.0\"}")
        .assertProblem(ProblemCode.UnknownVersion);
    server
        .post("/v1/admin/migrations/dry-run", "{\"class\":\"Nobody\"}")
        .assertProblem(ProblemCode.UnknownClass);
  }

  @Test
  void aMigrationThatLoopsForEverOrMakesNoStateIsRefused() {
    EngineLimits impatient = EngineLimits.DEFAULT.withHandlerCpuMs(200);
    DaemonConfig config = DaemonConfig.ephemeral().withLimits(RuntimeLimits.DEFAULT, impatient);
    try (DaemonFixture hasty = DaemonFixture.of(config)) {
      hasty.with("Stuck", VersionedSources.marked("Stuck", "1"));
      hasty.post("/v1/actors/Stuck/a/add").assertStatus(200);
      String migrate = "/v1/admin/actors/Stuck/a/migrate";
      String[] bodies = {"while (true) {}", "return (() => 1) as any", "return undefined as any"};
      for (int i = 0; i < bodies.length; i++) {
        String source = VersionedSources.migrating("Stuck", "2");
        source = source.replaceFirst("if \\(state[^\\n]*", bodies[i] + ";");
        hasty.publish("Stuck", "2.0." + i, source).assertStatus(201);
        String to = "\"to\":\"2.0." + i + "\"}";
        JsonNode tried =
            hasty
                .post("/v1/admin/migrations/dry-run", "{\"class\":\"Stuck\"," + to)
                .assertStatus(200)
                .json();
        assertFalse(tried.get("actors").get(0).get("ok").booleanValue(), tried.toString());
        hasty.post(migrate, "{" + to).assertProblem(ProblemCode.MigrationFailed);
        assertEquals(
            "1.0.0",
            hasty.get("/v1/actors/Stuck/a").assertStatus(200).json().get("version").textValue());
      }
      hasty.post("/v1/actors/Stuck/a/add").assertStatus(200);
    }
  }

  @Test
  void scenario71RemindersAreListed() {
    publishFirst();
    String id =
        server
            .post("/v1/actors/" + name + "/a/later")
            .assertStatus(200)
            .json()
            .get("result")
            .textValue();
    String path = "/v1/admin/actors/" + name + "/a/reminders";
    JsonNode reminders = server.get(path).assertStatus(200).json().get("reminders");
    assertEquals(1, reminders.size());
    JsonNode reminder = reminders.get(0);
    assertEquals(id, reminder.get("id").textValue());
    assertEquals("add", reminder.get("type").textValue());
    assertEquals("{\"by\":5}", reminder.get("payload").toString());
    assertEquals(3_600_000, reminder.get("dueAt").longValue() - reminder.get("setAt").longValue());
    assertFalse(reminder.has("everyMs"));
  }

  @Test
  void oldTurnsAreDroppedAndTheStateStays(@TempDir Path dir) {
    String actor = "/v1/actors/Kept/a";
    String compact = "/v1/admin/actors/Kept/a/compact";
    try (DaemonFixture before = DaemonFixture.at(dir)) {
      before.with("Kept", VersionedSources.marked("Kept", "1"));
      for (int i = 0; i < 10; i++) {
        before.post(actor + "/add").assertStatus(200);
      }
      before.post(compact, "{}").assertProblem(ProblemCode.SchemaInvalid);
      before.post(compact, "{\"keepTurns\":-1}").assertProblem(ProblemCode.SchemaInvalid);
      before
          .post(compact.replace("/a/", "/none/"), "{\"keepTurns\":0}")
          .assertProblem(ProblemCode.ActorNotFound);
    }
    // A server that stops leaves a snapshot of each actor, behind which turns may be dropped.
    try (DaemonFixture after = DaemonFixture.at(dir)) {
      JsonNode compacted = after.post(compact, "{\"keepTurns\":3}").assertStatus(200).json();
      assertTrue(compacted.get("droppedTurns").longValue() >= 7, compacted.toString());
      assertEquals("{\"items\":10}", after.get(actor).json().get("state").toString());
      after.post(actor + "/add").assertStatus(200);
      assertEquals("{\"items\":11}", after.get(actor).json().get("state").toString());
    }
  }

  @Test
  void garbageIsCounted() {
    JsonNode garbage = server.post("/v1/admin/gc").assertStatus(200).json();
    for (String count :
        List.of(
            "turns",
            "deletedActors",
            "unbornActors",
            "deadLetters",
            "auditEntries",
            "blobs",
            "retainedSnapshots",
            "replies",
            "revocations")) {
      assertEquals(0, garbage.get(count).asInt(-1), garbage.toString());
    }
  }
}
