package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random histories on the SQLite driver and on the memory driver give the same answers, whatever
 * folds, checkpoints, closings and crashes come between. A failure names its seed.
 */
final class SqliteDifferentialTest {
  private static final int STEPS = 250;
  private static final int CRASHES = 12;
  private static final long START = System.nanoTime();

  @TempDir Path dir;

  static List<Long> seeds() {
    return new Random(START).longs(6).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answersLikeTheMemoryDriver(long seed) {
    try (History history = new History(dir, new Random(seed))) {
      for (int step = 0; step < STEPS; step++) {
        history.step();
      }
      history.compareAll();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aFoldIsCutShortByCrashAfterCrash(long seed) {
    try (History history = new History(dir, new Random(seed))) {
      for (int crash = 0; crash < CRASHES; crash++) {
        history.crashWithinFold();
      }
    }
  }

  /** One owner of an actor: its epochs in the two drivers differ after a restart. */
  private record Owner(long inMemory, long inSqlite) {}

  private static final class History implements AutoCloseable {
    private final Random random;
    private final Path dir;
    private final List<ActorRef> actors = new ArrayList<>();
    private final MemoryDriver memory = new MemoryDriver();
    private final Map<ActorRef, List<Owner>> owners = new HashMap<>();
    private final SqliteOptions options;
    private final Set<ActorRef> snapshotMayBeOlder = new HashSet<>();
    private SqliteStore sqlite;
    private int messages;
    private int stores;

    History(Path dir, Random random) {
      this.dir = dir;
      this.random = random;
      for (int i = 0; i < 12; i++) {
        actors.add(new ActorRef(i % 3 == 0 ? "Shop" : "Counter", "id-" + i));
      }
      this.options =
          SqliteDriverTest.LAZY
              .withCachedHeads(1 + random.nextInt(10))
              .withFoldSlice(1 + random.nextInt(6));
      this.sqlite = new SqliteStore(dir.resolve("0"), options);
    }

    void step() {
      if (random.nextInt(40) == 0) {
        restart();
      }
      switch (random.nextInt(20)) {
        case 0 -> sqlite.driver().foldAll();
        case 1, 2, 3, 4 -> foldSomeSlices();
        case 5 -> snapshot(actor());
        case 6, 7 -> compare(actor());
        case 8 -> compareLists();
        case 9, 10 -> activate(actor());
        default -> commit();
      }
    }

    void crashWithinFold() {
      for (int i = random.nextInt(6); i > 0; i--) {
        commit();
      }
      foldSomeSlices();
      crash();
      compareAll();
    }

    private void foldSomeSlices() {
      for (int i = random.nextInt(8); i >= 0; i--) {
        sqlite.driver().foldSlice();
      }
    }

    private void restart() {
      if (random.nextInt(3) == 0) {
        sqlite.checkpoint();
      }
      if (random.nextInt(3) == 0) {
        sqlite = sqlite.closeAndReopen();
        owners.clear();
      } else {
        crash();
      }
    }

    private void crash() {
      sqlite = sqlite.crash(dir.resolve(String.valueOf(++stores)), random);
      owners.clear();
      snapshotMayBeOlder.addAll(actors);
    }

    private ActorRef actor() {
      return actors.get(random.nextInt(actors.size()));
    }

    private Owner activate(ActorRef ref) {
      StorageDriver.Activation expected = memory.activate(ref);
      StorageDriver.Activation found = sqlite.driver().activate(ref);
      assertEquals(plain(expected.head()), plain(found.head()));
      compareSnapshots(expected.snapshot(), found.snapshot());
      Owner owner = new Owner(expected.epoch(), found.epoch());
      owners.computeIfAbsent(ref, key -> new ArrayList<>()).add(owner);
      return owner;
    }

    /** A crash may take back the newest snapshots, which no sync followed. */
    private void compareSnapshots(@Nullable ActorSnapshot expected, @Nullable ActorSnapshot found) {
      if (expected != null && snapshotMayBeOlder.contains(expected.ref())) {
        if (found != null) {
          assertTrue(found.seq() <= expected.seq());
          assertEquals(Records.snapshot(expected.ref(), found.seq()), found);
        }
      } else {
        assertEquals(expected, found);
      }
    }

    private void snapshot(ActorRef ref) {
      ActorHead head = memory.head(ref);
      if (head != null) {
        long seq = random.nextBoolean() ? head.seq() : 1 + random.nextLong(head.seq());
        memory.saveSnapshot(Records.snapshot(ref, seq));
        sqlite.driver().saveSnapshot(Records.snapshot(ref, seq));
        if (seq == head.seq()) {
          snapshotMayBeOlder.remove(ref);
        }
      }
    }

    private void commit() {
      List<JournalEntry> forMemory = new ArrayList<>();
      List<JournalEntry> forSqlite = new ArrayList<>();
      Map<ActorRef, Long> seqs = new HashMap<>();
      for (int i = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 8); i > 0; i--) {
        JournalEntry entry = entry(seqs);
        forMemory.add(entry);
        forSqlite.add(entry instanceof TurnRecord turn ? withEpoch(turn, owner(turn)) : entry);
      }
      assertEquals(memory.commit(forMemory), sqlite.commit(forSqlite));
    }

    private long owner(TurnRecord turn) {
      return owners.get(turn.ref()).stream()
          .filter(owner -> owner.inMemory() == turn.epoch())
          .findFirst()
          .orElseThrow()
          .inSqlite();
    }

    private JournalEntry entry(Map<ActorRef, Long> seqs) {
      ActorRef ref = actor();
      return switch (random.nextInt(12)) {
        case 0, 1 -> new InboxEntry.Accepted(message(ref));
        case 2 ->
            new InboxEntry.DeadLettered(
                Records.message(someMessage(ref), ref), random.nextInt(9), "No: " + ref, messages);
        default -> turn(ref, seqs);
      };
    }

    private InboxMessage message(ActorRef target) {
      return Records.message("m%06d".formatted(++messages), target);
    }

    /** Mostly one that is pending. */
    private String someMessage(ActorRef ref) {
      List<InboxMessage> pending = memory.pendingInbox(ref, null, 5);
      return pending.isEmpty() || random.nextInt(5) == 0
          ? "m%06d".formatted(random.nextInt(messages + 1))
          : pending.get(random.nextInt(pending.size())).id();
    }

    private TurnRecord turn(ActorRef ref, Map<ActorRef, Long> seqs) {
      List<Owner> known = owners.getOrDefault(ref, List.of());
      Owner owner = known.isEmpty() ? activate(ref) : known.getLast();
      if (!known.isEmpty() && random.nextInt(20) == 0) {
        owner = known.get(random.nextInt(known.size()));
      }
      ActorHead head = memory.head(ref);
      long next = seqs.merge(ref, (head == null ? 0 : head.seq()) + 1, (a, b) -> a + 1);
      List<InboxMessage> outbox = new ArrayList<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        outbox.add(message(actor()));
      }
      long seq = random.nextInt(25) == 0 ? next + random.nextInt(3) - 1 : next;
      String consumed = random.nextInt(3) == 0 ? someMessage(ref) : null;
      Change change =
          random.nextInt(150) == 0
              ? new Change.Tombstone()
              : new Change.Events("[\"" + "x".repeat(random.nextInt(400)) + "\"]");
      return new TurnRecord(
          ref,
          seq,
          owner.inMemory(),
          Records.V1,
          messages,
          change,
          List.copyOf(outbox),
          List.of(),
          consumed);
    }

    void compareAll() {
      actors.forEach(this::compare);
      compareLists();
    }

    private void compare(ActorRef ref) {
      SqliteDriver other = sqlite.driver();
      assertEquals(plain(memory.head(ref)), plain(other.head(ref)));
      long from = random.nextInt(40);
      int limit = random.nextInt(100);
      assertEquals(
          memory.readJournal(ref, from, limit).stream().map(turn -> withEpoch(turn, 0)).toList(),
          other.readJournal(ref, from, limit).stream().map(turn -> withEpoch(turn, 0)).toList());
      String after = random.nextBoolean() ? null : "m%06d".formatted(random.nextInt(messages + 1));
      assertEquals(memory.pendingInbox(ref, after, limit), other.pendingInbox(ref, after, limit));
      assertEquals(memory.deadLetters(ref, limit), other.deadLetters(ref, limit));
    }

    private void compareLists() {
      SqliteDriver other = sqlite.driver();
      ActorRef after = random.nextInt(3) == 0 ? null : actor();
      String className = random.nextBoolean() ? null : "Shop";
      int limit = random.nextInt(15);
      assertEquals(
          memory.heads(className, after, limit).stream().map(History::plain).toList(),
          other.heads(className, after, limit).stream().map(History::plain).toList());
      assertEquals(memory.actorsWithInbox(after, limit), other.actorsWithInbox(after, limit));
      assertEquals(memory.deadLetters(null, limit), other.deadLetters(null, limit));
    }

    private static @Nullable ActorHead plain(@Nullable ActorHead head) {
      return head == null
          ? null
          : new ActorHead(head.ref(), head.version(), head.seq(), 0, head.phase());
    }

    private static TurnRecord withEpoch(TurnRecord turn, long epoch) {
      return new TurnRecord(
          turn.ref(),
          turn.seq(),
          epoch,
          turn.version(),
          turn.at(),
          turn.change(),
          turn.outbox(),
          turn.reminders(),
          turn.consumed());
    }

    @Override
    public void close() {
      sqlite.driver().close();
    }
  }
}
