package io.actjs.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.AuditEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.audit.AuditFault;
import io.actjs.storage.audit.AuditFault.Kind;
import io.actjs.storage.audit.AuditReport;
import io.actjs.storage.audit.AuditStore;
import io.actjs.storage.audit.ChainPoint;
import io.actjs.storage.audit.ChainedEntry;
import io.actjs.storage.check.StoreCheck;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody does to the audit behind the server's back, whatever database has it. */
public abstract class AuditDamageTck {
  private static final int ENTRIES = 10;
  private static final String INSERT_COPY =
      "INSERT INTO audit (ordinal, chain, id, at, principal, action, target, meta)"
          + " SELECT %d, chain, id, at, principal, action, target, meta FROM audit"
          + " WHERE ordinal = %d";

  /** Opens the store. */
  protected abstract StorageDriver open();

  /** A connection to the tables of the store, which is closed. */
  protected abstract Connection connect() throws SQLException;

  /** What {@code actctl verify} finds in the store, which is closed. */
  protected abstract StoreCheck.Report verified();

  private ChainPoint head = ChainPoint.START;

  @BeforeEach
  void fill() {
    try (StorageDriver store = open()) {
      AuditStore audit = store.registry().audit();
      audit.append(IntStream.rangeClosed(1, ENTRIES).mapToObj(AuditDamageTck::entry).toList());
      head = audit.ends().head();
    }
    assertEquals(List.of(), verified().damages());
    assertSound(head, ENTRIES);
  }

  private static AuditEntry entry(int number) {
    return new AuditEntry(
        "id" + number, number, "ann", "token.created", "t" + number, "{\"n\":" + number + "}");
  }

  private void execute(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        assertTrue(statement.executeUpdate(sql) > 0, sql);
      }
    }
  }

  private AuditReport verify(@Nullable ChainPoint noted) {
    try (StorageDriver store = open()) {
      return store.registry().audit().verify(noted);
    }
  }

  private void assertSound(@Nullable ChainPoint noted, long entries) {
    AuditReport report = verify(noted);
    assertNull(report.fault());
    assertEquals(entries, report.sound());
  }

  /** Both the server and {@code actctl verify} find it, and it is found again. */
  private void assertFault(long ordinal, Kind kind) {
    for (int round = 0; round < 2; round++) {
      AuditReport report = verify(null);
      AuditFault fault = report.fault();
      assertNotNull(fault);
      assertEquals(kind, fault.kind(), fault::text);
      assertEquals(ordinal, fault.ordinal(), fault::text);
      assertTrue(report.sound() < Math.max(ordinal, 1), report::toString);
      assertTrue(
          verified().damages().stream().anyMatch(damage -> damage.where().startsWith("audit")),
          () -> verified().toString());
    }
  }

  @Test
  void aChangedMemberIsFound() throws Exception {
    execute("UPDATE audit SET meta = (SELECT meta FROM audit WHERE ordinal = 7) WHERE ordinal = 4");
    assertFault(4, Kind.CHANGED);
  }

  @Test
  void aChangedTimeOfTheNewestEntryIsFound() throws Exception {
    execute("UPDATE audit SET at = at + 1 WHERE ordinal = 10");
    assertFault(10, Kind.CHANGED);
  }

  @Test
  void aChainValueThatWasTakenAwayIsFoundAndNotMadeAgain() throws Exception {
    execute("UPDATE audit SET chain = NULL, at = 77 WHERE ordinal = 4");
    assertFault(4, Kind.CHANGED);
  }

  @Test
  void aMissingEntryIsFoundWhereverItWas() throws Exception {
    execute("DELETE FROM audit WHERE ordinal = 10");
    assertFault(10, Kind.MISSING);
    execute("DELETE FROM audit WHERE ordinal = 5");
    assertFault(5, Kind.MISSING);
    execute("DELETE FROM audit WHERE ordinal = 1");
    assertFault(1, Kind.MISSING);
    execute("DELETE FROM audit");
    assertFault(1, Kind.MISSING);
  }

  @Test
  void aMissingNewestEntryIsFoundWhenOthersFollow() throws Exception {
    execute("DELETE FROM audit WHERE ordinal = 10");
    try (StorageDriver store = open()) {
      store.registry().audit(entry(11));
    }
    assertFault(10, Kind.MISSING);
  }

  @Test
  void entriesThatChangedPlacesAreFound() throws Exception {
    swap(3, 7);
    assertFault(3, Kind.REORDERED);
    swap(3, 7);
    assertSound(head, ENTRIES);
    swap(9, 10);
    assertFault(9, Kind.REORDERED);
  }

  private void swap(int one, int other) throws SQLException {
    execute(
        "UPDATE audit SET ordinal = -1 WHERE ordinal = " + one,
        "UPDATE audit SET ordinal = " + one + " WHERE ordinal = " + other,
        "UPDATE audit SET ordinal = " + other + " WHERE ordinal = -1");
  }

  @Test
  void anEntryThatNoServerWroteIsFound() throws Exception {
    for (int ordinal = ENTRIES; ordinal >= 5; ordinal--) {
      execute("UPDATE audit SET ordinal = " + (ordinal + 1) + " WHERE ordinal = " + ordinal);
    }
    execute(INSERT_COPY.formatted(5, 2), "UPDATE audit_head SET ordinal = 11");
    assertFault(5, Kind.INSERTED);
  }

  @Test
  void anEntryBehindTheEndIsFound() throws Exception {
    execute(INSERT_COPY.formatted(11, 10));
    AuditFault fault = verify(null).fault();
    assertNotNull(fault);
    assertEquals(Kind.INSERTED, fault.kind());
    assertEquals(11, fault.ordinal());
    assertEquals(1, verified().damageCount());
  }

  @Test
  void anEntryBeforeTheBaseIsFound() throws Exception {
    try (StorageDriver store = open()) {
      assertEquals(4, store.drop(new Expired.AuditEntries(5), 100));
    }
    execute(INSERT_COPY.formatted(2, 7));
    assertFault(2, Kind.INSERTED);
  }

  @Test
  void retentionLeavesWhatIsNotSound() throws Exception {
    execute("UPDATE audit SET at = 0 WHERE ordinal = 4");
    try (StorageDriver store = open()) {
      assertEquals(3, store.drop(new Expired.AuditEntries(99), 100));
      assertEquals(0, store.drop(new Expired.AuditEntries(99), 100));
    }
    assertFault(4, Kind.CHANGED);
  }

  @Test
  void withoutTheRecordOfItsEndsNothingIsProven() throws Exception {
    execute("DELETE FROM audit_head");
    assertFault(0, Kind.HEAD);
    try (StorageDriver store = open()) {
      ActjsException refused =
          assertThrows(ActjsException.class, () -> store.registry().audit(entry(11)));
      assertEquals(ProblemCode.StoreDamaged, refused.code());
    }
  }

  @Test
  void anEndThatIsRecordedWithAnotherEntryIsFound() throws Exception {
    execute("UPDATE audit_head SET chain = (SELECT chain FROM audit WHERE ordinal = 3)");
    AuditFault fault = verify(null).fault();
    assertNotNull(fault);
    assertEquals(Kind.HEAD, fault.kind());
  }

  /** Nothing in the database tells such an audit from a true one. */
  @Test
  void whoeverForgesTheEndAsWellIsFoundByTheHeadThatWasNoted() throws Exception {
    execute(
        "DELETE FROM audit WHERE ordinal = 10",
        "UPDATE audit_head SET ordinal = 9, chain = (SELECT chain FROM audit WHERE ordinal = 9)");
    assertSound(null, 9);
    AuditFault cut = verify(head).fault();
    assertNotNull(cut);
    assertEquals(Kind.MISSING, cut.kind());
    assertEquals(10, cut.ordinal());
    forge();
    assertSound(null, 10);
    AuditFault forged = verify(head).fault();
    assertNotNull(forged);
    assertEquals(Kind.CHANGED, forged.kind());
    assertEquals(10, forged.ordinal());
  }

  /** Writes the whole chain anew, with another second entry. */
  private void forge() throws SQLException {
    execute("UPDATE audit SET at = 999 WHERE ordinal = 2", INSERT_COPY.formatted(10, 9));
    List<ChainedEntry> entries;
    try (StorageDriver store = open()) {
      entries = store.registry().audit().after(0, 100);
    }
    ChainPoint last = ChainPoint.START;
    try (Connection connection = connect();
        PreparedStatement chain =
            connection.prepareStatement("UPDATE audit SET chain = ? WHERE ordinal = ?");
        PreparedStatement end =
            connection.prepareStatement("UPDATE audit_head SET chain = ?, ordinal = ?")) {
      for (ChainedEntry entry : entries) {
        last = ChainedEntry.after(last, entry.entry()).point();
        chain.setBytes(1, last.chain().toArray());
        chain.setLong(2, last.ordinal());
        assertEquals(1, chain.executeUpdate());
      }
      end.setBytes(1, last.chain().toArray());
      end.setLong(2, last.ordinal());
      assertEquals(1, end.executeUpdate());
    }
  }
}
