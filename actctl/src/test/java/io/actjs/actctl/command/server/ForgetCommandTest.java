package io.actjs.actctl.command.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actctl forget} with a daemon that has its data on the disk. */
class ForgetCommandTest {
  private static final String SECRET = "zk4OfTheFileCabinet";

  private static final String PROFILE =
      """
      import { Actor, handler } from 'actjs';
      export class Profile extends Actor<{ email?: string; name: string; n: number }> {
        static personal = ['/email', '/name'];
        state = { name: '', n: 0 };
        @handler('sign') sign(email: string): void {
          this.state.email = email;
          this.state.name = email;
          this.actjs.tag('user=' + email);
        }
        @handler('count') count(): number { return ++this.state.n; }
      }
      """;

  @TempDir Path dir;
  private Daemon daemon;

  @BeforeEach
  void start() throws IOException {
    daemon = Daemon.start(DaemonConfig.at(dir.resolve("data")).withPort(0));
    Path file = Files.writeString(dir.resolve("Profile.ts"), PROFILE);
    var unused = ok("publish", file.toString(), "--version=1.0.0");
    for (String id : List.of("a", "b")) {
      unused = ok("call", "Profile", id, "sign", "\"" + SECRET + "\"");
    }
    unused = ok("call", "Profile", "other", "sign", "\"bob\"");
  }

  @AfterEach
  void stop() {
    daemon.close();
  }

  private Ran at(String... args) {
    List<String> line = new ArrayList<>(List.of(args));
    line.add("--server=" + daemon.uri());
    return Ran.actctl(line.toArray(String[]::new));
  }

  private String ok(String... args) {
    Ran ran = at(args);
    assertEquals(0, ran.exit(), ran::toString);
    return ran.out();
  }

  private List<String> filesWithTheSecret() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(dir.resolve("data"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (bytes.contains(SECRET)) {
          found.add(dir.relativize(file).toString());
        }
      }
    }
    return found;
  }

  @Test
  void withoutYesItListsAndChangesNothing() throws IOException {
    String out = ok("forget", "--tag", "user=" + SECRET, "--principal", "it's me");

    assertTrue(out.contains("Profile/a: would lose its personal members (turns: "), out);
    assertTrue(out.contains("  Profile/b: would lose its personal members (turns: "), out);
    assertFalse(out.contains("Profile/other"), out);
    assertTrue(out.contains("would be erased: actors deleted: 0, actors erased: 2, turns: "), out);
    assertTrue(
        out.endsWith(
            "nothing was changed; to erase it: actctl forget --principal 'it'\\''s me' --tag user="
                + SECRET
                + " --yes"),
        out);
    assertTrue(ok("actor", "inspect", "Profile", "a").contains(SECRET));
    assertFalse(filesWithTheSecret().isEmpty());
  }

  @Test
  void withYesNothingIsLeftAndTheActorsGoOn() throws IOException {
    JsonNode report = Json.parse(ok("forget", "--tag", "user=" + SECRET, "--yes", "--json"));

    assertEquals(2, report.path("done").path("erased").asInt());
    assertEquals(4, report.path("done").path("members").asInt());
    assertEquals(0, report.path("done").path("kept").asInt());
    assertEquals("file-system", report.path("residue").asText());
    assertFalse(report.path("dryRun").asBoolean());
    assertEquals(2, report.path("actors").size());
    assertEquals(List.of(), filesWithTheSecret());
    assertEquals("1", ok("call", "Profile", "a", "count"));
    JsonNode state = Json.parse(ok("actor", "inspect", "Profile", "a", "--json")).path("state");
    assertEquals("{\"name\":\"\",\"n\":1}", state.toString());
    String audit = ok("audit", "--action", "person.", "--json");
    assertTrue(audit.contains("person.forgotten"), audit);
    assertTrue(audit.contains(report.path("erasure").asText()), audit);
    assertFalse(audit.contains(SECRET), audit);
    assertTrue(ok("actor", "inspect", "Profile", "other").contains("bob"));
  }

  @Test
  void namedActorsAreDeletedWithDelete() throws IOException {
    String out = ok("forget", "Profile/a", "Profile/b", "Profile/none", "--delete", "--yes");

    assertTrue(out.contains("Profile/a: deleted (turns: "), out);
    assertTrue(out.contains("  Profile/none: does not exist"), out);
    assertTrue(out.contains("erased: actors deleted: 2, actors erased: 0"), out);
    assertEquals(List.of(), filesWithTheSecret());
    assertEquals(1, at("actor", "inspect", "Profile", "a").exit());
  }

  @Test
  void nobodyIsNoPerson() {
    for (String[] wrong :
        List.of(
            new String[] {"forget"},
            new String[] {"forget", "Profile"},
            new String[] {"forget", "--yes", "--dry-run", "--tag", "x"})) {
      assertEquals(2, at(wrong).exit());
    }
  }
}
