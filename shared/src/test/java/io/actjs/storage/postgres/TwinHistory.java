package io.actjs.storage.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.Pause;
import io.actjs.storage.Activation;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.Expired;
import io.actjs.storage.RandomEntries;
import io.actjs.storage.Records;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.memory.MemoryDriver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The same random steps on a memory driver and on two drivers that share a database: what one
 * stores the other sees, fences included.
 */
public final class TwinHistory implements AutoCloseable {
  private final Random random;
  private final Supplier<StorageDriver> open;
  private final boolean copies;
  private final MemoryDriver memory = new MemoryDriver();
  private final RandomEntries entries;
  private final Map<ActorRef, List<Long>> epochs = new HashMap<>();
  private final StorageDriver[] twins = new StorageDriver[2];

  TwinHistory(PostgresUrl url, Random random) {
    this(() -> PostgresDriver.open(url, PostgresOptions.DEFAULT), false, random);
  }

  /**
   * @param open opens a driver over the one database
   * @param copies whether an owner may be given another state than the newest snapshot, with the
   *     turns after that one
   */
  public TwinHistory(Supplier<StorageDriver> open, boolean copies, Random random) {
    this.open = open;
    this.copies = copies;
    this.random = random;
    this.entries = new RandomEntries(random, memory);
    for (int i = 0; i < twins.length; i++) {
      twins[i] = open.get();
    }
  }

  private StorageDriver postgres() {
    return twins[random.nextInt(twins.length)];
  }

  public void step() {
    ActorRef ref = entries.actor();
    switch (random.nextInt(28)) {
      case 0 -> restartOne();
      case 1, 2 -> snapshot(ref);
      case 3, 4, 5 -> compare(ref);
      case 6 -> compareLists();
      case 7, 8 -> activate(ref);
      case 9 -> retain(ref);
      case 10 -> compact(ref);
      case 11 -> sweep();
      case 12 -> both(driver -> driver.dropJournal(ref));
      case 13, 14 -> both(driver -> driver.forget(ref));
      case 15 -> pause(ref);
      default -> commit();
    }
  }

  private void restartOne() {
    int one = random.nextInt(twins.length);
    twins[one].close();
    twins[one] = open.get();
  }

  private long activate(ActorRef ref) {
    Activation expected = memory.activate(ref);
    Activation found = postgres().activate(ref);
    while (copies && expected.epoch() < found.epoch()) {
      // Who finds that a copy is of no use activates again.
      expected = memory.activate(ref);
    }
    ActorSnapshot snapshot = found.snapshot();
    if (copies && snapshot != null && !found.equals(expected)) {
      long seq = snapshot.seq();
      expected =
          new Activation(
              expected.head(),
              expected.epoch(),
              Records.snapshot(ref, seq),
              memory.readJournal(ref, seq + 1, Activation.TURNS),
              expected.inbox());
    }
    assertEquals(expected, found);
    epochs.computeIfAbsent(ref, key -> new ArrayList<>()).add(expected.epoch());
    return expected.epoch();
  }

  /** Mostly the newest one. */
  private long epoch(ActorRef ref) {
    List<Long> known = epochs.getOrDefault(ref, List.of());
    if (known.isEmpty()) {
      return activate(ref);
    }
    return random.nextInt(20) == 0 ? known.get(random.nextInt(known.size())) : known.getLast();
  }

  private void commit() {
    List<JournalEntry> batch = entries.batch(this::epoch);
    assertEquals(memory.commit(batch), postgres().commit(batch));
  }

  private void snapshot(ActorRef ref) {
    ActorHead head = memory.head(ref);
    if (head != null) {
      long seq = random.nextBoolean() ? head.seq() : 1 + random.nextLong(head.seq());
      both(
          driver -> {
            driver.saveSnapshot(Records.snapshot(ref, seq));
            return null;
          });
    }
  }

  private void retain(ActorRef ref) {
    ActorSnapshot before = Records.snapshot(ref, entries.count());
    long until = random.nextInt(entries.count() + 1);
    both(
        driver -> {
          driver.retain(before, until);
          return null;
        });
  }

  private void compact(ActorRef ref) {
    ActorHead head = memory.head(ref);
    long upTo = head == null ? 0 : random.nextLong(head.seq() + 2);
    both(driver -> dropped(driver, ref, upTo));
  }

  /** The number of dropped turns, or -1 when the driver refuses. */
  private static long dropped(StorageDriver driver, ActorRef ref, long upTo) {
    try {
      return driver.compact(ref, upTo);
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  private void pause(ActorRef ref) {
    String id = random.nextInt(4) == 0 ? null : ref.id();
    Pause pause = new Pause(ref.className(), id, "ann", "b\0é " + random.nextInt(), 5);
    boolean resume = random.nextInt(3) == 0;
    AuditEntry audit = Records.auditEntry("p" + random.nextInt(), "paused", ref.toString());
    both(
        driver -> {
          if (resume) {
            return driver.resume(ref.className(), id, audit);
          }
          driver.pause(pause, audit);
          return true;
        });
  }

  private void sweep() {
    int now = random.nextInt(entries.count() + 1);
    both(driver -> driver.drop(new Expired.RetainedStates(now), 1_000));
    both(driver -> driver.drop(new Expired.DeadLetters(now / 4, 40), 1 + now % 5));
    Expired replies = new Expired.Replies(entries.replyTime());
    both(driver -> driver.drop(replies, 1_000));
  }

  private <T extends @Nullable Object> void both(Function<StorageDriver, T> step) {
    assertEquals(step.apply(memory), step.apply(postgres()));
  }

  public void compareAll() {
    entries.actors().forEach(this::compare);
    compareLists();
  }

  private void compare(ActorRef ref) {
    both(driver -> driver.head(ref));
    both(driver -> driver.snapshot(ref));
    both(driver -> driver.retained(ref));
    long from = random.nextInt(40);
    int limit = random.nextInt(100);
    String after =
        random.nextBoolean() ? null : "m%06d".formatted(random.nextInt(entries.count() + 1));
    both(driver -> driver.readJournal(ref, from, limit));
    both(driver -> driver.readJournal(ref, 1, 10_000));
    both(driver -> driver.pendingInbox(ref, after, limit));
    both(driver -> driver.deadLetters(ref, limit));
    both(driver -> RandomEntries.replies(driver, ref));
    both(driver -> driver.replyScopes(ref, limit % 5).size());
    both(driver -> driver.later(ref, limit));
    List<InboxMessage> later = memory.later(ref, limit);
    InboxMessage behind = later.isEmpty() ? null : later.get(random.nextInt(later.size()));
    both(driver -> driver.later(ref, behind, limit));
  }

  private void compareLists() {
    ActorRef after = random.nextInt(3) == 0 ? null : entries.actor();
    String className = random.nextBoolean() ? null : "Shop";
    int limit = random.nextInt(15);
    long at = random.nextInt(1_500);
    both(driver -> driver.extents(after, limit));
    both(driver -> driver.heads(className, after, limit));
    String tag = entries.tag();
    both(driver -> driver.tagged(tag, className, after, limit));
    both(driver -> driver.actorsWithInbox(after, limit));
    DeadLetterQuery letters = entries.letters();
    both(driver -> driver.deadLetters(letters, limit));
    for (DeadLetter letter : memory.deadLetters(DeadLetterQuery.ALL, 20)) {
      InboxMessage dead = letter.message();
      both(driver -> driver.deadLetter(dead.target(), dead.id()));
    }
    both(StorageDriver::pauses);
    both(driver -> driver.due(at, limit));
    both(driver -> driver.due(Long.MAX_VALUE, 10_000));
    both(StorageDriver::nextDueAt);
  }

  @Override
  public void close() {
    for (StorageDriver twin : twins) {
      twin.close();
    }
  }
}
