package io.actjs.storage.move;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.StoredItem;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.storage.postgres.PostgresDriver;
import io.actjs.storage.postgres.PostgresOptions;
import io.actjs.storage.postgres.TestServer;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store is read as it was at one moment: batches that are committed meanwhile, each a turn of
 * every actor, are in it whole or not at all, and all that were acknowledged before are.
 */
class ExportWhileWritingTest {
  private static final int ACTORS = 20;
  private static final int READS = 15;

  @TempDir Path dir;

  @Test
  void inMemory() throws Exception {
    readsOneMoment(new MemoryDriver());
  }

  @Test
  void inSqlite() throws Exception {
    readsOneMoment(SqliteDriver.open(dir.resolve("data"), SqliteOptions.DEFAULT));
  }

  @Test
  void inPostgres() throws Exception {
    readsOneMoment(PostgresDriver.open(TestServer.newDatabase(), PostgresOptions.DEFAULT));
  }

  private static void readsOneMoment(StorageDriver store) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong acknowledged = new AtomicLong();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> write(store, stop, acknowledged));
    try (store) {
      Set<Long> seen = new HashSet<>();
      while (seen.size() < READS && !writer.isDone()) {
        long before = acknowledged.get();
        long moment = moment(store);
        assertTrue(moment >= before, moment + " is before " + before);
        seen.add(moment);
      }
      stop.set(true);
      writer.get(60, TimeUnit.SECONDS);
      assertEquals(READS, seen.size());
    }
  }

  private static void write(StorageDriver store, AtomicBoolean stop, AtomicLong acknowledged) {
    for (long seq = 1; !stop.get(); seq++) {
      List<JournalEntry> batch = new ArrayList<>();
      for (int i = 0; i < ACTORS; i++) {
        batch.add(Records.turn(Records.actor("a" + i), seq, 1));
      }
      assertTrue(store.commit(batch).stream().allMatch(CommitResult.COMMITTED::equals));
      acknowledged.set(seq);
    }
  }

  /** The turn that every actor's head and journal end with. */
  private static long moment(StorageDriver store) {
    Set<Long> heads = new HashSet<>();
    Set<ActorRef> actors = new HashSet<>();
    List<Long> turns = new ArrayList<>();
    store
        .contents()
        .read(
            item -> {
              if (item instanceof StoredItem.Actor actor && actor.head() != null) {
                heads.add(actor.head().seq());
                actors.add(actor.ref());
              } else if (item instanceof StoredItem.Turn turn) {
                turns.add(turn.turn().seq());
              }
            });
    if (actors.isEmpty()) {
      return 0;
    }
    assertEquals(ACTORS, actors.size());
    assertEquals(1, heads.size(), heads::toString);
    long moment = heads.iterator().next();
    assertEquals(ACTORS * moment, turns.size());
    return moment;
  }
}
