package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands against a real daemon. Each test has actors of its own. */
class CommandsTest {
  private static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';
      export class Counter extends Actor<{ count: number }> {
        state = { count: 0 };
        onInit({ start = 0 }: { start?: number }) { this.state.count = start; }
        @handler('add') add({ by = 1 }: { by?: number }) { return (this.state.count += by); }
        @handler('quiet') quiet() {}
        @handler('rows') async *rows({ n }: { n: number }) {
          for (let i = 0; i < n; i++) { if (i === 9) throw new Error('nine'); yield { i }; }
          return n;
        }
        @handler('fail') fail() { throw new Error('first line\\nsecond line'); }
      }
      """;

  private static Daemon daemon;
  @TempDir private static Path dir;

  @BeforeAll
  static void publishCounter() throws IOException {
    daemon = Daemon.start(DaemonConfig.ephemeral().withPort(0));
    Path file = Files.writeString(dir.resolve("Counter.ts"), COUNTER);
    ok("publish", file.toString(), "--version", "1.0.0");
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  private static Ran at(String... args) {
    String[] all = java.util.Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--server=" + daemon.uri();
    return Ran.actctl(all);
  }

  private static String ok(String... args) {
    Ran ran = at(args);
    assertEquals(0, ran.exit(), ran.err());
    assertEquals("", ran.err());
    return ran.out();
  }

  private static String refused(String... args) {
    Ran ran = at(args);
    assertEquals(1, ran.exit(), ran.out());
    assertEquals("", ran.out());
    return ran.err();
  }

  @Test
  void callPrintsTheResult() {
    assertEquals("1", ok("call", "Counter", "calls", "add"));
    assertEquals("11", ok("call", "Counter", "calls", "add", "{\"by\": 10}"));
    assertEquals("", ok("call", "Counter", "calls", "quiet"));
    JsonNode answer = Json.parse(ok("call", "Counter", "calls", "add", "--json"));
    assertEquals(12, answer.path("result").asInt());
    assertEquals("add", answer.path("method").asText());
  }

  @Test
  void callPrintsValuesAsTheyCome() {
    String args = "{\"n\": 2}";
    assertEquals("{\"i\":0}\n{\"i\":1}\n2", ok("call", "Counter", "v", "rows", args, "--values"));
    assertEquals(
        "{\"value\":{\"i\":0}}\n{\"value\":{\"i\":1}}\n{\"result\":2,\"seq\":\"1\",\"version\":\"1.0.0\"}",
        ok("call", "Counter", "v", "rows", args, "--values", "--json"));
    assertEquals(2, Json.parse(ok("call", "Counter", "v", "rows", args)).size());
    Ran broken = at("call", "Counter", "v", "rows", "{\"n\": 10}", "--values");
    assertEquals(9, broken.out().lines().count());
    assertTrue(broken.err().contains("nine"), broken.err());
    assertEquals("", at("call", "Counter", "v", "nope", "--values").out());
  }

  @Test
  void argumentsComeFromStandardInput() {
    var before = System.in;
    System.setIn(new ByteArrayInputStream("{\"by\": 5}".getBytes(StandardCharsets.UTF_8)));
    try {
      assertEquals("5", ok("call", "Counter", "piped", "add", "-"));
    } finally {
      System.setIn(before);
    }
  }

  @ParameterizedTest
  @CsvSource({"'a b/c?d#e%41+é'", "'..'", "'.'", "'x\\y'", "'日本'"})
  void anIdIsAnyText(String id) {
    assertEquals("1", ok("call", "Counter", id, "add"));
    JsonNode actor = Json.parse(ok("actor", "inspect", "Counter", id, "--json"));
    assertEquals(id, actor.path("id").asText());
    assertEquals(1, actor.path("state").path("count").asInt());
  }

  @Test
  void createGivesANewId() {
    String id = ok("create", "Counter", "{\"start\": 40}");

    assertEquals("41", ok("call", "Counter", id, "add"));
  }

  @Test
  void tellIsHandledLater() throws InterruptedException {
    assertTrue(ok("tell", "Counter", "told", "add", "{\"by\": 3}").startsWith("accepted as "));
    Deadline deadline = new Deadline();
    while (!at("actor", "inspect", "Counter", "told").out().contains("{\"count\":3}")) {
      deadline.pause("the message is not handled");
    }
  }

  @Test
  void listShowsClassesAndVersions() throws IOException {
    Path file = Files.writeString(dir.resolve("Listed.ts"), COUNTER.replace("Counter", "Listed"));
    ok("publish", file.toString(), "--version", "1.9.0");
    ok("publish", file.toString(), "--version", "1.10.0");
    ok("publish", file.toString(), "--version", "2.0.0-rc.1");

    List<String> classes = ok("list").lines().filter(it -> it.startsWith("Listed")).toList();
    assertEquals(1, classes.size());
    assertTrue(
        classes.getFirst().matches("Listed +1\\.10\\.0 +3 +add fail quiet rows"), classes + "");
    assertEquals(4, ok("list", "Listed").lines().count());
    assertEquals(3, Json.parse(ok("list", "Listed", "--json")).path("versions").size());
    assertTrue(refused("list", "Listing").contains("UnknownClass: no class \"Listing\""));
  }

  @Test
  void actorListPages() {
    for (String id : List.of("page1", "page2", "page3")) {
      ok("call", "Counter", id, "add");
    }
    String all = ok("actor", "list", "Counter");
    StringBuilder paged = new StringBuilder();
    String page = ok("actor", "list", "Counter", "--limit", "1");
    while (page.contains("more: --after '")) {
      paged.append(page);
      String cursor = page.substring(page.indexOf('\'') + 1, page.lastIndexOf('\''));
      page = ok("actor", "list", "Counter", "--limit", "1", "--after", cursor);
    }
    paged.append(page);
    for (String id : List.of("page1", "page2", "page3")) {
      assertTrue(all.contains(id) && paged.indexOf(id) > 0, all + paged);
      assertEquals(paged.indexOf(id), paged.lastIndexOf(id), paged.toString());
    }
    assertEquals("no stored actors", ok("actor", "list", "Nothing"));
    assertTrue(refused("actor", "list", "--after", "Counter/page1").contains("SchemaInvalid"));
  }

  @Test
  void actorListFindsByTagAndMore() {
    String id = ok("create", "Counter", "--tag", "gold", "--tag", "north sea");
    String listed = ok("actor", "list", "--tag", "gold", "--tag", "north sea");
    assertTrue(listed.contains(id) && listed.contains("gold, north sea"), listed);
    var actors =
        Json.parse(ok("actor", "list", "Counter", "--tag", "gold", "--json")).path("actors");
    assertEquals(1, actors.size());
    assertEquals("[\"gold\",\"north sea\"]", actors.get(0).path("tags").toString());
    assertTrue(ok("actor", "list", "--tag", "gold", "--active", "--phase", "live").contains(id));
    assertTrue(ok("actor", "list", "--tag", "gold", "--updated-within", "1h").contains(id));
    assertEquals("no stored actors", ok("actor", "list", "--tag", "gold", "--no-active"));
    assertEquals("no stored actors", ok("actor", "list", "--tag", "gold", "--at", "9.9.9"));
    assertTrue(ok("actor", "inspect", "Counter", id).contains("north sea"));
    assertTrue(refused("create", "Counter", "--tag", "x".repeat(129)).contains("TagInvalid"));
    assertTrue(refused("actor", "list", "--phase", "dead").contains("live or tombstoned"));
  }

  @Test
  void aDeletedActorStaysDeleted() {
    ok("call", "Counter", "doomed", "add");
    assertEquals("deleted Counter/doomed", ok("actor", "delete", "Counter", "doomed"));

    assertTrue(refused("call", "Counter", "doomed", "add").startsWith("actctl: Gone: "));
    assertTrue(ok("actor", "inspect", "Counter", "doomed").contains("tombstoned   true"));
    assertTrue(refused("actor", "watch", "Counter", "doomed").startsWith("actctl: Gone: "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "call Countr a add          | UnknownClass: no class \"Countr\" is published; did you mean"
            + " \"Counter\"? (list them with \"actctl list\")",
        "create Xyzzy               | (list them with \"actctl list\")",
        "call Counter a nothing     | UnknownMethod: ",
        "call Counter a toString    | UnknownMethod: ",
        "call Counter a fail        | HandlerError: first line second line",
        "call Counter a not-a-name  | UnknownMethod: ",
        "actor inspect Counter none | ActorNotFound: ",
        "actor delete Counter none  | ActorNotFound: ",
        "actor watch Countr a       | did you mean \"Counter\"?"
      })
  void problemsAreOneLineWithTheirCode(String command, String message) {
    String line = refused(command.split(" +"));

    assertEquals(1, line.lines().count(), line);
    assertTrue(line.startsWith("actctl: "), line);
    assertTrue(line.contains(message), line);
  }

  @Test
  void compilerMessagesFollowOnLinesOfTheirOwn() throws IOException {
    String broken =
        COUNTER.replace("quiet() {}", "quiet() { const a: number = 'a'; const b: string = 1; }");
    Path file = Files.writeString(dir.resolve("Broken.ts"), broken.replace("Counter", "Broken"));

    List<String> lines = refused("publish", file.toString(), "--version", "1.0.0").lines().toList();

    assertTrue(lines.getFirst().startsWith("actctl: TypeInvalid: "), lines + "");
    assertTrue(lines.get(1).startsWith("  Broken.ts:6:"), lines + "");
    assertTrue(ok("publish", file.toString(), "--version=1.0.0", "--no-check").contains("Broken"));
  }

  @Test
  void aVersionIsPublishedOnce() throws IOException {
    Path file = Files.writeString(dir.resolve("Once.txt"), COUNTER.replace("Counter", "Once"));

    String published = ok("publish", file.toString(), "--name", "Once", "--version", "1.0.0");
    assertTrue(published.matches("published Once@1\\.0\\.0 \\(sha256 [0-9a-f]{64}\\)"), published);
    String again = refused("publish", file.toString(), "--name", "Once", "--version", "1.0.0");
    assertTrue(again.startsWith("actctl: VersionAlreadyPublished: "), again);
    assertTrue(
        refused("publish", file.toString(), "--name", "Once", "--version", "one")
            .startsWith("actctl: InvalidVersion: "));
  }
}
