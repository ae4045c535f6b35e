package io.actjs.actctl.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Deadline;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.actjsd.access.AdminToken;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Calls on behalf of somebody else, which administrators alone may make, and which are noted. */
@ResourceLock(Resources.GLOBAL)
class ActingAsTest {
  private static final String TOKEN = "an-administrators-token";
  private static final String DIARY =
      """
      import { Actor, handler, type Principal } from 'actjs';
      export class Diary extends Actor<{ lines: number }> {
        state = { lines: 0 };
        static policy(principal: Principal) { return principal.roles.includes('writer'); }
        @handler('who') who(): unknown { return this.actjs.caller; }
      }
      """;

  @TempDir private static Path dir;
  private static Daemon daemon;
  private static String userToken;

  @BeforeAll
  static void start() throws IOException {
    daemon =
        Daemon.start(DaemonConfig.ephemeral().withPort(0).withAdminToken(AdminToken.of(TOKEN)));
    Path file = Files.writeString(dir.resolve("Diary.ts"), DIARY);
    assertEquals(0, as(TOKEN, "publish", file.toString(), "--version", "1.0.0").exit());
    userToken = as(TOKEN, "token", "create", "--sub", "eve", "--role", "writer").out();
  }

  @AfterAll
  static void stop() {
    daemon.close();
  }

  private static Ran as(String token, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--server", daemon.uri().toString(), "--token", token));
    return Ran.actctl(all.toArray(String[]::new));
  }

  private static Ran load(String token, String commands) throws IOException {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(commands.getBytes(UTF_8)));
    try {
      return as(token, "shell");
    } finally {
      System.setIn(before);
    }
  }

  @Test
  void anAdministratorCallsAsSomebodyElse() throws Exception {
    Ran ran =
        load(
            TOKEN,
            """
            .as bob writer
            const caller = JSON.stringify(await Diary('d').who()); [caller.includes('bob'), caller.includes('writer')]
            .as {"sub": "ann", "roles": ["reader"], "claims": {"level": 7}}
            await Diary('d').who().catch(e => e.code)
            .as
            """);
    assertEquals("", ran.err());
    assertEquals(
        List.of(
            "calls are made as bob",
            "[ true, true ]",
            "calls are made as ann",
            "'PolicyDenied'",
            "calls are your own"),
        ran.out().lines().toList());
    Deadline deadline = new Deadline();
    while (acting().size() < 2) {
      deadline.pause("who acts as another is not in the audit");
    }
    assertTrue(acting().toString().contains("acts as bob, with the roles [writer]"), acting() + "");
  }

  private static JsonNode acting() {
    JsonNode entries =
        Json.parse(as(TOKEN, "audit", "--action", "access.acting-as", "--json").out());
    return entries.path("entries");
  }

  @Test
  void nobodyElseDoes() throws Exception {
    Ran user = load(userToken, ".as bob admin\n");
    assertEquals(1, user.exit());
    assertTrue(
        user.err().startsWith("actctl: Forbidden: requests on behalf of others"), user.err());
    Ran wrong = load(TOKEN, ".as system\n");
    assertTrue(wrong.err().contains("reserved for the server"), wrong.err());
    Ran malformed = load(TOKEN, ".as {\"sub\"\n");
    assertTrue(malformed.err().contains("the principal is not JSON"), malformed.err());
  }
}
