package io.actjs.storage.sqlite;

import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.fired;
import static io.actjs.storage.Records.handles;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.reminder;
import static io.actjs.storage.Records.sets;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxEntry.Accepted;
import io.actjs.model.InboxEntry.DeadLettered;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.Records;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.codec.Segments;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Turns of an older format beside new ones: bytes never end up under another format's number. */
final class SqliteFormatsTest {
  private static final ActorRef A = actor("a");
  private static final ActorRef B = actor("b");

  @TempDir Path dir;

  private SqliteDriver open() {
    return SqliteDriver.open(dir, SqliteDriverTest.LAZY);
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + dir.resolve(SqliteDriver.FILE));
  }

  private void insert(String sql, byte[] bytes) throws SQLException {
    try (Connection connection = connect();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBytes(1, bytes);
      statement.execute();
    }
  }

  /** Format, first and last turn of each chunk. */
  private List<String> chunks() throws SQLException {
    List<String> chunks = new ArrayList<>();
    try (Connection connection = connect();
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT first_seq, last_seq, records FROM actor_event ORDER BY first_seq");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        chunks.add(rows.getBytes(3)[0] + ": " + rows.getLong(1) + "-" + rows.getLong(2));
      }
    }
    return chunks;
  }

  private static List<JournalEntry> batch(SqliteDriver driver, TurnRecord... turns) {
    List<JournalEntry> batch = List.of(turns);
    var unused = driver.commit(batch);
    return batch;
  }

  @Test
  void oldSegmentsAreFoldedTogetherWithNewOnes() throws Exception {
    open().close();
    List<InboxMessage> outbox = List.of(Records.pinned(message("m1", B), "ab".repeat(32)));
    List<TurnRecord> old = List.of(turn(A, 1, 1), turn(A, 2, 1, outbox, null));
    insert("INSERT INTO segment (pos, data) VALUES (1, ?)", Segments.of(1, old));
    List<JournalEntry> all = new ArrayList<>(old);
    try (SqliteDriver driver = open()) {
      all.addAll(batch(driver, turn(A, 3, 1), turn(A, 4, 1, outbox, null)));
      assertEquals(all, driver.readJournal(A, 1, 10));
      driver.foldAll();
      assertEquals(all, driver.readJournal(A, 1, 10));
      assertEquals(outbox, driver.pendingInbox(B, null, 10));
    }
    assertEquals(List.of(JournalCodec.FORMAT + ": 1-4"), chunks());
    try (SqliteDriver driver = open()) {
      assertEquals(all, driver.readJournal(A, 1, 10));
      driver.saveSnapshot(Records.snapshot(A, 4));
      assertEquals(1, driver.compact(A, 1));
      assertEquals(all.subList(1, 4), driver.readJournal(A, 1, 10));
    }
  }

  /** Earlier versions gave each occurrence an id of its own, and moved the reminder on. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void remindersThatAnOlderSegmentFiredGoOn(int format) throws Exception {
    open().close();
    InboxMessage once = reminder("r1", A, 100);
    InboxMessage repeating = reminder("r2", A, 100);
    List<JournalEntry> old =
        List.of(
            sets(A, 1, once, repeating),
            fired(once, 0, "m1"),
            fired(repeating, 160, "m2"),
            new Accepted(message("m3", A)),
            new DeadLettered(message("m3", A), 5, "No: why", 9));
    insert("INSERT INTO segment (pos, data) VALUES (1, ?)", Segments.of(format, old));
    try (SqliteDriver driver = open()) {
      assertEquals(List.of(message("m1", A), message("m2", A)), driver.pendingInbox(A, null, 10));
      InboxMessage next = repeating.occurringAt(160);
      assertEquals(List.of(next), driver.later(A, 10));
      assertEquals(
          List.of(new DeadLetter(message("m3", A), 5, "No: why", 9)), driver.deadLetters(A, 10));
      var unused =
          driver.commit(
              List.of(
                  InboxEntry.ReminderFired.of(next),
                  handles(A, 2, "r2", new ReminderChange.Scheduled(next.occurringAt(220))),
                  handles(A, 3, "m2")));
      driver.foldAll();
      assertEquals(List.of(message("m1", A)), driver.pendingInbox(A, null, 10));
      assertEquals(List.of(next.occurringAt(220)), driver.later(A, 10));
    }
  }

  @Test
  void anOldChunkThatIsCutKeepsItsFormat() throws Exception {
    List<TurnRecord> old = List.of(turn(A, 1, 1), turn(A, 2, 1), turn(A, 3, 1));
    open().close();
    insert("INSERT INTO segment (pos, data) VALUES (1, ?)", Segments.of(1, old));
    try (SqliteDriver driver = open()) {
      driver.foldAll();
    }
    // As the version that wrote the segment would have folded it.
    byte[] first = JournalCodec.chunkOf(old.get(0), 1);
    byte[] second = JournalCodec.chunkOf(old.get(1), 1);
    byte[] third = JournalCodec.chunkOf(old.get(2), 1);
    byte[] chunk = new byte[first.length + second.length + third.length - 2];
    System.arraycopy(first, 0, chunk, 0, first.length);
    System.arraycopy(second, 1, chunk, first.length, second.length - 1);
    System.arraycopy(third, 1, chunk, first.length + second.length - 1, third.length - 1);
    insert("UPDATE actor_event SET records = ?", chunk);
    try (SqliteDriver driver = open()) {
      driver.saveSnapshot(Records.snapshot(A, 3));
      assertEquals(1, driver.compact(A, 1));
      var unused = batch(driver, turn(A, 4, 1));
    }
    assertEquals(List.of("1: 2-3", JournalCodec.FORMAT + ": 4-4"), chunks());
    try (SqliteDriver driver = open()) {
      assertEquals(
          List.of(turn(A, 2, 1), turn(A, 3, 1), turn(A, 4, 1)), driver.readJournal(A, 1, 10));
    }
  }
}
