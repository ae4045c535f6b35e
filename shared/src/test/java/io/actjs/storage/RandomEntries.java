package io.actjs.storage;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.Headers;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToLongFunction;

/** Makes up journal entries: most fit what is stored, some do not. */
public final class RandomEntries {
  private final Random random;
  private final StorageDriver stored;
  private final List<ActorRef> actors = new ArrayList<>();
  private int count;

  public RandomEntries(Random random, StorageDriver stored) {
    this.random = random;
    this.stored = stored;
    for (int i = 0; i < 12; i++) {
      actors.add(new ActorRef(i % 3 == 0 ? "Shop" : "Counter", "id-" + i));
    }
  }

  public List<ActorRef> actors() {
    return actors;
  }

  public ActorRef actor() {
    return actors.get(random.nextInt(actors.size()));
  }

  /** Grows with what was made up. */
  public int count() {
    return count;
  }

  /**
   * @param epochs gives the epoch of one of the actor's owners
   */
  public List<JournalEntry> batch(ToLongFunction<ActorRef> epochs) {
    List<JournalEntry> batch = new ArrayList<>();
    Map<ActorRef, Long> seqs = new HashMap<>();
    for (int i = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 8); i > 0; i--) {
      ActorRef ref = actor();
      batch.add(
          switch (random.nextInt(14)) {
            case 0, 1 -> new InboxEntry.Accepted(message(ref));
            case 2 ->
                new InboxEntry.DeadLettered(
                    Records.message(someMessage(ref), ref), random.nextInt(9), "No: " + ref, count);
            case 3, 4, 5 -> fired(ref);
            default -> turn(ref, seqs, epochs.applyAsLong(ref));
          });
    }
    return batch;
  }

  private InboxMessage message(ActorRef target) {
    InboxMessage message = Records.message("m%06d".formatted(++count), target);
    return switch (random.nextInt(8)) {
      case 0, 1 -> Records.pinned(message, "%064x".formatted(count));
      case 2 -> Records.with(message, Records.headers("é" + count));
      default -> message;
    };
  }

  /** Mostly one that is pending. */
  private String someMessage(ActorRef ref) {
    List<InboxMessage> pending = stored.pendingInbox(ref, null, 5);
    return pending.isEmpty() || random.nextInt(5) == 0
        ? "m%06d".formatted(random.nextInt(count + 1))
        : pending.get(random.nextInt(pending.size())).id();
  }

  /** Mostly one that is pending, of whatever actor. */
  private InboxEntry fired(ActorRef ref) {
    List<InboxMessage> due = random.nextBoolean() ? stored.due(2_000, 9) : stored.later(ref, 9);
    InboxMessage reminder =
        due.isEmpty() || random.nextInt(8) == 0
            ? reminder(ref)
            : due.get(random.nextInt(due.size()));
    long next = random.nextBoolean() ? 0 : reminder.dueAt() + 1 + random.nextInt(500);
    return new InboxEntry.ReminderFired(reminder, next, message(reminder.target()));
  }

  private InboxMessage reminder(ActorRef ref) {
    List<InboxMessage> set = stored.later(ref, 9);
    String id =
        set.isEmpty() || random.nextInt(3) > 0
            ? "r%06d".formatted(++count)
            : set.get(random.nextInt(set.size())).id();
    Headers headers = random.nextInt(4) == 0 ? Records.headers("r" + count).ofTell() : Headers.NONE;
    return Records.reminder(id, ref, 1 + random.nextInt(1_000), headers);
  }

  private List<ReminderChange> reminderChanges(ActorRef ref) {
    List<ReminderChange> changes = new ArrayList<>();
    for (int i = Math.max(0, random.nextInt(6) - 2); i > 0; i--) {
      InboxMessage reminder = reminder(ref);
      changes.add(
          random.nextInt(3) == 0
              ? new ReminderChange.Cancelled(reminder.id())
              : new ReminderChange.Scheduled(reminder));
    }
    return List.copyOf(changes);
  }

  private TurnRecord turn(ActorRef ref, Map<ActorRef, Long> seqs, long epoch) {
    ActorHead head = stored.head(ref);
    long next = seqs.merge(ref, (head == null ? 0 : head.seq()) + 1, (a, b) -> a + 1);
    List<InboxMessage> outbox = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      outbox.add(message(actor()));
    }
    return new TurnRecord(
        ref,
        random.nextInt(25) == 0 ? next + random.nextInt(3) - 1 : next,
        epoch,
        Records.V1,
        count,
        change(),
        List.copyOf(outbox),
        reminderChanges(ref),
        random.nextInt(3) == 0 ? someMessage(ref) : null);
  }

  private Change change() {
    return switch (random.nextInt(150)) {
      case 0 -> new Change.Tombstone();
      case 1, 2, 3, 4, 5 -> new Change.Replaced("{\"n\":" + count + "}");
      default -> new Change.Events("[\"" + "x".repeat(random.nextInt(400)) + "\"]");
    };
  }
}
