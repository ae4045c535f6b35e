package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.ActorShard;
import io.actjs.storage.CommitResult;
import io.actjs.storage.OrderedTurn;
import io.actjs.storage.RandomEntries;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is folded, and whatever crashes, readers see the turns in the order of their commits.
 */
final class SqliteOrderTest {
  private static final String NAME = "reader";

  @TempDir Path dir;

  /** Reads the shards of some actors on from where it was. */
  private static final class Reader {
    private final Map<Integer, Long> positions = new HashMap<>();
    private final Map<Integer, List<TurnRecord>> read = new HashMap<>();

    void read(StorageDriver store, int shard, int limit) {
      long after =
          positions.computeIfAbsent(
              shard, key -> Objects.requireNonNull(store.order().cursor(NAME, key)));
      List<OrderedTurn> turns = store.order().readOrder(shard, after, limit);
      for (OrderedTurn turn : turns) {
        assertTrue(turn.pos() > after, () -> turn + " behind " + after);
        read.computeIfAbsent(shard, key -> new ArrayList<>()).add(turn.turn());
        positions.put(shard, turn.pos());
      }
    }

    List<TurnRecord> of(int shard) {
      return read.getOrDefault(shard, List.of());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theOrderIsThatOfTheCommits(long seed) {
    Random random = new Random(seed);
    SqliteStore store =
        new SqliteStore(
            dir.resolve("0"), SqliteDriverTest.LAZY.withFoldSlice(1 + random.nextInt(9)), it -> it);
    store.driver().order().openCursor(NAME);
    store.synced();
    RandomEntries entries = new RandomEntries(random, store.driver());
    Map<Integer, List<TurnRecord>> committed = new HashMap<>();
    Reader reader = new Reader();
    List<Integer> shards = entries.actors().stream().map(ActorShard::of).distinct().toList();
    for (int step = 1; step <= 120; step++) {
      switch (random.nextInt(12)) {
        case 0 -> store.driver().foldAll();
        case 1, 2, 3 -> store.driver().foldSlice();
        case 4 -> store.checkpoint();
        case 5 -> {
          store =
              random.nextBoolean()
                  ? store.closeAndReopen()
                  : store.crash(dir.resolve(String.valueOf(step)), random);
          entries = new RandomEntries(random, store.driver());
        }
        case 6, 7 -> advance(store.driver(), reader, shards.get(random.nextInt(shards.size())));
        default -> commit(store, entries, committed);
      }
      int shard = shards.get(random.nextInt(shards.size()));
      reader.read(store.driver(), shard, random.nextInt(20));
      List<TurnRecord> seen = reader.of(shard);
      assertEquals(committed.getOrDefault(shard, List.of()).subList(0, seen.size()), seen);
    }
    for (int shard : shards) {
      reader.read(store.driver(), shard, Integer.MAX_VALUE);
      assertEquals(committed.getOrDefault(shard, List.of()), reader.of(shard));
    }
    store.close();
  }

  private static void commit(
      SqliteStore store, RandomEntries entries, Map<Integer, List<TurnRecord>> committed) {
    List<JournalEntry> batch = entries.batch(ref -> 1);
    List<CommitResult> results = store.commit(batch);
    for (int i = 0; i < batch.size(); i++) {
      if (results.get(i) == CommitResult.COMMITTED && batch.get(i) instanceof TurnRecord turn) {
        committed
            .computeIfAbsent(ActorShard.of(turn.ref()), shard -> new ArrayList<>())
            .add(turn.journaled());
      }
    }
  }

  @Test
  void aReaderBesideCommitsAndFoldsMissesNothing() {
    int batches = 400;
    List<ActorRef> actors = List.of(Records.actor("a"), Records.actor("b"), Records.actor("c"));
    try (SqliteDriver driver =
        SqliteDriver.open(dir, SqliteOptions.DEFAULT.withFold(20, 1).withFoldSlice(1))) {
      driver.order().openCursor(NAME);
      CompletableFuture<Void> writer =
          CompletableFuture.runAsync(
              () -> {
                for (int seq = 1; seq <= batches; seq++) {
                  List<JournalEntry> batch = new ArrayList<>();
                  for (ActorRef ref : actors) {
                    batch.add(Records.turn(ref, seq, 1));
                  }
                  var unused = driver.commit(batch);
                }
              });
      Reader reader = new Reader();
      boolean last;
      do {
        last = writer.isDone();
        for (ActorRef ref : actors) {
          reader.read(driver, ActorShard.of(ref), 7);
          advance(driver, reader, ActorShard.of(ref));
        }
      } while (!last);
      writer.join();
      for (ActorRef ref : actors) {
        reader.read(driver, ActorShard.of(ref), Integer.MAX_VALUE);
        List<TurnRecord> own =
            reader.of(ActorShard.of(ref)).stream().filter(it -> it.ref().equals(ref)).toList();
        assertEquals(driver.readJournal(ref, 1, 2 * batches), own);
        assertEquals(batches, own.size());
      }
    }
  }

  private static void advance(SqliteDriver driver, Reader reader, int shard) {
    Long position = reader.positions.get(shard);
    if (position != null) {
      assertTrue(driver.order().advanceCursor(NAME, shard, position));
    }
  }

  @Test
  void nothingIsKeptWithoutACursor() throws Exception {
    try (SqliteDriver driver = SqliteDriver.open(dir, SqliteDriverTest.LAZY)) {
      commitOne(driver, 1);
      driver.foldAll();
      assertEquals(0, places());
      driver.order().openCursor(NAME);
      commitOne(driver, 2);
      assertEquals(0, places(), "the segment tells");
      driver.foldAll();
      assertEquals(1, places());
      driver.order().openCursor("other");
      commitOne(driver, 3);
      driver.foldAll();
      assertEquals(2, places());
      driver.order().dropCursor(NAME);
      assertEquals(1, places());
      driver.order().dropCursor("other");
      assertEquals(0, places());
    }
  }

  private static void commitOne(SqliteDriver driver, long seq) {
    assertEquals(
        List.of(CommitResult.COMMITTED),
        driver.commit(List.of(Records.turn(Records.actor("a"), seq, 1))));
  }

  private int places() throws Exception {
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve(SqliteDriver.FILE));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM turn_order")) {
      return rows.getInt(1);
    }
  }
}
