package io.actjs.storage.sqlite;

import static io.actjs.storage.Records.turn;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.storage.check.Damage;
import io.actjs.storage.check.StoreCheck;
import io.actjs.storage.sqlite.file.StoreMark;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store that lacks what it has acknowledged is refused with the numbers, and opened when the loss
 * is accepted; one that lacks nothing is opened, whatever the mark has missed.
 */
final class SqliteDamageTest {
  private static final int TURNS = 40;
  private static final ActorRef A = new ActorRef("Cart", "a");

  /** Nothing is folded or moved by itself: the files are what the test makes them. */
  private static final SqliteOptions OPTIONS = SqliteOptions.DEFAULT.withFold(1 << 20, 3_600_000);

  @TempDir Path folder;
  private Path live;

  /** What a kill left of a store with turns 1 to 40, one commit each. */
  private Path killed;

  @BeforeEach
  void killUnderLoad() {
    live = folder.resolve("live");
    killed = folder.resolve("killed");
    try (SqliteDriver driver = SqliteDriver.open(live, OPTIONS)) {
      commit(driver, 1, TURNS / 2);
      driver.checkpoint();
      commit(driver, TURNS / 2 + 1, TURNS);
      copy(driver, killed);
    }
  }

  private static void commit(SqliteDriver driver, int from, int to) {
    for (int seq = from; seq <= to; seq++) {
      var unused = driver.commit(List.of(turn(A, seq, 1)));
    }
  }

  private void copy(SqliteDriver driver, Path target) {
    driver.whileStill(
        () -> {
          DirectoryCopy.of(live, target);
          copyFile(live, target, StoreMark.FILE);
        });
  }

  private static void copyFile(Path from, Path to, String name) {
    try {
      Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Path file() {
    return killed.resolve(SqliteDriver.FILE);
  }

  private Path log() {
    return killed.resolve(SqliteDriver.FILE + "-wal");
  }

  private long turnsOf(Path dir, SqliteOptions options) {
    try (SqliteDriver driver = SqliteDriver.open(dir, options)) {
      return driver.readJournal(A, 1, 1000).size();
    }
  }

  private String refusal() {
    ActjsException refused =
        assertThrows(ActjsException.class, () -> SqliteDriver.open(killed, OPTIONS));
    assertEquals(ProblemCode.StoreDamaged, refused.code(), refused::detail);
    assertTrue(refused.detail().contains("--accept-loss"), refused.detail());
    return refused.detail();
  }

  /** Refused twice, with the number of turns that are really missing, and then accepted. */
  private void refusedThenAccepted() throws Exception {
    long evidence = log().toFile().length();
    assertNotEquals(0, verified().damageCount());
    String detail = refusal();
    assertEquals(detail, refusal());
    assertEquals(evidence, log().toFile().length(), "the evidence is left alone");
    long kept = turnsOf(killed, OPTIONS.acceptingLoss());
    assertTrue(kept < TURNS, detail);
    long missing = TURNS - kept;
    String turns = missing + (missing == 1 ? " acknowledged turn" : " acknowledged turns");
    assertTrue(detail.contains("lacks " + turns), detail + ", but " + missing);
    try (SqliteDriver driver = SqliteDriver.open(killed, OPTIONS)) {
      AuditEntry entry = driver.registry().auditLog(10).getFirst();
      assertEquals("store.loss-accepted", entry.action());
      assertTrue(entry.meta().contains("\"lostTurns\":" + missing + ","), entry.meta());
      commit(driver, (int) kept + 1, (int) kept + 5);
    }
    assertEquals(List.of(), verified().damages());
    assertEquals(kept + 5, turnsOf(killed, OPTIONS), "and work goes on");
  }

  private StoreCheck.Report verified() {
    StoreCheck check = new StoreCheck();
    SqliteVerification.run(killed, check);
    return check.report();
  }

  private void cutLog(LongUnaryOperator length) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(log().toFile(), "rw")) {
      open.setLength(length.applyAsLong(open.length()));
    }
  }

  @Test
  void fault32_whatAKillLeavesIsOpened() {
    assertEquals(List.of(), verified().damages());
    assertEquals(TURNS, verified().turns());
    assertEquals(TURNS, turnsOf(killed, OPTIONS));
    assertEquals(TURNS, turnsOf(killed, OPTIONS), "and again after a clean end");
  }

  @Test
  void fault32_aDeletedLogIsMissed() throws Exception {
    Files.delete(log());
    refusedThenAccepted();
  }

  @Test
  void fault32_aLogThatWasCutIsMissed() throws Exception {
    cutLog(length -> length * 3 / 4);
    refusedThenAccepted();
  }

  @Test
  void fault32_sixtyFourBytesChangedInTheLogAreMissed() throws Exception {
    try (RandomAccessFile open = new RandomAccessFile(log().toFile(), "rw")) {
      open.seek(open.length() / 2);
      // Pages are full of zeros.
      open.write("x".repeat(64).getBytes(US_ASCII));
    }
    refusedThenAccepted();
  }

  @Test
  void fault32_anEmptyDatabaseIsMissed() throws Exception {
    Files.newByteChannel(file(), StandardOpenOption.WRITE).truncate(0).close();
    Files.delete(log());
    refusedThenAccepted();
  }

  @Test
  void fault32_aDatabaseThatIsGoneIsMissed() throws Exception {
    Files.delete(file());
    Files.delete(log());
    refusedThenAccepted();
  }

  @Test
  void fault32_aMarkThatIsBehindAfterALossOfPowerIsNoDamage() throws Exception {
    Path older = folder.resolve("older");
    Files.createDirectories(older);
    copyFile(killed, older, StoreMark.FILE);
    try (SqliteDriver driver = SqliteDriver.open(killed, OPTIONS)) {
      commit(driver, TURNS + 1, TURNS + 3);
    }
    copyFile(older, killed, StoreMark.FILE);
    assertEquals(TURNS + 3, turnsOf(killed, OPTIONS));
    Files.delete(killed.resolve(StoreMark.FILE));
    assertEquals(TURNS + 3, turnsOf(killed, OPTIONS), "a restored backup has no mark");
    assertTrue(Files.exists(killed.resolve(StoreMark.FILE)));
  }

  @Test
  void fault32_aPointThatWasTornIsPassedOver() throws Exception {
    try (RandomAccessFile open =
        new RandomAccessFile(killed.resolve(StoreMark.FILE).toFile(), "rw")) {
      open.seek(32 + TURNS * 32 + 20);
      open.write(77);
    }
    assertEquals(TURNS, turnsOf(killed, OPTIONS));
  }

  @Test
  void fault32_aMarkThatIsDamagedIsRefusedUnlessAccepted() throws Exception {
    Files.write(killed.resolve(StoreMark.FILE), new byte[0]);
    assertTrue(refusal().contains(StoreMark.FILE));
    assertEquals(TURNS, turnsOf(killed, OPTIONS.acceptingLoss()));
    assertEquals(TURNS, turnsOf(killed, OPTIONS));
  }

  @Test
  void fault32_anOlderCopyIsOpenedWithItsOwnMarkOnly() throws Exception {
    Path newer = folder.resolve("newer");
    try (SqliteDriver driver = SqliteDriver.open(live, OPTIONS)) {
      commit(driver, TURNS + 1, TURNS + 7);
      copy(driver, newer);
    }
    copyFile(newer, killed, StoreMark.FILE);
    String detail = refusal();
    assertTrue(detail.contains("lacks 7 acknowledged turns"), detail);
    assertEquals(TURNS, turnsOf(killed, OPTIONS.acceptingLoss()));
  }

  @Test
  void fault32_aChangeOfTheRegistryIsMissedToo() throws Exception {
    Path marked = folder.resolve("marked");
    try (SqliteDriver driver = SqliteDriver.open(live, OPTIONS)) {
      driver.registry().audit(new AuditEntry("id", 1, "me", "a", "t", "{}"));
      copy(driver, marked);
    }
    copyFile(marked, killed, StoreMark.FILE);
    assertTrue(refusal().contains("lacks 1 change of classes"), this::refusal);
    assertEquals(TURNS, turnsOf(killed, OPTIONS.acceptingLoss()));
    assertEquals(TURNS, turnsOf(killed, OPTIONS));
  }

  @Test
  void fault32_aDamagedSegmentEndsWhatCanBeRead() throws Exception {
    turnsOf(killed, OPTIONS);
    try (SqliteDriver driver = SqliteDriver.open(killed, OPTIONS)) {
      commit(driver, TURNS + 1, TURNS + 9);
      Path copy = folder.resolve("segments");
      driver.whileStill(() -> DirectoryCopy.of(killed, copy));
      copyFile(killed, copy, StoreMark.FILE);
      killed = copy;
    }
    damageSegmentFromTheEnd(4);
    String detail = refusal();
    assertTrue(detail.contains("cannot be read from commit"), detail);
    assertTrue(verified().damages().getFirst().what().contains("checksum"));
    assertEquals(TURNS + 5, turnsOf(killed, OPTIONS.acceptingLoss()));
    assertEquals(TURNS + 5, turnsOf(killed, OPTIONS));
    try (SqliteDriver driver = SqliteDriver.open(killed, OPTIONS)) {
      assertTrue(driver.registry().auditLog(1).getFirst().meta().contains("\"lostTurns\":4,"));
    }
  }

  @Test
  void fault32_verifyFindsWhatIsWrongInTheTables() throws Exception {
    try (SqliteDriver driver = SqliteDriver.open(killed, OPTIONS)) {
      driver.foldAll();
      driver.saveSnapshot(new ActorSnapshot(A, 3, Version.parse("1.0.0"), "{}"));
      driver.foldAll();
      commit(driver, TURNS + 1, TURNS + 2);
    }
    assertEquals(List.of(), verified().damages());
    requireFound("is not JSON", "UPDATE actor_snapshot SET state = x'7b', checksum = NULL");
    requireFound("of turn 99", "UPDATE actor_snapshot SET seq = 99, checksum = NULL");
    requireFound("head says 50", "UPDATE actor SET seq = 50");
    requireFound("turns are gone", "DELETE FROM actor_event");
    requireFound("before turn 41 are gone", "DELETE FROM actor_event WHERE first_seq = 1");
    requireFound(
        "do not fit their checksum",
        "UPDATE actor_event SET records = CAST(substr(records, 1, length(records) - 1) AS BLOB)"
            + " || x'00'");
    requireFound("deleted", "UPDATE actor SET phase = 1", INBOX_ROW);
    requireFound("position", "UPDATE fold SET pos = 3");
    requireFound(
        "not the one that was published",
        "INSERT INTO class_blob (sha256, source) VALUES ('ab', 'source')",
        "INSERT INTO class_version (name, version, source_sha256, compiled, kind, durability,"
            + " handlers, published_at) VALUES ('C', '1.0.0', 'ab', '', 'STATE', 'STRICT', '', 1)");
    assertEquals(List.of(), verified().damages(), "nothing was left behind");
  }

  private static final String INBOX_ROW =
      "INSERT INTO inbox (class, id, message, type, payload, sender, at, shard)"
          + " VALUES ('Cart', 'a', 'm', 't', '{}', 's', 1, 1)";

  /** Damages a copy of the file and looks for the words. */
  private void requireFound(String words, String... damage) throws Exception {
    Path whole = killed;
    killed = folder.resolve("damaged-" + words.replace(' ', '-'));
    DirectoryCopy.of(whole, killed);
    copyFile(whole, killed, StoreMark.FILE);
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        Statement statement = connection.createStatement()) {
      for (String sql : damage) {
        statement.execute(sql);
      }
    }
    List<Damage> found = verified().damages();
    assertTrue(
        found.stream().anyMatch(each -> each.what().contains(words)), () -> words + ": " + found);
    killed = whole;
  }

  private void damageSegmentFromTheEnd(int back) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
        PreparedStatement read =
            connection.prepareStatement(
                "SELECT pos, data FROM segment ORDER BY pos DESC LIMIT 1 OFFSET " + (back - 1))) {
      long pos;
      byte[] data;
      try (var rows = read.executeQuery()) {
        assertTrue(rows.next());
        pos = rows.getLong(1);
        data = rows.getBytes(2);
      }
      data[data.length - 1] ^= 1;
      try (PreparedStatement write =
          connection.prepareStatement("UPDATE segment SET data = ? WHERE pos = ?")) {
        write.setBytes(1, data);
        write.setLong(2, pos);
        assertEquals(1, write.executeUpdate());
      }
    }
  }

  @Test
  void fault32_aSecondOpenerIsRefusedAlthoughTheLocksAreDeleted() throws Exception {
    try (SqliteDriver driver = SqliteDriver.open(live, OPTIONS)) {
      assertNotNull(driver);
      Files.delete(live.resolve("lock"));
      assertEquals(3, inAnotherProcess());
      assertEquals(3, inAnotherProcess(), "and again");
      Files.delete(live.resolve("lock"));
      Files.delete(live.resolve(StoreMark.FILE));
      assertEquals(3, inAnotherProcess(), "without its mark");
    }
    assertEquals(0, inAnotherProcess());
  }

  private int inAnotherProcess() throws Exception {
    return ChildJvm.start(OpenIt.class, live).waitFor();
  }

  /** Exits with 3 when the directory is in use. */
  static final class OpenIt {
    private OpenIt() {}

    public static void main(String[] arguments) {
      try (SqliteDriver driver = SqliteDriver.open(Path.of(arguments[0]), OPTIONS)) {
        driver.ping();
      } catch (ActjsException e) {
        System.exit(e.code() == ProblemCode.DataDirectoryInUse ? 3 : 4);
      }
    }
  }
}
