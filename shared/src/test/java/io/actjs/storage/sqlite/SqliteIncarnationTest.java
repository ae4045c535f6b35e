package io.actjs.storage.sqlite;

import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.check.StoreCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database and the mark beside it tell the same store, or the server does not start. */
final class SqliteIncarnationTest {
  private static final int TURNS = 10;
  private static final ActorRef A = new ActorRef("Cart", "a");

  @TempDir Path folder;
  private Path data;

  @BeforeEach
  void fill() {
    data = folder.resolve("data");
    store("data", 1, TURNS);
  }

  private static SqliteDriver open(Path dir, boolean acceptLoss) {
    SqliteOptions options = SqliteOptions.DEFAULT;
    return SqliteDriver.open(dir, acceptLoss ? options.acceptingLoss() : options);
  }

  private void store(String name, int from, int to) {
    try (SqliteDriver driver = open(folder.resolve(name), false)) {
      for (int seq = from; seq <= to; seq++) {
        var unused = driver.commit(List.of(turn(A, seq, 1)));
      }
    }
  }

  private long turns(boolean acceptLoss) {
    try (SqliteDriver driver = open(data, acceptLoss)) {
      return driver.readJournal(A, 1, 1_000).size();
    }
  }

  /** Stopped stores have no log beside their database. */
  private void copyDatabase(String from, String to) throws IOException {
    Files.copy(
        Files.createDirectories(folder.resolve(from)).resolve(SqliteDriver.FILE),
        Files.createDirectories(folder.resolve(to)).resolve(SqliteDriver.FILE),
        StandardCopyOption.REPLACE_EXISTING);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + data.resolve(SqliteDriver.FILE));
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private StoreCheck.Report verified() {
    StoreCheck check = new StoreCheck();
    SqliteVerification.run(data, check);
    return check.report();
  }

  private void refused() {
    ActjsException refused = assertThrows(ActjsException.class, () -> turns(false));
    assertEquals(ProblemCode.StoreDamaged, refused.code(), refused::detail);
    assertTrue(refused.detail().contains("is of another store"), refused.detail());
    assertTrue(refused.detail().contains("--accept-loss"), refused.detail());
    assertTrue(verified().damages().getFirst().what().contains("is of another store"));
  }

  @Test
  void fault32_theDatabaseOfAnotherStoreIsRefusedUntilItIsAccepted() throws Exception {
    copyDatabase("data", "before");
    // It is further, so that nothing but its name tells.
    store("other", 1, TURNS + 5);
    copyDatabase("other", "data");
    refused();
    assertEquals(TURNS + 5, turns(true));
    assertEquals(List.of(), verified().damages());
    try (SqliteDriver driver = open(data, false)) {
      AuditEntry entry = driver.registry().auditLog(1).getFirst();
      assertEquals("store.loss-accepted", entry.action());
      assertTrue(entry.meta().startsWith("{\"database\":\""), entry.meta());
    }
    store("data", TURNS + 6, TURNS + 7);
    assertEquals(TURNS + 7, turns(false), "and work goes on");
    copyDatabase("before", "data");
    refused();
  }

  @Test
  void fault32_aStoreFromBeforeIsNamedByItsMark() throws Exception {
    execute("DELETE FROM incarnation");
    assertEquals(List.of(), verified().damages());
    assertEquals(TURNS, turns(false));
    store("other", 1, TURNS);
    copyDatabase("other", "data");
    refused();
  }

  @Test
  void fault32_aNameThatIsDamagedIsAnotherOne() throws Exception {
    execute("UPDATE incarnation SET uuid = 'it \"is\" no uuid'");
    refused();
    assertEquals(TURNS, turns(true));
    assertEquals(TURNS, turns(false));
  }

  @Test
  void fault32_aRestoredBackupIsAnIncarnationOfItsOwn() throws Exception {
    Path backup = Files.createDirectories(folder.resolve("restored")).resolve(SqliteDriver.FILE);
    try (SqliteDriver driver = open(data, false)) {
      driver.contents().backup(backup);
    }
    store("restored", TURNS + 1, TURNS + 2);
    copyDatabase("restored", "data");
    refused();
    assertEquals(TURNS + 2, turns(true));
  }

  @Test
  void fault32_aBackupOverANewerDatabaseIsAcceptedOnDemand() throws Exception {
    copyDatabase("data", "backup");
    store("data", TURNS + 1, TURNS + 3);
    copyDatabase("backup", "data");
    ActjsException refused = assertThrows(ActjsException.class, () -> turns(false));
    assertTrue(refused.detail().contains("lacks 3 acknowledged turns"), refused.detail());
    assertEquals(TURNS, turns(true));
    assertEquals(TURNS, turns(false));
  }
}
