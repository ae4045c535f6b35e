package io.actjs.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Position;
import io.actjs.policy.ResumeLimits;
import io.actjs.runtime.subscription.Subscription;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.StoreContents;
import io.actjs.storage.StoredItem;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.storage.sqlite.SqliteDriver;
import io.actjs.storage.sqlite.SqliteOptions;
import io.actjs.testkit.TestRuntime;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Subscribers that come back get what they missed, or a snapshot when that is not to be had. */
class ResumeTest {
  private static final ActorRef BAG = new ActorRef("Bag", "a");
  private static final ActorRef ACCOUNT = new ActorRef("Account", "a");
  private static final ActorRef BOARD = new ActorRef("Board", "a");

  private static final String REPLICA =
      """
      import { Replica, handler } from 'actjs';
      export class Board extends Replica<{ items: string[] }> {
        state = { items: [] as string[] };
        @handler('add')
        add(args: { item: string }) { this.state.items.push(args.item); }
      }
      """;

  @TempDir Path dir;

  private static TestRuntime published(StorageDriver storage) {
    return TestRuntime.start(storage)
        .publish("Bag", "1.0.0", Sources.BAG)
        .publish("Account", "1.0.0", Sources.ACCOUNT)
        .publish("Board", "1.0.0", REPLICA);
  }

  private static void add(TestRuntime runtime, String item) {
    var unused = runtime.call(BAG, "add", "{\"item\":\"" + item + "\"}");
  }

  private static Subscription subscribe(
      TestRuntime runtime, ActorRef ref, @Nullable Position from, Notes notes) {
    return TestRuntime.get(runtime.runtime().subscribe(ref, from, notes, CallOptions.DEFAULT));
  }

  /** What a new subscriber is told that leaves at once. */
  private static Position whereIs(TestRuntime runtime, ActorRef ref) {
    Notes notes = new Notes();
    subscribe(runtime, ref, null, notes).close();
    return notes.last;
  }

  /** Whether who comes back there gets no snapshot; what it is told is noted. */
  private static boolean resumes(TestRuntime runtime, ActorRef ref, Position from, Notes notes) {
    try (Subscription back = subscribe(runtime, ref, from, notes)) {
      return back.isResumed();
    }
  }

  private static String push(int index, String item) {
    return "{\"op\":\"add\",\"path\":\"/items/" + index + "\",\"value\":\"" + item + "\"}";
  }

  private static String patch(long seq, String... operations) {
    return "patch " + seq + " [" + String.join(",", operations) + "]";
  }

  @Test
  void whatWasMissedComesAsOneChangeAndThenTheNext() {
    try (TestRuntime runtime = published(new MemoryDriver())) {
      add(runtime, "a");
      Position seen = whereIs(runtime, BAG);
      add(runtime, "b");
      var unused = runtime.call(BAG, "items", "{}");
      add(runtime, "c");
      Notes notes = new Notes();
      try (Subscription back = subscribe(runtime, BAG, seen, notes)) {
        assertTrue(back.isResumed());
        add(runtime, "d");
        long seq = seen.seq();
        assertEquals(
            List.of(patch(seq + 2, push(1, "b"), push(2, "c")), patch(seq + 3, push(3, "d"))),
            notes.lines);
        assertEquals(List.of(seq, seq + 2), notes.prevSeqs);
      }
      assertEquals(1, runtime.runtime().stats().resumed());
    }
  }

  @Test
  void scenario47_eventsComeInTheFormOfLiveOnes() {
    try (TestRuntime runtime = published(new MemoryDriver())) {
      for (int amount = 1; amount <= 3; amount++) {
        var unused = runtime.call(ACCOUNT, "deposit", "{\"amount\":" + amount + "}");
      }
      long head = whereIs(runtime, ACCOUNT).seq();
      Notes notes = new Notes();
      assertTrue(resumes(runtime, ACCOUNT, new Position(head - 2, Position.UNMARKED), notes));
      assertEquals(
          List.of(
              "events "
                  + head
                  + " [{\"type\":\"Deposited\",\"amount\":2},{\"type\":\"Deposited\",\"amount\":3}]"),
          notes.lines);
      // Up to date, or beyond: as the original, a snapshot.
      assertFalse(resumes(runtime, ACCOUNT, new Position(head, Position.UNMARKED), new Notes()));
      assertFalse(resumes(runtime, ACCOUNT, new Position(head + 1, 1), new Notes()));
    }
  }

  @Test
  void aRestartKeepsPositions() {
    Position seen;
    try (TestRuntime runtime = published(SqliteDriver.open(dir, SqliteOptions.DEFAULT))) {
      add(runtime, "a");
      seen = whereIs(runtime, BAG);
      add(runtime, "b");
    }
    try (TestRuntime runtime = TestRuntime.start(SqliteDriver.open(dir, SqliteOptions.DEFAULT))) {
      Notes notes = new Notes();
      assertTrue(resumes(runtime, BAG, seen, notes));
      assertEquals(List.of(patch(seen.seq() + 1, push(1, "b"))), notes.lines);
      Position now = whereIs(runtime, BAG);
      assertEquals(notes.last, now);
      assertTrue(resumes(runtime, BAG, now, new Notes()));
    }
  }

  @Test
  void aSnapshotOfAnActorOfWhichNoTurnWasReadHasItsPosition() {
    Position seen;
    try (TestRuntime runtime = published(SqliteDriver.open(dir, SqliteOptions.DEFAULT))) {
      add(runtime, "a");
      seen = whereIs(runtime, BAG);
    }
    // The last hook of an actor that leaves stores a snapshot, so none is read now.
    try (TestRuntime runtime = TestRuntime.start(SqliteDriver.open(dir, SqliteOptions.DEFAULT))) {
      assertEquals(seen, whereIs(runtime, BAG));
      add(runtime, "b");
      Notes notes = new Notes();
      assertTrue(resumes(runtime, BAG, seen, notes));
      assertEquals(List.of(patch(seen.seq() + 1, push(1, "b"))), notes.lines);
    }
  }

  @Test
  void turnsThatShowNothingMakeNoHole() {
    Notes notes = new Notes();
    Position before;
    try (TestRuntime runtime = published(SqliteDriver.open(dir, SqliteOptions.DEFAULT))) {
      add(runtime, "a");
      try (Subscription watching = subscribe(runtime, BAG, null, notes)) {
        assertFalse(watching.isResumed());
        before = notes.last;
        silentTurn(runtime);
        add(runtime, "b");
        assertEquals(List.of(before.seq()), notes.prevSeqs);
        assertEquals(before.seq() + 2, notes.last.seq());
        silentTurn(runtime);
      }
      assertTrue(resumes(runtime, BAG, notes.last, notes));
      assertEquals(notes.last, whereIs(runtime, BAG));
    }
    notes.prevSeqs.clear();
    try (TestRuntime runtime = TestRuntime.start(SqliteDriver.open(dir, SqliteOptions.DEFAULT));
        Subscription back = subscribe(runtime, BAG, notes.last, notes)) {
      assertTrue(back.isResumed());
      add(runtime, "c");
      assertEquals(List.of(before.seq() + 2), notes.prevSeqs);
      assertEquals(before.seq() + 4, notes.last.seq());
    }
  }

  /** A turn that is stored, for it consumes a message, and changes nothing. */
  private static void silentTurn(TestRuntime runtime) {
    var told = runtime.tell(BAG, "items", "{}");
    assertFalse(told.isEmpty());
    Await.until("it is consumed", () -> runtime.runtime().inspect(BAG).inbox() == 0);
  }

  @Test
  void aReplicaNeverFoolsItsSubscribers() {
    MemoryDriver disk = new MemoryDriver();
    Position seen;
    try (TestRuntime runtime = published(disk)) {
      var unused = runtime.call(BOARD, "add", "{\"item\":\"a\"}");
      Notes upToDate = new Notes();
      // Somebody has to watch it, or it may leave memory.
      try (Subscription stays = subscribe(runtime, BOARD, null, new Notes())) {
        assertFalse(stays.isResumed());
        seen = whereIs(runtime, BOARD);
        assertTrue(resumes(runtime, BOARD, seen, upToDate));
      }
      assertEquals(List.of(), upToDate.lines);
    }
    try (TestRuntime runtime = TestRuntime.start(disk)) {
      var unused = runtime.call(BOARD, "add", "{\"item\":\"b\"}");
      assertFalse(resumes(runtime, BOARD, seen, new Notes()));
    }
  }

  @Test
  void anActorThatWasCreatedAgainNeverFoolsItsSubscribers() {
    MemoryDriver disk = new MemoryDriver();
    try (TestRuntime runtime = published(disk)) {
      add(runtime, "a");
      add(runtime, "b");
      Position seen = whereIs(runtime, BAG);
      runtime.delete(BAG);
      assertTrue(disk.forget(BAG));
      add(runtime, "x");
      add(runtime, "y");
      add(runtime, "z");
      Notes notes = new Notes();
      assertFalse(resumes(runtime, BAG, seen, notes));
      assertEquals(1, notes.lines.size());
      assertTrue(notes.lines.getFirst().startsWith("snapshot "), notes.lines.toString());
    }
  }

  @Test
  void aStoreThatWasRestoredFromABackupNeverFoolsItsSubscribers() {
    Path backup = dir.resolve("backup").resolve("actjs.db");
    Position common;
    Position lost;
    try (TestRuntime runtime =
        published(SqliteDriver.open(dir.resolve("store"), SqliteOptions.DEFAULT))) {
      add(runtime, "a");
      common = whereIs(runtime, BAG);
      backup.getParent().toFile().mkdirs();
      runtime.runtime().maintenance().backup(backup);
      add(runtime, "lost");
      lost = whereIs(runtime, BAG);
    }
    try (TestRuntime runtime =
        TestRuntime.start(SqliteDriver.open(backup.getParent(), SqliteOptions.DEFAULT))) {
      add(runtime, "other");
      assertNotEquals(lost, whereIs(runtime, BAG));
      assertEquals(lost.seq(), whereIs(runtime, BAG).seq());
      assertFalse(resumes(runtime, BAG, lost, new Notes()));
      add(runtime, "more");
      assertFalse(resumes(runtime, BAG, lost, new Notes()));
      Notes notes = new Notes();
      assertTrue(resumes(runtime, BAG, common, notes));
      assertEquals(
          List.of(patch(common.seq() + 2, push(1, "other"), push(2, "more"))), notes.lines);
    }
  }

  @Test
  void aMoveToAnotherStoreKeepsPositions() {
    MemoryDriver moved = new MemoryDriver();
    Position seen;
    try (TestRuntime runtime = published(SqliteDriver.open(dir, SqliteOptions.DEFAULT))) {
      add(runtime, "a");
      seen = whereIs(runtime, BAG);
      add(runtime, "b");
    }
    try (SqliteDriver store = SqliteDriver.open(dir, SqliteOptions.DEFAULT)) {
      List<StoredItem> items = new ArrayList<>();
      store.contents().read(items::add);
      StoreContents target = moved.contents();
      target.take(
          items,
          target.begin("export"),
          new StoreContents.ImportProgress("export", items.size(), true));
    }
    try (TestRuntime runtime = TestRuntime.start(moved)) {
      Notes notes = new Notes();
      assertTrue(resumes(runtime, BAG, seen, notes));
      assertEquals(List.of(patch(seen.seq() + 1, push(1, "b"))), notes.lines);
    }
  }

  @Test
  void aPastThatWasDroppedIsASnapshot() {
    MemoryDriver disk = new MemoryDriver();
    try (TestRuntime runtime = published(disk)) {
      add(runtime, "a");
      Position seen = whereIs(runtime, BAG);
      add(runtime, "b");
      Position now = whereIs(runtime, BAG);
      var view = runtime.read(BAG);
      disk.saveSnapshot(new ActorSnapshot(BAG, now.seq(), view.version(), view.state()));
      assertEquals(now.seq() - 1, disk.compact(BAG, now.seq() - 1));
      assertFalse(resumes(runtime, BAG, seen, new Notes()));
      assertTrue(resumes(runtime, BAG, now, new Notes()));
      add(runtime, "c");
      assertTrue(resumes(runtime, BAG, now, new Notes()));
    }
  }

  @Test
  void tooMuchIsASnapshot() {
    try (TestRuntime runtime =
        TestRuntime.start(new MemoryDriver(), it -> it.resume(new ResumeLimits(200, 3)))
            .publish("Bag", "1.0.0", Sources.BAG)) {
      add(runtime, "a");
      Position seen = whereIs(runtime, BAG);
      add(runtime, "b");
      add(runtime, "c");
      add(runtime, "d");
      assertTrue(resumes(runtime, BAG, seen, new Notes()));
      add(runtime, "e");
      assertFalse(resumes(runtime, BAG, seen, new Notes()), "four turns");
      Position later = whereIs(runtime, BAG);
      add(runtime, "x".repeat(200));
      assertFalse(resumes(runtime, BAG, later, new Notes()), "too many bytes");
      Await.until("nothing is kept", () -> runtime.runtime().memory().used() == 0);
    }
  }

  @Test
  void anActorThatDoesNotExistIsShownAsItBegins() {
    try (TestRuntime runtime = published(new MemoryDriver())) {
      Notes notes = new Notes();
      assertFalse(resumes(runtime, BAG, new Position(5, 77), notes));
      assertEquals(List.of("snapshot 1 {\"items\":[],\"inits\":1}"), notes.lines);
    }
  }
}
