package io.actjs.actctl.command.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.ShelfCommands;
import io.actjs.actctl.screen.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

class VersionCommandsTest extends ShelfCommands {

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
    assertTrue(said.startsWith("deprecated " + reference + "; it keeps working until 20"), said);

    Ran warned = at("call", name, "a", "which", "--manifest", old);
    assertEquals("\"1.0.0\"", warned.out());
    assertEquals("actctl: warning: VersionDeprecated " + reference, warned.err());
    String listed = ok("list", name);
    assertTrue(listed.contains("deprecated, works until 20"), listed);
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
    assertTrue(again.err().contains("not overwriting it"), again.err());
    assertTrue(
        refused("key", "add", "--kid", name, "--pem", key.toString())
            .contains("keep that to yourself"));
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
    assertTrue(dry.startsWith("dry run: " + name + "@1.0.0 is valid, nothing published"), dry);
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
  void scenario7WithoutTheTokenAdministrationIsForbidden() throws IOException {
    Ran ran =
        Ran.actctl(
            "publish", file("1", "").toString(), "--version=1.0.0", "--server=" + daemon.uri());
    assertEquals(1, ran.exit());
    assertTrue(ran.err().startsWith("actctl: Forbidden: "), ran.err());
  }

  @Test
  void typesOfOtherClassesComeFromTheFilesBesideAClass() throws IOException {
    String using =
        """
        import { Actor, handler } from 'actjs';
        import type { %1$s } from './%1$s';
        export class Using extends Actor<{ n: number }> {
          state = { n: 0 };
          @handler('add') async add() { return this.actjs.actor<%1$s>('%1$s', 'a').add({ by: 1 }); }
        }
        """
            .formatted(name);
    Path file = Files.writeString(dir.resolve("Using" + name + ".ts"), using);
    String missing = refused("publish", file.toString(), "--version=1.0.0");
    assertTrue(missing.contains(name + " is not published, so its types are not known"), missing);

    Path beside = file("1", "");
    publish(file, "1.0.0");
    Files.writeString(beside, Files.readString(beside).replace("by?: number", "by?: string"));
    String refused = refused("publish", file.toString(), "--version=1.0.1");
    assertTrue(refused.contains("Type 'number' is not assignable to type 'string'"), refused);
  }
}
