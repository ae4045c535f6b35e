package io.actjs.actctl.command.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.actjs.actctl.Ran;
import io.actjs.actctl.screen.Json;
import io.actjs.actjsd.Daemon;
import io.actjs.actjsd.DaemonConfig;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.sqlite.SqliteDriver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code actctl verify} of both kinds of stores. */
final class VerifyCommandTest {
  private static final String COUNTER =
      """
      import { Actor, handler } from 'actjs';
      export class Counter extends Actor<{ count: number }> {
        state = { count: 0 };
        @handler('add') add() { return ++this.state.count; }
        @handler('later') later() { this.actjs.scheduleAt(this.actjs.now() + 3_600_000, 'add', {}); }
      }
      """;

  @TempDir Path dir;

  private interface Connecting {
    Connection connect() throws SQLException;
  }

  @Test
  void fault32_aDataDirectoryIsVerified() throws Exception {
    Path data = dir.resolve("data");
    serve(DaemonConfig.at(data));
    String jdbc = "jdbc:sqlite:" + data.resolve(SqliteDriver.FILE);
    damaged("--data=" + data, () -> DriverManager.getConnection(jdbc));
  }

  @Test
  void fault32_aDatabaseIsVerifiedWhileItsServerRuns() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = "postgres://postgres@localhost:" + postgres.getPort() + "/postgres";
      DaemonConfig config = DaemonConfig.at(PostgresUrl.parse(url));
      serve(config);
      try (Daemon daemon = Daemon.start(config.withPort(0))) {
        assertTrue(daemon.port() > 0);
        damaged("--database=" + url, () -> postgres.getPostgresDatabase().getConnection());
      }
    }
  }

  private void serve(DaemonConfig config) throws Exception {
    Path source = Files.writeString(dir.resolve("Counter.ts"), COUNTER);
    try (Daemon daemon = Daemon.start(config.withPort(0))) {
      String server = "--server=" + daemon.uri();
      assertEquals(0, Ran.actctl("publish", source.toString(), "--version=1.0.0", server).exit());
      assertEquals(0, Ran.actctl("call", "Counter", "one", "add", server).exit());
      assertEquals(0, Ran.actctl("call", "Counter", "one", "later", server).exit());
    }
  }

  private static void execute(Connecting store, String sql) throws SQLException {
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement()) {
      assertEquals(1, statement.executeUpdate(sql));
    }
  }

  private static void damaged(String option, Connecting store) throws Exception {
    Ran whole = Ran.actctl("verify", option);
    assertEquals(0, whole.exit(), whole.out());
    assertTrue(whole.out().contains(" is whole: 1 actors with "), whole.out());
    execute(store, "UPDATE reminder SET due_at = due_at + 1");
    Ran damaged = Ran.actctl("verify", option);
    assertEquals(1, damaged.exit(), damaged.out());
    assertTrue(damaged.out().startsWith("Counter/one: the stored message "), damaged.out());
    assertTrue(damaged.out().contains(" is damaged: read 1 actors"), damaged.out());
    JsonNode said = Json.parse(Ran.actctl("verify", "--json", option).out());
    assertEquals(1, said.path("damages").asInt(), said::toString);
    assertEquals("Counter/one", said.path("damage").path(0).path("where").asText());
    execute(store, "UPDATE reminder SET due_at = due_at - 1, checksum = NULL");
    Ran older = Ran.actctl("verify", option);
    assertEquals(0, older.exit(), older.out());
    assertTrue(older.out().endsWith("rows of earlier versions without a checksum: 1"), older.out());
  }
}
