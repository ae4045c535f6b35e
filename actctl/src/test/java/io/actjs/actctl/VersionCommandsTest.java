package io.actjs.actctl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actjsd.AdminToken;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of versions against a real daemon that wants its token. Each test has its class. */
class VersionCommandsTest {
  private static final String TOKEN = "a-token-for-tests";
  private static final AtomicInteger NEXT = new AtomicInteger();
  private static Daemon daemon;
  @TempDir private static Path dir;

  private final String name = "Shelf" + NEXT.incrementAndGet();

  @BeforeAll
  static void start() {
    daemon =
        Daemon.start(DaemonConfig.ephemeral().withPort(0).withAdminToken(AdminToken.of(TOKEN)));
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  private static Ran at(String... args) {
    String[] all = Arrays.copyOf(args, args.length + 2);
    all[args.length] = "--server=" + daemon.uri();
    all[args.length + 1] = "--token=" + TOKEN;
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

  private Path file(String mark, String members) throws IOException {
    String source =
        """
        import { Actor, handler } from 'actjs';
        export class %s extends Actor<any> {
          state: any = { items: 0 };
          %s
          @handler('which') which(): string { return '%s'; }
          @handler('add') add(args: { by?: number }): number { return (this.state.items += args.by ?? 1); }
          @handler('later') later(): string {
            return this.actjs.scheduleAt(this.actjs.now() + 3_600_000, 'add', { by: 5 });
          }
        }
        """
            .formatted(name, members, mark);
    return Files.writeString(dir.resolve(name + ".ts"), source);
  }

  private String publish(String version, String... options) throws IOException {
    return publish(file(version, ""), version, options);
  }

  private static String publish(Path file, String version, String... options) {
    String[] args =
        Arrays.copyOf(
            new String[] {"publish", "" + file, "--version", version}, 4 + options.length);
    System.arraycopy(options, 0, args, 4, options.length);
    return ok(args);
  }

  private String resolve(String range) {
    return ok("manifest", "resolve", "--root", name + "@" + range).lines().findFirst().orElse("");
  }

  @Test
  void scenario26AndAPinnedCommandRunsThePinnedVersion() throws IOException {
    publish("1.0.0");
    String old = resolve("^1.0.0");
    publish("2.0.0");

    assertEquals("\"1.0.0\"", ok("call", name, "a", "which", "--manifest", old));
    assertEquals("\"2.0.0\"", ok("call", name, "b", "which"));
    String created = ok("create", name, "--manifest", old);
    assertEquals("\"1.0.0\"", ok("call", name, created, "which"));
    assertTrue(ok("tell", name, "a", "add", "--manifest", old).startsWith("accepted"));
    String watched = ok("actor", "watch", name, "c", "--count", "1", "--manifest", old);
    assertTrue(watched.contains("{\"items\":0}"), watched);
    assertEquals("\"1.0.0\"", ok("call", name, "c", "which"));
    assertTrue(refused("call", name, "a", "which", "--manifest", "x").contains("ManifestUnknown"));
  }

  @Test
  void scenario17And23ADeprecatedVersionIsHiddenWarnedOfAndThenRefused() throws IOException {
    publish("1.0.0");
    String old = resolve("*");
    publish("1.1.0");
    String reference = name + "@1.0.0";
    String said = ok("deprecate", reference, "--grace", "30d", "--reason", "too slow");
    assertTrue(said.startsWith("deprecated " + reference + "; it runs until 20"), said);

    Ran warned = at("call", name, "a", "which", "--manifest", old);
    assertEquals("\"1.0.0\"", warned.out());
    assertEquals("actctl: warning: VersionDeprecated " + reference, warned.err());
    String listed = ok("list", name);
    assertTrue(listed.contains("deprecated, runs until 20"), listed);
    assertTrue(listed.contains("(too slow)"), listed);
    assertEquals(
        "1.1.0",
        Json.parse(ok("manifest", "resolve", "--root", name + "@*", "--json"))
            .path("resolved")
            .path(name)
            .asText());

    ok("deprecate", reference, "--grace", "2020-01-01T00:00:00Z");
    assertTrue(refused("call", name, "a", "which", "--manifest", old).startsWith("actctl: Gone: "));
    assertTrue(ok("list", name).contains("expired"), ok("list", name));
    assertTrue(refused("deprecate", name + "@7.0.0").contains("UnknownVersion"));
  }

  @Test
  void promotedVersionsAreWhatAnEnvironmentResolvesTo() throws IOException {
    publish("1.0.0");
    publish("1.1.0");
    assertEquals(
        "promoted " + name + "@1.0.0 to prod", ok("promote", name + "@1.0.0", "--env", "prod"));
    String resolved = ok("manifest", "resolve", "--root", name + "@*", "--env", "prod");
    assertEquals(List.of(name + "@1.0.0"), resolved.lines().skip(1).map(String::strip).toList());
    assertTrue(ok("list", name).lines().anyMatch(it -> it.matches("1\\.0\\.0 .* prod")));
  }

  @Test
  void manifestsAreRegisteredShownAndCounted() throws IOException {
    publish("1.0.0");
    String registered = ok("manifest", "register", name + "@1.0.0");
    String sha = registered.lines().findFirst().orElse("");
    assertTrue(sha.matches("[0-9a-f]{64}"), registered);
    assertEquals(registered, ok("manifest", "show", sha));
    assertEquals(
        "1.0.0",
        Json.parse(ok("manifest", "show", sha, "--json")).path("resolved").path(name).asText());
    ok("call", name, "a", "which", "--manifest", sha);
    ok("call", name, "a", "which", "--manifest", sha);
    String inUse = ok("manifest", "in-use");
    assertTrue(
        inUse.lines().anyMatch(it -> it.matches(sha + " +2 +20\\S+ +" + name + "@1\\.0\\.0")),
        inUse);
    assertTrue(refused("manifest", "show", "0".repeat(64)).contains("ManifestUnknown"));
    assertTrue(refused("manifest", "register", name + "@3.0.0").contains("UnknownVersion"));
  }

  @Test
  void scenario15And16AReleaseIsSignedWithAGeneratedKey() throws IOException {
    Path key = dir.resolve(name + ".pem");
    assertEquals(0, Ran.actctl("key", "generate", key.toString()).exit());
    if (key.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
    }
    Ran again = Ran.actctl("key", "generate", key.toString());
    assertEquals(1, again.exit());
    assertTrue(again.err().contains("is not overwritten"), again.err());
    assertTrue(
        refused("key", "add", "--kid", name, "--pem", key.toString()).contains("stays with you"));
    ok("key", "add", "--kid", name, "--pem", key + ".pub");
    assertTrue(
        refused("key", "add", "--kid", name, "--pem", key + ".pub").contains("SigningKeyExists"));
    assertTrue(ok("key", "list").contains(name));

    String published =
        publish("1.0.0", "--key", key.toString(), "--kid", name, "--dep", "Other@^1.0.0");
    assertTrue(published.endsWith(", signed by " + name + ")"), published);
    publish("1.1.0", "--sign", key.toString(), "--kid", name, "--sign-scope", "source");
    JsonNode versions = Json.parse(ok("list", name, "--json")).path("versions");
    assertEquals("release", versions.get(0).path("signatureScope").asText());
    assertEquals("source", versions.get(1).path("signatureScope").asText());

    ok("key", "revoke", "--kid", name);
    String late =
        refused(
            "publish",
            file("x", "").toString(),
            "--version=2.0.0",
            "--key=" + key,
            "--kid=" + name);
    assertTrue(late.startsWith("actctl: SignatureInvalid: "), late);
    assertTrue(refused("key", "revoke", "--kid", "none").contains("SigningKeyNotFound"));
  }

  @Test
  void publishOptionsReachTheServer() throws IOException {
    String dry = publish("1.0.0", "--dry-run", "--floating");
    assertTrue(dry.startsWith("could be published: " + name + "@1.0.0"), dry);
    assertTrue(refused("list", name).contains("UnknownClass"));
    publish("1.0.0", "--floating", "--dep", "A@^1", "--dep", "B@~2.1", "--engine", "actjs@>=0.1.0");
    JsonNode version = Json.parse(ok("list", name, "--json")).path("versions").get(0);
    assertTrue(version.path("floating").asBoolean());
    assertEquals("{\"A\":\"^1\",\"B\":\"~2.1\"}", version.path("deps").toString());
    assertEquals("{\"actjs\":\">=0.1.0\"}", version.path("engines").toString());
    String file = file("y", "").toString();
    assertTrue(
        refused("publish", file, "--version=2.0.0", "--event-sourced").contains("ClassInvalid"));
    assertTrue(
        refused("publish", file, "--version=2.0.0", "--engine=actjs@^9")
            .contains("IncompatibleEngine"));
  }

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
    assertEquals("good    a  1.0.0 -> 2.0.0", lines.get(0));
    assertTrue(lines.get(1).contains("\"/currency\""), tried.out());
    assertEquals("failed  b  1.0.0 -> 2.0.0", lines.get(2));
    assertTrue(lines.get(3).contains("unlucky"), tried.out());
    assertEquals("tried 2: 1 good, 1 failed, 0 not the same when run again", lines.getLast());
    JsonNode json =
        Json.parse(at("migrate", "dry-run", name, "--sample", "1", "--to=2.0.0", "--json").out());
    assertEquals(1, json.path("tried").asInt());
    assertEquals(1, json.path("ok").asInt());

    assertEquals(name + "/a is at 2.0.0", ok("actor", "migrate", name, "a", "2.0.0"));
    assertTrue(ok("actor", "inspect", name, "a").contains("EUR"));
    assertTrue(refused("actor", "migrate", name, "b", "2.0.0").contains("MigrationFailed"));
    assertEquals(name + "/a is back at 1.0.0", ok("actor", "rollback", name, "a"));
    assertFalse(ok("actor", "inspect", name, "a").contains("EUR"));
    assertTrue(refused("actor", "rollback", name, "a").contains("NothingToRollBack"));
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
    assertEquals("no reminder is pending", ok("actor", "reminders", name, "b"));
    String compacted = ok("actor", "compact", name, "a", "--keep-turns", "0");
    assertTrue(compacted.matches("dropped \\d+ turns of " + name + "/a"), compacted);
    assertTrue(ok("gc").startsWith("dropped "));
    String audit = ok("audit", "--limit", "1000");
    assertTrue(audit.contains("class.published") && audit.contains(name + "@1.0.0"), audit);
    assertTrue(audit.contains(" admin "), audit);
    assertEquals(1, Json.parse(ok("audit", "--limit=1", "--json")).path("entries").size());
  }

  @Test
  void scenario7WithoutTheTokenAdministrationIsForbidden() throws IOException {
    Ran ran =
        Ran.actctl(
            "publish", file("1", "").toString(), "--version=1.0.0", "--server=" + daemon.uri());
    assertEquals(1, ran.exit());
    assertTrue(ran.err().startsWith("actctl: Forbidden: "), ran.err());
  }
}
