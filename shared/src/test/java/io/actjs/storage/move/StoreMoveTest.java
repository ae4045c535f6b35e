package io.actjs.storage.move;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.ProblemCode;
import io.actjs.storage.CommitResult;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.RandomEntries;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.audit.AuditReport;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.PostgresUrl;
import io.actjs.storage.postgres.TestServer;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store is moved from driver to driver and stays what it was. */
class StoreMoveTest {
  @TempDir Path dir;

  private Path data(String name) {
    return dir.resolve(name);
  }

  private StorageDriver sqlite(String name) {
    return SqliteDriver.open(data(name), SqliteOptions.DEFAULT);
  }

  private static StorageDriver postgres(PostgresUrl url) {
    return PostgresDriver.open(url, PostgresOptions.DEFAULT);
  }

  private static void take(Path file, StorageDriver store) throws IOException {
    var unused = StoreImport.run(file, store.contents(), 50, bytes -> {});
    assertNull(store.contents().unfinishedImport());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void itIsTheSameAfterEachMove(long seed) throws IOException {
    MemoryDriver memory = new MemoryDriver();
    FullStore.fill(memory, new Random(seed));
    Path first = Exports.write(memory, "e1", data("1"));
    PostgresUrl url = TestServer.newDatabase();

    try (StorageDriver store = sqlite("a")) {
      take(first, store);
    }
    Path second;
    try (StorageDriver store = sqlite("a")) {
      second = Exports.write(store, "e2", data("2"));
      assertSame(memory, store);
    }
    try (StorageDriver store = postgres(url)) {
      take(second, store);
    }
    Path third;
    try (StorageDriver store = postgres(url)) {
      third = Exports.write(store, "e3", data("3"));
      assertSame(memory, store);
    }
    MemoryDriver last = new MemoryDriver();
    take(third, last);
    try (StorageDriver store = sqlite("b")) {
      take(third, store);
      Path fourth = Exports.write(store, "e4", data("4"));
      assertEquals(Exports.body(first), Exports.body(fourth));
    }
    assertEquals(Exports.body(first), Exports.body(second));
    assertEquals(Exports.body(first), Exports.body(third));
    assertSame(memory, last);
  }

  /** What the drivers answer, which is not what an export reads. */
  private static void assertSame(StorageDriver expected, StorageDriver actual) {
    List<ActorHead> heads = expected.heads(null, null, 1_000);
    assertEquals(heads, actual.heads(null, null, 1_000));
    assertTrue(actual.contents().actors() >= heads.size());
    assertEquals(expected.actorsWithInbox(null, 1_000), actual.actorsWithInbox(null, 1_000));
    assertEquals(expected.due(10_000, 1_000), actual.due(10_000, 1_000));
    assertEquals(
        expected.deadLetters(DeadLetterQuery.ALL, 1_000),
        actual.deadLetters(DeadLetterQuery.ALL, 1_000));
    for (ActorRef ref : List.of(FullStore.ANSWERED, FullStore.WAITING, FullStore.DELETED)) {
      List<KeyedReply> replies = RandomEntries.replies(expected, ref);
      assertEquals(1, replies.size());
      assertEquals(replies, RandomEntries.replies(actual, ref));
    }
    for (ActorHead head : heads) {
      assertEquals(
          RandomEntries.replies(expected, head.ref()), RandomEntries.replies(actual, head.ref()));
      assertEquals(
          expected.readJournal(head.ref(), 1, 10_000), actual.readJournal(head.ref(), 1, 10_000));
      assertEquals(expected.snapshot(head.ref()), actual.snapshot(head.ref()));
      assertEquals(expected.retained(head.ref()), actual.retained(head.ref()));
    }
    assertEquals(expected.registry().classVersions(), actual.registry().classVersions());
    assertEquals(
        expected.registry().audit().after(0, 1_000), actual.registry().audit().after(0, 1_000));
    AuditReport report =
        actual.registry().audit().verify(expected.registry().audit().ends().head());
    assertNull(report.fault());
    assertEquals(report.ends().head().ordinal(), report.sound());
    assertEquals(expected.registry().promotions(), actual.registry().promotions());
    assertEquals(expected.registry().manifestUses(), actual.registry().manifestUses());
    assertEquals(expected.registry().signingKeys(), actual.registry().signingKeys());
  }

  @Test
  void turnsGoOnWhereTheyWereWithANewerOwner() throws IOException {
    MemoryDriver memory = new MemoryDriver();
    FullStore.fill(memory, new Random(7));
    Path file = Exports.write(memory, "e", data("e"));
    PostgresUrl url = TestServer.newDatabase();
    for (int round = 0; round < 2; round++) {
      try (StorageDriver store = round == 0 ? postgres(url) : sqlite("s")) {
        take(file, store);
      }
      try (StorageDriver store = round == 0 ? postgres(url) : sqlite("s")) {
        long epoch = store.activate(FullStore.COMPACTED).epoch();
        assertTrue(epoch > 4, "the epoch of the last turn was 4: " + epoch);
        assertEquals(
            List.of(CommitResult.FENCED, CommitResult.COMMITTED, CommitResult.CLOSED),
            store.commit(
                List.of(
                    Records.turn(FullStore.COMPACTED, 4, 4),
                    Records.turn(FullStore.COMPACTED, 4, epoch),
                    Records.turn(FullStore.DELETED, 3, 100))));
        long second = store.activate(FullStore.EMPTIED).epoch();
        assertEquals(
            List.of(CommitResult.COMMITTED),
            store.commit(List.of(Records.turn(FullStore.EMPTIED, 3, second))));
      }
    }
  }

  @Test
  void aStoreThatHoldsSomethingIsRefused() {
    assertRefusedAfter(
        store -> {
          var unused = store.commit(List.of(Records.turn(Records.actor("mine"), 1, 1)));
        });
  }

  @Test
  void aStoreThatOnlyRemembersAnAnswerIsRefused() {
    assertRefusedAfter(
        store -> {
          var unused =
              store.commit(List.of(new Remembered(Records.reply(Records.actor("b"), "k", 9), 1)));
        });
  }

  @Test
  void theBeginningOfAnotherExportIsRefused() {
    assertRefusedAfter(
        store -> {
          var unused = store.contents().begin("another");
        });
  }

  private void assertRefusedAfter(Consumer<StorageDriver> before) {
    MemoryDriver memory = new MemoryDriver();
    FullStore.fill(memory, new Random(8));
    Path file = Exports.write(memory, "e", data("e"));
    try (StorageDriver postgres = postgres(TestServer.newDatabase());
        StorageDriver sqlite = sqlite("s")) {
      for (StorageDriver store : List.of(new MemoryDriver(), sqlite, postgres)) {
        before.accept(store);
        List<ActorHead> heads = store.heads(null, null, 10);
        String unfinished = store.contents().unfinishedImport();
        assertRefused(file, store);
        assertEquals(heads, store.heads(null, null, 10));
        assertEquals(unfinished, store.contents().unfinishedImport());
      }
    }
  }

  private static void assertRefused(Path file, StorageDriver store) {
    ActjsException refusal =
        assertThrows(
            ActjsException.class,
            () -> {
              var unused = StoreImport.run(file, store.contents(), bytes -> {});
            });
    assertEquals(ProblemCode.StoreNotEmpty, refusal.code());
  }
}
