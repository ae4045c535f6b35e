package io.actjs.actctl.command.operate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Deadline;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.model.AuditEntry;
import io.actjs.storage.sqlite.SqliteDriver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actctl audit} against a real daemon. */
final class AuditCommandTest {
  @TempDir Path dir;

  private Daemon start() {
    return Daemon.start(DaemonConfig.at(dir).withPort(0));
  }

  private static void audit(Daemon daemon, String principal, String action) {
    daemon
        .runtime()
        .audit()
        .append(List.of(new AuditEntry("id", 1, principal, action, "Cart@1.0.0", "{}")));
  }

  private static Ran ran(Daemon daemon, String... args) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = "--server=" + daemon.uri();
    return Ran.actctl(all);
  }

  @Test
  void entriesAreFilteredAndFollowed() throws Exception {
    try (Daemon daemon = start()) {
      audit(daemon, "ann", "class.published");
      audit(daemon, "bob", "token.created");
      assertEquals(2, ran(daemon, "audit", "--principal=ann").out().lines().count());
      assertEquals(
          "no entries", ran(daemon, "audit", "--action", "token.", "--target", "Shop").out());
      StringWriter out = new StringWriter();
      CompletableFuture<Integer> following =
          CompletableFuture.supplyAsync(
              () ->
                  Ran.line(new PrintWriter(out), new PrintWriter(out))
                      .execute(
                          "audit",
                          "--follow",
                          "--json",
                          "--principal=ann",
                          "-n3",
                          "--server=" + daemon.uri()));
      Deadline deadline = new Deadline();
      while (!out.toString().contains("class.published")) {
        deadline.pause("nothing in " + out);
      }
      audit(daemon, "bob", "token.revoked");
      audit(daemon, "ann", "token.created");
      audit(daemon, "ann", "token.revoked");
      assertEquals(0, following.get());
      assertEquals(
          List.of(1L, 4L, 5L),
          out.toString().lines().map(line -> Json.parse(line).path("ordinal").asLong()).toList());
      assertEquals(2, ran(daemon, "audit", "-n", "3").exit(), "it needs --follow");
    }
  }

  @Test
  void aBrokenChainIsToldWithItsEntryAndExitCode1() throws Exception {
    String head;
    try (Daemon daemon = start()) {
      for (int i = 0; i < 4; i++) {
        audit(daemon, "ann", "token.created");
      }
      Ran whole = ran(daemon, "audit", "verify");
      assertEquals(0, whole.exit(), whole.err());
      assertTrue(
          whole.out().startsWith("4 entries are as they were written\nhead 4:"), whole.out());
      head = Json.parse(ran(daemon, "audit", "verify", "--json").out()).path("head").asText();
      assertEquals(0, ran(daemon, "audit", "verify", "--expect", head).exit());
      Ran malformed = ran(daemon, "audit", "verify", "--expect", "4:zz");
      assertTrue(malformed.err().contains("SchemaInvalid"), malformed.err());
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve(SqliteDriver.FILE));
        Statement statement = connection.createStatement()) {
      assertEquals(
          1, statement.executeUpdate("UPDATE audit SET principal = 'eve' WHERE ordinal = 2"));
    }
    try (Daemon daemon = start()) {
      Ran broken = ran(daemon, "audit", "verify", "--expect", head);
      assertEquals(1, broken.exit());
      assertTrue(broken.out().startsWith("broken: entry 2 is not as it was written"), broken.out());
      Ran json = ran(daemon, "audit", "verify", "--json");
      JsonNode fault = Json.parse(json.out()).path("fault");
      assertEquals(1, json.exit());
      assertEquals(2, fault.path("ordinal").asLong());
      assertEquals("changed", fault.path("kind").asText());
    }
    Ran offline = Ran.actctl("verify", "--data=" + dir);
    assertEquals(1, offline.exit());
    assertTrue(offline.out().contains("entry 2 is not as it was written"), offline.out());
  }
}
