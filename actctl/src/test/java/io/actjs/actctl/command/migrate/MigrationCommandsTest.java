package io.actjs.actctl.command.migrate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.ShelfCommands;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MigrationCommandsTest extends ShelfCommands {

  @Test
  void scenario68AnActorIsMigratedAndRolledBack() throws IOException {
    publish("1.0.0");
    ok("call", name, "a", "add", "{\"by\":7}");
    ok("call", name, "b", "add", "{\"by\":13}");
    Path second =
        file(
            "2.0.0",
            "migrate(s: any) { if (s.items === 13) { throw new Error('unlucky'); }"
                + " return { items: s.items, currency: 'EUR' }; }");
    publish(second, "2.0.0");

    Ran tried = at("migrate", "dry-run", name, "--all");
    assertEquals(1, tried.exit(), tried.err());
    List<String> lines = tried.out().lines().toList();
    assertEquals("ok      a  1.0.0 -> 2.0.0", lines.get(0));
    assertEquals(
        "        2.0.0  migrate runs: 1.0.0 is older, and there is no migrateFrom", lines.get(1));
    assertTrue(lines.get(2).contains("\"/currency\""), tried.out());
    assertEquals("failed  b  1.0.0 -> 2.0.0", lines.get(3));
    assertTrue(lines.get(4).contains("unlucky"), tried.out());
    assertEquals("2 tested: 1 ok, 1 failed, 0 non-deterministic", lines.getLast());
    JsonNode json =
        Json.parse(at("migrate", "dry-run", name, "--sample", "1", "--to=2.0.0", "--json").out());
    assertEquals(1, json.path("tried").asInt());
    assertEquals(1, json.path("ok").asInt());

    assertEquals(name + "/a is now at 2.0.0", ok("actor", "migrate", name, "a", "2.0.0"));
    assertTrue(ok("actor", "inspect", name, "a").contains("EUR"));
    assertTrue(refused("actor", "migrate", name, "b", "2.0.0").contains("MigrationFailed"));
    assertEquals(name + "/a is back at 1.0.0", ok("actor", "rollback", name, "a"));
    assertFalse(ok("actor", "inspect", name, "a").contains("EUR"));
    assertTrue(refused("actor", "rollback", name, "a").contains("NothingToRollBack"));
  }

  @Test
  void fault16_theChainOfOneActorIsShownWithItsStates() throws IOException {
    String cents = "migrate(s: any) { return { items: s.items * 100 }; }";
    publish("1.0.0");
    ok("call", name, "a", "add", "{\"by\":7}");
    publish(file("2.0.0", cents), "2.0.0");
    String refused = refused("publish", "" + file("2.0.1", cents), "--version", "2.0.1");
    assertTrue(refused.contains("MigrationRepeated"), refused);
    assertTrue(refused.contains("static migrateFrom = '<2.0.0'"), refused);
    publish(file("2.0.1", "static migrateFrom = '<2.0.0'; " + cents), "2.0.1");
    publish(file("2.1.0", ""), "2.1.0");

    assertEquals(
        """
        1.0.0  {"items":7}
        2.0.0  migrate runs: 1.0.0 is older, and there is no migrateFrom
          {"op":"replace","path":"/items","value":700}
          {"items":700}
        2.0.1  migrate does not run: 2.0.0 is not in migrateFrom '<2.0.0'
          {"items":700}
        2.1.0  migrate does not run: 2.1.0 has no migrate
          {"items":700}\
        """,
        ok("actor", "migrate", name, "a", "2.1.0", "--dry-run"));
    assertTrue(ok("actor", "inspect", name, "a").contains("1.0.0"), "nothing was written");
    assertTrue(
        refused("actor", "migrate", name, "none", "2.1.0", "--dry-run").contains("ActorNotFound"));
    JsonNode json = Json.parse(ok("actor", "migrate", name, "a", "2.1.0", "--dry-run", "--json"));
    assertEquals(3, json.path("chain").size());
    assertTrue(json.path("chain").path(0).path("migrate").path("runs").asBoolean());
  }

  @Test
  void aSampleIsSpreadOverTheActorsThatLive() throws IOException {
    publish("1.0.0");
    for (String id : List.of("a", "b", "c", "d", "e", "f")) {
      ok("call", name, id, "add");
    }
    ok("actor", "delete", name, "b");
    ok("actor", "delete", name, "c");
    publish("2.0.0");
    JsonNode report = Json.parse(ok("migrate", "dry-run", name, "--sample=2", "--json"));
    assertEquals(List.of("a", "e"), report.path("actors").findValuesAsText("id"));
    assertEquals(4, Json.parse(ok("migrate", "dry-run", name, "--json")).path("tried").asInt());
    assertEquals(
        4, Json.parse(ok("migrate", "dry-run", name, "--all", "--json")).path("tried").asInt());
  }

  @Test
  void whatMigratesDifferentlyEachTimeIsNotGood() throws IOException {
    publish("1.0.0");
    ok("call", name, "a", "add");
    publish(
        file("2.0.0", "static runs = 0; migrate(s: any) { return { n: " + name + ".runs++ }; }"),
        "2.0.0");
    Ran tried = at("migrate", "dry-run", name);
    assertEquals(1, tried.exit());
    assertTrue(tried.out().startsWith("impure  a  1.0.0 -> 2.0.0"), tried.out());
  }

  @Test
  void remindersTurnsGarbageAndAuditAreShown() throws IOException {
    publish("1.0.0");
    String id = ok("call", name, "a", "later").replace("\"", "");
    String reminders = ok("actor", "reminders", name, "a");
    assertTrue(reminders.contains(id) && reminders.contains("{\"by\":5}"), reminders);
    assertEquals("no pending reminders", ok("actor", "reminders", name, "b"));
    String compacted = ok("actor", "compact", name, "a", "--keep-turns", "0");
    assertTrue(compacted.matches("dropped \\d+ turns of " + name + "/a"), compacted);
    assertTrue(ok("gc").startsWith("dropped "));
    String audit = ok("audit", "--limit", "1000");
    assertTrue(audit.contains("class.published") && audit.contains(name + "@1.0.0"), audit);
    assertTrue(audit.contains(" admin "), audit);
    assertEquals(1, Json.parse(ok("audit", "--limit=1", "--json")).path("entries").size());
  }
}
