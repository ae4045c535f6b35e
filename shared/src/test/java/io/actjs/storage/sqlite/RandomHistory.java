package io.actjs.storage.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.Pause;
import io.actjs.model.TurnRecord;
import io.actjs.storage.Activation;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.RandomEntries;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The same random steps on a memory driver and on a SQLite driver that crashes. */
public final class RandomHistory implements AutoCloseable {
  /** One owner of an actor: its epochs in the two drivers differ after a restart. */
  private record Owner(long inMemory, long inSqlite) {}

  private final Random random;
  private final Path dir;
  private final boolean copies;
  private final MemoryDriver memory = new MemoryDriver();
  private final RandomEntries entries;
  private final RandomUpkeep upkeep;
  private final RandomRegistry registry;
  private final Map<ActorRef, List<Owner>> owners = new HashMap<>();
  private final SqliteOptions options;
  private SqliteStore sqlite;
  private int stores;

  RandomHistory(Path dir, Random random) {
    this(dir, random, UnaryOperator.identity(), false);
  }

  /**
   * @param front what is put in front of each driver, for who activates and saves snapshots
   * @param copies whether an owner may be given another state than the newest snapshot, with the
   *     turns after that one
   */
  public RandomHistory(
      Path dir, Random random, UnaryOperator<StorageDriver> front, boolean copies) {
    this.dir = dir;
    this.copies = copies;
    this.random = random;
    this.entries = new RandomEntries(random, memory);
    this.upkeep = new RandomUpkeep(random, memory, entries);
    this.registry = new RandomRegistry(random, memory);
    this.options =
        SqliteDriverTest.LAZY
            .withCachedHeads(1 + random.nextInt(10))
            .withFoldSlice(1 + random.nextInt(6));
    this.sqlite = new SqliteStore(dir.resolve("0"), options, front);
  }

  public void step() {
    if (random.nextInt(40) == 0) {
      restart();
    }
    switch (random.nextInt(31)) {
      case 0 -> sqlite.driver().foldAll();
      case 1, 2, 3, 4 -> foldSomeSlices();
      case 5 -> upkeep.snapshot(sqlite, entries.actor());
      case 6, 7 -> compare(entries.actor());
      case 8 -> compareLists();
      case 9, 10 -> activate(entries.actor());
      case 11 -> upkeep.retain(sqlite, entries.actor());
      case 12 -> upkeep.compact(sqlite, entries.actor());
      case 13 -> upkeep.sweep(sqlite);
      case 14 -> registry.change(sqlite);
      case 15 -> upkeep.dropDeadLetters(sqlite);
      case 16 -> upkeep.dropJournal(sqlite, entries.actor());
      case 17 -> forget(entries.actor());
      case 18 -> pause();
      case 19 -> upkeep.dropReplies(sqlite);
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
    upkeep.afterCrash(sqlite);
  }

  /**
   * Who is still fenced by others that were forgotten differs: one store remembers, one restarts.
   */
  private void forget(ActorRef ref) {
    if (upkeep.forget(sqlite, ref)) {
      owners.remove(ref);
    }
  }

  private void pause() {
    ActorRef ref = entries.actor();
    String id = random.nextInt(4) == 0 ? null : ref.id();
    AuditEntry audit = Records.auditEntry("p" + random.nextInt(), "paused", ref.toString());
    if (random.nextInt(3) == 0) {
      assertEquals(
          memory.resume(ref.className(), id, audit),
          sqlite.driver().resume(ref.className(), id, audit));
    } else {
      Pause pause = new Pause(ref.className(), id, "ann", "b\0é " + random.nextInt(), 5);
      memory.pause(pause, audit);
      sqlite.driver().pause(pause, audit);
    }
    sqlite.synced();
  }

  private Owner activate(ActorRef ref) {
    Activation expected = memory.activate(ref);
    Activation found = sqlite.front().activate(ref);
    assertEquals(plain(expected.head()), plain(found.head()));
    ActorSnapshot snapshot = found.snapshot();
    if (copies && snapshot != null) {
      assertEquals(Records.snapshot(ref, snapshot.seq()), snapshot);
      assertEquals(
          sqlite.driver().readJournal(ref, snapshot.seq() + 1, Activation.TURNS), found.turns());
    } else {
      upkeep.compareSnapshots(expected.snapshot(), snapshot);
    }
    Owner owner = new Owner(expected.epoch(), found.epoch());
    owners.computeIfAbsent(ref, key -> new ArrayList<>()).add(owner);
    return owner;
  }

  private void commit() {
    List<JournalEntry> forMemory = entries.batch(ref -> owner(ref).inMemory());
    List<JournalEntry> forSqlite = new ArrayList<>();
    for (JournalEntry entry : forMemory) {
      forSqlite.add(
          switch (entry) {
            case TurnRecord turn ->
                withEpoch(turn, epochInSqlite(turn.ref(), turn.epoch()))
                    .answering(turn.reply())
                    .audited(turn.audit());
            case Remembered(var reply, long epoch) ->
                new Remembered(reply, epochInSqlite(entry.ref(), epoch));
            case InboxEntry other -> other;
          });
    }
    assertEquals(memory.commit(forMemory), sqlite.commit(forSqlite));
  }

  /** Mostly the newest one. */
  private Owner owner(ActorRef ref) {
    List<Owner> known = owners.getOrDefault(ref, List.of());
    if (known.isEmpty()) {
      return activate(ref);
    }
    return random.nextInt(20) == 0 ? known.get(random.nextInt(known.size())) : known.getLast();
  }

  private long epochInSqlite(ActorRef ref, long epoch) {
    return Objects.requireNonNull(owners.get(ref)).stream()
        .filter(owner -> owner.inMemory() == epoch)
        .findFirst()
        .orElseThrow()
        .inSqlite();
  }

  public void compareAll() {
    entries.actors().forEach(this::compare);
    compareLists();
    registry.compare(sqlite.driver());
  }

  private void compare(ActorRef ref) {
    SqliteDriver other = sqlite.driver();
    assertEquals(plain(memory.head(ref)), plain(other.head(ref)));
    long from = random.nextInt(40);
    int limit = random.nextInt(100);
    assertEquals(
        memory.readJournal(ref, from, limit).stream().map(turn -> withEpoch(turn, 0)).toList(),
        other.readJournal(ref, from, limit).stream().map(turn -> withEpoch(turn, 0)).toList());
    String after =
        random.nextBoolean() ? null : "m%06d".formatted(random.nextInt(entries.count() + 1));
    assertEquals(memory.pendingInbox(ref, after, limit), other.pendingInbox(ref, after, limit));
    assertEquals(memory.deadLetters(ref, limit), other.deadLetters(ref, limit));
    assertEquals(RandomEntries.replies(memory, ref), RandomEntries.replies(other, ref));
    List<InboxMessage> later = memory.later(ref, limit);
    assertEquals(later, other.later(ref, limit));
    InboxMessage behind = later.isEmpty() ? null : later.get(random.nextInt(later.size()));
    assertEquals(memory.later(ref, behind, limit), other.later(ref, behind, limit));
    assertEquals(memory.retained(ref), other.retained(ref));
  }

  private void compareLists() {
    SqliteDriver other = sqlite.driver();
    ActorRef after = random.nextInt(3) == 0 ? null : entries.actor();
    String className = random.nextBoolean() ? null : "Shop";
    int limit = random.nextInt(15);
    assertEquals(
        memory.heads(className, after, limit).stream().map(RandomHistory::plain).toList(),
        other.heads(className, after, limit).stream().map(RandomHistory::plain).toList());
    String tag = entries.tag();
    assertEquals(
        memory.tagged(tag, className, after, limit).stream().map(RandomHistory::plain).toList(),
        other.tagged(tag, className, after, limit).stream().map(RandomHistory::plain).toList());
    assertEquals(memory.actorsWithInbox(after, limit), other.actorsWithInbox(after, limit));
    DeadLetterQuery letters = entries.letters();
    assertEquals(memory.deadLetters(letters, limit), other.deadLetters(letters, limit));
    for (DeadLetter letter : memory.deadLetters(DeadLetterQuery.ALL, 10_000)) {
      InboxMessage dead = letter.message();
      assertEquals(letter, other.deadLetter(dead.target(), dead.id()));
    }
    assertEquals(memory.pauses(), other.pauses());
    long at = random.nextInt(1_500);
    assertEquals(memory.due(at, limit), other.due(at, limit));
    assertEquals(memory.due(Long.MAX_VALUE, 10_000), other.due(Long.MAX_VALUE, 10_000));
    assertEquals(memory.nextDueAt(), other.nextDueAt());
  }

  private static @Nullable ActorHead plain(@Nullable ActorHead head) {
    return head == null
        ? null
        : new ActorHead(
            head.ref(),
            head.version(),
            head.seq(),
            0,
            head.phase(),
            head.createdAt(),
            head.updatedAt(),
            head.tags());
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
        turn.consumed(),
        turn.tags(),
        null);
  }

  @Override
  public void close() {
    sqlite.close();
  }
}
