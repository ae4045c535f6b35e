package io.actjs.storage.valkey;

import static io.actjs.storage.Records.V1;
import static io.actjs.storage.Records.actor;
import static io.actjs.storage.Records.snapshot;
import static io.actjs.storage.Records.tombstone;
import static io.actjs.storage.Records.turn;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Activation;
import io.actjs.storage.CommitResult;
import io.actjs.storage.memory.MemoryDriver;
import io.actjs.testservers.TestValkey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** What is copied, when a copy is used, and that nothing else in Valkey does any harm. */
final class HotSnapshotsTest {
  private static final ActorRef A = actor("a");
  private static final ActorRef B = actor("b");

  private final ValkeyOptions options =
      ValkeyOptions.DEFAULT
          .withPrefix(UUID.randomUUID().toString())
          .withTimeouts(TestValkey.PATIENCE, TestValkey.PATIENCE);
  private final MemoryDriver store = new MemoryDriver();
  private final Jedis valkey = new Jedis("127.0.0.1", TestValkey.shared().port());
  private ValkeyDriver driver;

  @BeforeEach
  void open() {
    driver = over(store, options);
  }

  @AfterEach
  void close() {
    driver.close();
    valkey.close();
  }

  private static ValkeyDriver over(MemoryDriver store, ValkeyOptions options) {
    return ValkeyDriver.open(store, ValkeyUrl.parse(TestValkey.shared().url()), options);
  }

  private static void commit(MemoryDriver store, JournalEntry... entries) {
    List<CommitResult> results = store.commit(List.of(entries));
    assertTrue(results.stream().allMatch(CommitResult.COMMITTED::equals), results::toString);
  }

  private static void turns(MemoryDriver store, ActorRef ref, long from, long to) {
    for (long seq = from; seq <= to; seq++) {
      commit(store, turn(ref, seq, 1));
    }
  }

  private byte[] key(ActorRef ref) {
    return (options.prefix() + ":actor:" + ref + ":hot").getBytes(StandardCharsets.UTF_8);
  }

  private void save(ActorSnapshot snapshot) {
    driver.saveSnapshot(snapshot);
    driver.awaitCopies();
  }

  /** The state that an owner would go on from: of this turn, and the turns after it are given. */
  private void assertBeginsFrom(long seq, ActorRef ref) {
    Activation found = driver.activate(ref);
    assertEquals(snapshot(ref, seq), found.snapshot());
    assertEquals(store.readJournal(ref, seq + 1, 1_000), found.turns());
    assertEquals(store.head(ref), found.head());
  }

  /** What stands in Valkey is not used; after that, the store's snapshot is there again. */
  private void assertHarmless(ActorRef ref, long storedSeq) {
    ValkeyStats before = driver.valkeyStats();
    assertBeginsFrom(storedSeq, ref);
    assertEquals(before.hits(), driver.valkeyStats().hits());
    driver.awaitCopies();
    assertBeginsFrom(storedSeq, ref);
    assertEquals(before.hits() + 1, driver.valkeyStats().hits(), "primed again");
  }

  @Test
  void anActivationBeginsFromTheCopyAndGetsTheTurnsAfterIt() {
    turns(store, A, 1, 3);
    save(snapshot(A, 3));
    turns(store, A, 4, 5);
    assertBeginsFrom(3, A);
    assertEquals(1, driver.valkeyStats().hits());
    assertEquals(1, driver.valkeyStats().written());
    long ttl = valkey.pttl(key(A));
    assertTrue(ttl > 0 && ttl <= Duration.ofHours(1).toMillis(), "expires in " + ttl);
  }

  @Test
  void useRefreshesTheTimeThatACopyStays() {
    turns(store, A, 1, 1);
    save(snapshot(A, 1));
    valkey.pexpire(key(A), 60_000);
    assertBeginsFrom(1, A);
    assertTrue(valkey.pttl(key(A)) > 60_000);
  }

  @Test
  void aNewerCopyIsNeverReplacedByAnOlderOne() {
    turns(store, A, 1, 5);
    save(snapshot(A, 5));
    byte[] newest = valkey.get(key(A));
    try (ValkeyDriver other = over(store, options)) {
      other.saveSnapshot(snapshot(A, 2));
      other.awaitCopies();
    }
    assertArrayEquals(newest, valkey.get(key(A)));
  }

  @Test
  void anyTextIsAnActorsNameAndNoTwoShareACopy() {
    for (String id : List.of("x", "x:hot", "a/b", "a b", "ä🦀", "{x}", "a\"b", ":hot")) {
      ActorRef ref = actor(id);
      turns(store, ref, 1, 2);
      save(snapshot(ref, 2));
    }
    for (String id : List.of("x", "x:hot", "a/b", "a b", "ä🦀", "{x}", "a\"b", ":hot")) {
      assertBeginsFrom(2, actor(id));
    }
    assertEquals(8, driver.valkeyStats().hits());
  }

  @Test
  void aLargeStateIsPackedAndOneThatIsTooLargeIsNotCopied() {
    turns(store, A, 1, 2);
    String state = "{\"text\":\"" + "ä🦀 ".repeat(50_000) + "\"}";
    ActorSnapshot large = new ActorSnapshot(A, 1, V1, state);
    save(large);
    assertTrue(valkey.strlen(key(A)) < 10_000);
    assertEquals(large, driver.activate(A).snapshot());
    assertEquals(1, driver.valkeyStats().hits());
    try (ValkeyDriver narrow = over(store, options.withBounds(10, 1 << 20, 100))) {
      narrow.saveSnapshot(new ActorSnapshot(A, 2, V1, state));
      narrow.awaitCopies();
      assertEquals(1, narrow.valkeyStats().dropped());
    }
    assertFalse(valkey.exists(key(A)), "the older one would make activations replay for nothing");
  }

  @Test
  void whatIsFlushedIsCopiedAgainByTheNextActivation() {
    turns(store, A, 1, 3);
    save(snapshot(A, 2));
    valkey.del(key(A));
    assertHarmless(A, 2);
  }

  @Test
  void garbageIsNeverUsed() {
    turns(store, A, 1, 9);
    save(snapshot(A, 8));
    byte[] good = valkey.get(key(A));
    List<UnaryOperator<byte[]>> damages =
        List.of(
            value -> new byte[0],
            value -> "garbage".getBytes(StandardCharsets.UTF_8),
            value -> new byte[200],
            value -> Arrays.copyOf(value, value.length - 1),
            value -> Arrays.copyOf(value, value.length + 1),
            value -> Arrays.copyOf(value, 55));
    for (UnaryOperator<byte[]> damage : damages) {
      valkey.set(key(A), damage.apply(good));
      assertHarmless(A, 8);
    }
    for (int at = 0; at < good.length; at++) {
      byte[] flipped = good.clone();
      flipped[at] ^= 1;
      valkey.set(key(A), flipped);
      ActorSnapshot found = driver.activate(A).snapshot();
      assertEquals(snapshot(A, 8), found, "byte " + at);
      driver.awaitCopies();
    }
    assertEquals(damages.size(), driver.valkeyStats().hits());
  }

  @Test
  void aValueOfAnotherTypeIsReplaced() {
    turns(store, A, 1, 2);
    valkey.lpush(key(A), "x".getBytes(StandardCharsets.UTF_8));
    save(snapshot(A, 2));
    assertBeginsFrom(2, A);
    assertEquals(1, driver.valkeyStats().hits());
    valkey.del(key(A));
    valkey.lpush(key(A), "x".getBytes(StandardCharsets.UTF_8));
    assertHarmless(A, 2);
    assertTrue(driver.valkeyStats().up());
  }

  @Test
  void theStateOfAnotherActorIsNeverUsed() {
    turns(store, A, 1, 3);
    turns(store, B, 1, 3);
    save(new ActorSnapshot(A, 3, V1, "{\"secret\":\"of a\"}"));
    save(snapshot(B, 3));
    // Their turns are the same, byte by byte.
    valkey.set(key(B), valkey.get(key(A)));
    assertHarmless(B, 3);
  }

  @Test
  void theStateOfATurnThatTheStoreHasOtherwiseIsNeverUsed() {
    turns(store, A, 1, 6);
    save(snapshot(A, 4));
    save(snapshot(A, 6));
    driver.close();
    // The store is restored from a backup of turn 3, and its actors go another way.
    MemoryDriver restored = new MemoryDriver();
    turns(restored, A, 1, 3);
    restored.saveSnapshot(snapshot(A, 3));
    for (long seq = 4; seq <= 7; seq++) {
      Change change = new Change.Patch("[]");
      commit(restored, TurnRecord.of(A, seq, 1, V1, 9_000 + seq, change));
    }
    driver = over(restored, options);
    Activation found = driver.activate(A);
    assertEquals(snapshot(A, 3), found.snapshot());
    assertEquals(restored.readJournal(A, 4, 10), found.turns());
    assertEquals(1, driver.valkeyStats().stale());
    driver.awaitCopies();
    assertEquals(snapshot(A, 3), driver.activate(A).snapshot());
    assertEquals(1, driver.valkeyStats().hits(), "primed again");
  }

  @Test
  void aStoreThatIsBehindTheCopyIsBelieved() {
    turns(store, A, 1, 6);
    save(snapshot(A, 6));
    driver.close();
    MemoryDriver behind = new MemoryDriver();
    turns(behind, A, 1, 2);
    driver = over(behind, options);
    Activation found = driver.activate(A);
    assertNull(found.snapshot());
    assertEquals(behind.readJournal(A, 1, 10), found.turns());
    assertFalse(valkey.exists(key(A)));
    // Nor does the later copy keep the store's own from being copied.
    driver.saveSnapshot(snapshot(A, 2));
    driver.awaitCopies();
    assertEquals(snapshot(A, 2), driver.activate(A).snapshot());
    assertEquals(1, driver.valkeyStats().hits());
  }

  @Test
  void aStoreThatNeverHadTheActorIsBelieved() {
    turns(store, A, 1, 6);
    save(snapshot(A, 6));
    driver.close();
    driver = over(new MemoryDriver(), options);
    Activation found = driver.activate(A);
    assertNull(found.head());
    assertNull(found.snapshot());
  }

  @Test
  void aDeletedActorStaysDeleted() {
    turns(store, A, 1, 3);
    save(snapshot(A, 3));
    commit(store, tombstone(A, 4, 1));
    Activation found = driver.activate(A);
    ActorHead head = Objects.requireNonNull(found.head());
    assertEquals(ActorHead.Phase.TOMBSTONED, head.phase());
    assertNull(found.snapshot());
    assertTrue(found.turns().isEmpty());
    assertFalse(valkey.exists(key(A)));
  }

  @Test
  void aTurnThatIsCompactedAwayTakesItsCopyWithIt() {
    turns(store, A, 1, 5);
    save(snapshot(A, 3));
    store.saveSnapshot(snapshot(A, 5));
    store.compact(A, 4);
    assertHarmless(A, 5);
    store.compact(A, 5);
    long written = driver.valkeyStats().written();
    save(snapshot(A, 5));
    assertEquals(written, driver.valkeyStats().written(), "nothing confirms it");
    assertBeginsFrom(5, A);
  }

  @Test
  void aCopyThatIsFarBehindTheJournalIsNotReplayedFrom() {
    turns(store, A, 1, Activation.TURNS + 50);
    save(snapshot(A, 3));
    store.saveSnapshot(snapshot(A, Activation.TURNS + 40));
    assertHarmless(A, Activation.TURNS + 40);
  }

  @Test
  void deploymentsWithDifferentPrefixesDoNotMeet() {
    turns(store, A, 1, 2);
    save(snapshot(A, 2));
    MemoryDriver elsewhere = new MemoryDriver();
    turns(elsewhere, A, 1, 2);
    ValkeyOptions others = options.withPrefix(UUID.randomUUID().toString());
    try (ValkeyDriver other = over(elsewhere, others)) {
      assertNull(other.activate(A).snapshot());
      assertEquals(1, other.valkeyStats().misses());
      assertEquals(0, other.valkeyStats().stale());
    }
  }

  @Test
  void whatIsNotTakenInTimeIsDroppedNotCollected() {
    int actors = 50;
    for (int i = 0; i < actors; i++) {
      turns(store, actor("n" + i), 1, 1);
    }
    try (TestValkey own = TestValkey.start();
        ValkeyDriver slow =
            ValkeyDriver.open(
                store, ValkeyUrl.parse(own.url()), options.withBounds(4, 1 << 20, 1 << 20))) {
      own.freeze();
      for (int i = 0; i < actors; i++) {
        slow.saveSnapshot(snapshot(actor("n" + i), 1));
      }
      assertTrue(slow.valkeyStats().dropped() >= actors - 5, () -> slow.valkeyStats().toString());
      assertEquals(snapshot(actor("n9"), 1), store.snapshot(actor("n9")), "the store has all");
      own.thaw();
    }
  }
}
