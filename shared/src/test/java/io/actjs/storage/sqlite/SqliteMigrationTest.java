package io.actjs.storage.sqlite;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.turn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.PublishedClass;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.Expired;
import io.actjs.storage.Records;
import io.actjs.storage.codec.Segments;
import io.actjs.storage.sqlite.file.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store that an earlier version left is brought up to the newest schema with all that it has. */
final class SqliteMigrationTest {
  private static final String SHA = "%064x".formatted("source".hashCode());
  private static final ActorRef A = actor("a");

  @TempDir Path dir;

  private String url() {
    return "jdbc:sqlite:" + dir.resolve(SqliteDriver.FILE);
  }

  private void execute(String sql, Object... arguments) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < arguments.length; i++) {
        statement.setObject(i + 1, arguments[i]);
      }
      statement.execute();
    }
  }

  private void migrateToFirstSchema() {
    Flyway.configure()
        .dataSource(url(), null, null)
        .locations(Schema.LOCATION)
        .target("1")
        .load()
        .migrate();
  }

  @Test
  void theFirstSchemaIsBroughtUpWithAllThatItHas() throws Exception {
    migrateToFirstSchema();
    execute("INSERT INTO class_blob (sha256, source) VALUES (?, 'source')", SHA);
    execute(
        "INSERT INTO class_version (name, version, source_sha256, compiled, kind, durability,"
            + " handlers, published_at) VALUES ('Shop', '1.0.0', ?, 'compiled source', 'STATE',"
            + " 'STRICT', 'add' || char(10) || 'get', 4000)",
        SHA);
    execute(
        "INSERT INTO inbox (class, id, message, type, payload, sender, at)"
            + " VALUES ('Counter', 'a', 'm1', 'add', '{\"by\":1}', 'external', 3000)");
    execute(
        "INSERT INTO dead_letter (message, class, id, type, payload, sender, at, attempts, reason,"
            + " died_at)"
            + " VALUES ('m0', 'Counter', 'a', 'add', '{\"by\":1}', 'external', 3000, 2, 'No', 9)");
    byte[] segment =
        Segments.of(1, List.of(turn(A, 1, 1), new InboxEntry.Accepted(message("m2", A))));
    execute("INSERT INTO segment (pos, data) VALUES (1, ?)", segment);
    execute(
        "INSERT INTO actor_snapshot VALUES ('Counter', 'a', 1, '1.0.0', ?)",
        Records.snapshot(A, 1).state().getBytes(UTF_8));
    for (int round = 0; round < 2; round++) {
      try (SqliteDriver driver = SqliteDriver.open(dir, SqliteOptions.DEFAULT)) {
        PublishedClass published = Records.published("Shop", "1.0.0", "source");
        assertEquals(published, driver.registry().loadClass(published.ref()));
        assertEquals(List.of(published.version()), driver.registry().classVersions());
        assertEquals(List.of(), driver.registry().auditLog(10));
        assertEquals(List.of(message("m1", A), message("m2", A)), driver.pendingInbox(A, null, 10));
        assertEquals(
            List.of(new DeadLetter(message("m0", A), 2, "No", 9)), driver.deadLetters(A, 10));
        assertEquals(List.of(turn(A, 1, 1)), driver.readJournal(A, 1, 10));
        assertEquals(Records.snapshot(A, 1), driver.activate(A).snapshot());
        assertNull(driver.nextDueAt());
        assertNull(driver.retained(A));
      }
    }
  }

  @Test
  void aSourceOfNoVersionExpires() throws Exception {
    PublishedClass kept = Records.published("Shop", "1.0.0", "source");
    try (SqliteDriver driver = SqliteDriver.open(dir, SqliteOptions.DEFAULT)) {
      driver.registry().publish(kept, List.of());
    }
    for (int i = 0; i < 100; i++) {
      execute("INSERT INTO class_blob (sha256, source) VALUES (?, 'nobody''s')", "sha-" + i);
    }
    try (SqliteDriver driver = SqliteDriver.open(dir, SqliteOptions.DEFAULT)) {
      assertEquals(70, driver.drop(new Expired.Sources(), 70));
      assertEquals(30, driver.drop(new Expired.Sources(), 70));
      assertEquals(0, driver.drop(new Expired.Sources(), 70));
      assertEquals(kept, driver.registry().loadClass(kept.ref()));
    }
  }
}
