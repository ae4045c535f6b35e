package io.actjs.storage;

import static io.actjs.storage.Records.V1;
import static io.actjs.storage.Records.headers;
import static io.actjs.storage.Records.message;
import static io.actjs.storage.Records.reminder;
import static io.actjs.storage.Records.reminds;
import static io.actjs.storage.Records.snapshot;
import static io.actjs.storage.Records.tried;
import static io.actjs.storage.Records.turn;
import static io.actjs.storage.Records.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.ClassShape;
import io.actjs.model.ClassVersion;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.KeyedReply;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.ReminderChange;
import io.actjs.model.Sha256;
import io.actjs.model.TurnRecord;
import io.actjs.storage.check.Damage;
import io.actjs.storage.check.StoreCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Damage that is planted in the tables of a store, whatever database has them. */
public abstract class TableDamageTck {
  private static final ActorRef A = Records.actor("a");
  private static final ActorRef B = Records.actor("b");
  private static final String SUM = "do not fit their checksum";

  private static final KeyedReply REPLY = Records.reply(A, "k", 9_000);

  private static final List<String> SUMMED =
      List.of(
          "actor_snapshot", "retained_snapshot", "inbox", "reminder", "idempotency", "dead_letter");

  /** Opens the store; everything is in its tables when it is closed again. */
  protected abstract StorageDriver open();

  /** A connection to the tables of the store, which is closed. */
  protected abstract Connection connect() throws SQLException;

  /** What {@code actctl verify} finds in the store, which is closed. */
  protected abstract StoreCheck.Report verified();

  /** The column of the journal's records. */
  protected abstract String journalColumn();

  /** Drops turn 1 and leaves others. */
  protected abstract String dropFirstTurns();

  private final PlantedDamage tables = new PlantedDamage(this::connect);

  @BeforeEach
  void fill() {
    run(
        store -> {
          commit(store, turn(A, 1, 1), turn(A, 2, 1), turn(B, 1, 1));
          InboxMessage given = with(message("d1", A), headers("d"));
          commit(store, new InboxEntry.Accepted(given));
          commit(store, new InboxEntry.DeadLettered(tried(given, 2, 0), 3, "No: more", 77));
        });
    run(
        store -> {
          commit(store, turn(A, 3, 1), turn(A, 4, 1), turn(A, 5, 1).answering(REPLY));
          store.saveSnapshot(snapshot(A, 3));
          store.retain(snapshot(A, 2), 9_000);
          InboxMessage set = tried(reminder("r1", A, 5_000, headers("r")), 3, 5_000);
          commit(
              store,
              reminds(A, 6, List.of(new ReminderChange.Scheduled(set))),
              reminds(B, 2, List.of(new ReminderChange.Scheduled(reminder("r2", B, 6_000)))));
          InboxMessage sent = tried(with(message("m1", A), headers("m")), 1, 4_000);
          commit(
              store,
              new InboxEntry.Accepted(sent),
              new InboxEntry.Accepted(message("m2", A)),
              new InboxEntry.Accepted(message("m1", B)));
          store.registry().publish(release(), List.of(Records.auditEntry("p", "a", "t")));
          store.registry().saveManifest(Manifest.of(Map.of("Counter", V1)), 8);
        });
    assertEquals(List.of(), verified().damages());
    assertEquals(0, verified().withoutSum());
  }

  private static PublishedClass release() {
    ClassVersion some = Records.published("Counter", "1.0.0", "source").version();
    ClassShape shape = some.shape();
    return new PublishedClass(
        new ClassVersion(
            some.ref(),
            Sha256.of("source"),
            shape,
            new TreeMap<>(),
            new TreeMap<>(),
            false,
            null,
            1,
            null),
        "source",
        "compiled",
        "");
  }

  private interface Use {
    void of(StorageDriver store) throws SQLException;
  }

  private void run(Use use) {
    try (StorageDriver store = open()) {
      use.of(store);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void commit(StorageDriver store, JournalEntry... entries) {
    List<CommitResult> results = store.commit(List.of(entries));
    assertTrue(results.stream().allMatch(CommitResult.COMMITTED::equals), results::toString);
  }

  private void found(String words, String what) {
    List<Damage> damages = verified().damages();
    assertTrue(
        damages.stream().anyMatch(each -> each.what().contains(words)),
        () -> what + " is not found: " + damages);
  }

  private void refused(String words, Executable use) {
    ActjsException refused = assertThrows(ActjsException.class, use);
    assertEquals(ProblemCode.StoreDamaged, refused.code(), refused::detail);
    assertTrue(refused.detail().contains(words), refused::detail);
    assertTrue(refused.detail().contains("backup"), refused::detail);
  }

  @Test
  void fault32_verifyFindsAChangedBitInEachColumnOfEachTableWithChecksums() {
    for (String table : SUMMED) {
      String where = table.equals("inbox") ? "id = 'a' AND message = 'm1'" : "id = 'a'";
      for (String column : tables.columns(table)) {
        tables.saved(
            table,
            () -> {
              tables.damage(table, column, where);
              found(SUM, table + "." + column);
            });
      }
    }
    assertEquals(List.of(), verified().damages(), "nothing was left behind");
  }

  @Test
  void fault32_verifyFindsWhatIsWrongInTheOtherTables() {
    tables.saved("actor_event", () -> damagedIn("actor_event", journalColumn(), SUM));
    tables.saved("actor", () -> damagedIn("actor", "seq", "but the head says 7"));
    tables.saved("actor", () -> damagedIn("actor", "epoch", "the head contradicts the last turn"));
    tables.saved(
        "actor", () -> damagedIn("actor", "version", "the head contradicts the last turn"));
    tables.saved("actor", () -> damagedIn("actor", "phase", "for an actor that is deleted"));
    tables.saved(
        "actor", () -> foundAfter("DELETE FROM actor WHERE id = 'a'", "but the head says 0"));
    tables.saved(
        "actor_event",
        () -> foundAfter("DELETE FROM actor_event WHERE id = 'a'", "but the turns are gone"));
    tables.saved(
        "actor_event",
        () -> {
          tables.execute("DELETE FROM actor_snapshot");
          foundAfter(dropFirstTurns(), "are gone, and there is no snapshot");
        });
    tables.damage("class_blob", "source", "sha256 IS NOT NULL");
    found("not the one that was published", "class_blob.source");
    // The same bit again. Versions refer to the row, so that it cannot be replaced.
    tables.damage("class_blob", "source", "sha256 IS NOT NULL");
    tables.saved(
        "manifest",
        () -> {
          tables.damage("manifest", "resolved", "created_at = 8");
          found(SUM, "manifest.resolved");
          String sha = Manifest.of(Map.of("Counter", V1)).sha();
          run(store -> refused(sha, () -> store.registry().loadManifest(sha)));
        });
    assertEquals(List.of(), verified().damages(), "nothing was left behind");
  }

  private void damagedIn(String table, String column, String words) {
    String last = "(SELECT max(" + firstSeq() + ") FROM actor_event WHERE id = 'a')";
    tables.damage(
        table,
        column,
        table.equals("actor_event") ? "id = 'a' AND " + firstSeq() + " = " + last : "id = 'a'");
    found(words, table + "." + column);
  }

  /** The column of a chunk's first turn. */
  protected abstract String firstSeq();

  private void foundAfter(String sql, String words) {
    tables.execute(sql);
    found(words, sql);
  }

  @Test
  void fault32_aDamagedSnapshotIsPassedOverWhenTheJournalHasAllTurns() {
    tables.damage("actor_snapshot", "state", "id = 'a'");
    run(
        store -> {
          Activation found = store.activate(A);
          assertNull(found.snapshot());
          assertEquals(6, found.turns().size());
          assertEquals(2, found.inbox().size());
          assertTrue(found.epoch() > 1);
          assertEquals(found.turns(), store.read(A, 0).turns());
          refused("the snapshot of Counter/a", () -> store.snapshot(A));
          assertThrows(IllegalArgumentException.class, () -> store.compact(A, 2));
          assertEquals(6, store.readJournal(A, 1, 10).size(), "no turn is dropped behind it");
        });
    assertEquals(1, verified().damageCount());
    run(store -> store.saveSnapshot(snapshot(A, 6)));
    assertEquals(List.of(), verified().damages(), "the next snapshot takes its place");
    run(store -> assertEquals(snapshot(A, 6), store.activate(A).snapshot()));
  }

  @Test
  void fault32_aDamagedSnapshotIsNotServed() {
    run(store -> assertEquals(2, store.compact(A, 2)));
    tables.damage("actor_snapshot", "state", "id = 'a'");
    run(
        store -> {
          refused("the snapshot of Counter/a", () -> store.activate(A));
          refused("the snapshot of Counter/a", () -> store.read(A, 0));
          assertNotNull(store.activate(B).head());
          Activation known = store.activate(A, 5);
          assertEquals(5, known.turns().getFirst().seq(), "who knows turn 5 needs no snapshot");
        });
  }

  @Test
  void fault32_aStateThatWasReplacedAsAWholeIsBaseEnough() {
    TurnRecord replaced =
        new TurnRecord(
            A, 7, 1, V1, 7, new Change.Replaced("{\"n\":7}"), List.of(), List.of(), null);
    run(
        store -> {
          commit(store, replaced, turn(A, 8, 1), turn(A, 9, 1));
          store.saveSnapshot(snapshot(A, 9));
          assertEquals(4, store.compact(A, 4));
        });
    tables.damage("actor_snapshot", "seq", "id = 'a'");
    run(
        store -> {
          Activation found = store.activate(A);
          assertEquals("{\"n\":7}", assertNotNullState(found));
          assertEquals(List.of(8L, 9L), found.turns().stream().map(TurnRecord::seq).toList());
        });
  }

  private static String assertNotNullState(Activation found) {
    assertNotNull(found.snapshot());
    return found.snapshot().state();
  }

  @Test
  void fault32_aDamagedRetainedStateIsNotServed() {
    tables.damage("retained_snapshot", "until", "id = 'a'");
    run(store -> refused("the retained state of Counter/a", () -> store.retained(A)));
  }

  @Test
  void fault32_aDamagedMessageIsNotHandled() {
    tables.damage("inbox", "payload", "id = 'a' AND message = 'm1'");
    run(
        store -> {
          refused("m1 of Counter/a", () -> store.activate(A));
          refused("m1 of Counter/a", () -> store.pendingInbox(A, null, 10));
          assertEquals(1, store.activate(B).inbox().size());
          assertEquals(List.of(A, B), store.actorsWithInbox(null, 10), "nobody forgets it");
        });
  }

  @Test
  void fault32_aDamagedReminderHoldsUpNoOther() {
    tables.damage("reminder", "payload", "id = 'a'");
    run(
        store -> {
          assertEquals(List.of("r2"), store.due(9_000, 1).stream().map(InboxMessage::id).toList());
          assertEquals(List.of(), store.due(5_500, 1));
          refused("r1 of Counter/a", () -> store.later(A, 10));
        });
  }

  @Test
  void fault32_aDamagedDeadLetterCanBeDropped() {
    tables.damage("dead_letter", "payload", "id = 'a'");
    run(
        store -> {
          refused("the dead letter d1 of Counter/a", () -> store.deadLetter(A, "d1"));
          refused("the dead letter d1 of Counter/a", () -> store.deadLetters(A, 10));
          commit(store, new InboxEntry.Exhumed(A, "d1", null));
        });
    run(store -> assertEquals(List.of(), store.deadLetters(A, 10)));
    assertEquals(List.of(), verified().damages());
  }

  @Test
  void fault32_aDamagedReplyIsNotGivenAndExpires() {
    tables.damage("idempotency", "answer", "id = 'a'");
    String scope = REPLY.key().scope();
    run(
        store -> {
          refused("the reply to a request of Counter/a", () -> store.reply(A, scope));
          assertNull(store.reply(B, scope));
          commit(store, new InboxEntry.Accepted(message("m2", B), Records.reply(B, "k", 9_000)));
          assertEquals(0, store.drop(new Expired.Replies(8_999), 10));
          assertEquals(2, store.drop(new Expired.Replies(9_000), 10));
          assertNull(store.reply(A, scope));
        });
    assertEquals(List.of(), verified().damages());
  }

  @Test
  void fault32_damagedRowsAreNotExported() {
    tables.damage("inbox", "sender", "id = 'a' AND message = 'm1'");
    run(store -> refused("m1 of Counter/a", () -> store.contents().read(item -> {})));
  }

  @Test
  void fault32_rowsOfEarlierVersionsAreCountedUntilTheyAreWrittenAgain() {
    for (String table : SUMMED) {
      tables.execute("UPDATE " + table + " SET checksum = NULL");
    }
    assertEquals(List.of(), verified().damages());
    assertEquals(9, verified().withoutSum());
    run(
        store -> {
          assertEquals(snapshot(A, 3), store.activate(A).snapshot());
          assertEquals(2, store.due(9_000, 5).size());
          assertNotNull(store.deadLetter(A, "d1"));
          assertEquals(REPLY, store.reply(A, REPLY.key().scope()));
          store.saveSnapshot(snapshot(A, 6));
          store.retain(snapshot(A, 5), 9_001);
        });
    assertEquals(7, verified().withoutSum());
  }
}
