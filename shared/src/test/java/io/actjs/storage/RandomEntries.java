package io.actjs.storage;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.Change;
import io.actjs.model.Headers;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.model.ReminderChange;
import io.actjs.model.RequestKey;
import io.actjs.model.Standing;
import io.actjs.model.TurnRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes up journal entries: most fit what is stored, some do not. */
public final class RandomEntries {
  private final Random random;
  private final StorageDriver stored;
  private final List<ActorRef> actors = new ArrayList<>();

  /** What the batch may have moved into an inbox. */
  private final Set<String> fired = new HashSet<>();

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
    fired.clear();
    for (int i = 1 + random.nextInt(random.nextInt(10) == 0 ? 200 : 8); i > 0; i--) {
      ActorRef ref = actor();
      batch.add(
          switch (random.nextInt(20)) {
            case 0, 1 -> new InboxEntry.Accepted(message(ref), reply(ref));
            case 10 -> new Remembered(newReply(ref), epochs.applyAsLong(ref));
            case 2 -> deadLettered(ref);
            case 3, 4, 5 -> fired(ref);
            case 6, 7 -> new InboxEntry.Postponed(tried(someMessage(ref), true));
            case 8, 9 -> exhumed(ref);
            default -> turn(ref, seqs, epochs.applyAsLong(ref)).answering(reply(ref));
          });
    }
    return batch;
  }

  private @Nullable KeyedReply reply(ActorRef ref) {
    return random.nextInt(3) == 0 ? newReply(ref) : null;
  }

  /** Under one of few keys, so that many are used again, before they expire and after. */
  private KeyedReply newReply(ActorRef ref) {
    RequestKey key =
        RequestKey.of("ann", "call add", "key " + random.nextInt(6), "" + random.nextInt(2));
    String answer = "{\"n\":%d,\"é\0\":\"%s\"}".formatted(++count, "🦀".repeat(random.nextInt(40)));
    return new KeyedReply(ref, key, replyTime(), answer);
  }

  /** All messages are sent at 3 000. */
  public long replyTime() {
    return 2_990L + random.nextInt(20);
  }

  /** All replies of the actor, by scope. */
  public static List<KeyedReply> replies(StorageDriver store, ActorRef ref) {
    return store.replyScopes(ref, 1_000).stream()
        .sorted()
        .map(scope -> Objects.requireNonNull(store.reply(ref, scope)))
        .toList();
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
  private InboxMessage someMessage(ActorRef ref) {
    List<InboxMessage> pending = stored.pendingInbox(ref, null, 5);
    return pending.isEmpty() || random.nextInt(5) == 0
        ? Records.message("m%06d".formatted(random.nextInt(count + 1)), ref)
        : pending.get(random.nextInt(pending.size()));
  }

  /** The message after an attempt, due later or at once. */
  private InboxMessage tried(InboxMessage message, boolean later) {
    return message.with(
        new Standing(
            later ? 1 + random.nextInt(1_000) : 0,
            random.nextInt(3) * 30L,
            ++count,
            random.nextInt(3),
            random.nextBoolean() ? null : "Nö\0: " + count));
  }

  private InboxEntry deadLettered(ActorRef ref) {
    InboxMessage message = someMessage(ref);
    InboxMessage next = random.nextInt(3) == 0 ? tried(message, true) : null;
    return new InboxEntry.DeadLettered(message, random.nextInt(9), "No: " + ref, count, next);
  }

  /** Mostly of one that is dead. */
  private InboxEntry exhumed(ActorRef ref) {
    List<DeadLetter> letters = stored.deadLetters(ref, 5);
    if (letters.isEmpty()) {
      return new InboxEntry.Exhumed(ref, "m%06d".formatted(count), null, audit(ref));
    }
    InboxMessage dead = letters.get(random.nextInt(letters.size())).message();
    InboxMessage again =
        switch (random.nextInt(4)) {
          case 0 -> null;
          case 1 -> message(ref);
          case 2 -> tried(dead, false);
          default -> dead;
        };
    return new InboxEntry.Exhumed(ref, dead.id(), again, audit(ref));
  }

  /** Mostly one that is pending, of whatever actor; half of them as earlier versions did it. */
  private InboxEntry fired(ActorRef ref) {
    List<InboxMessage> due = random.nextBoolean() ? stored.due(2_000, 9) : stored.later(ref, 9);
    InboxMessage reminder =
        due.isEmpty() || random.nextInt(8) == 0
            ? reminder(ref)
            : due.get(random.nextInt(due.size()));
    fired.add(reminder.id());
    if (random.nextBoolean()) {
      return InboxEntry.ReminderFired.of(reminder);
    }
    long next = random.nextBoolean() ? 0 : reminder.dueAt() + 1 + random.nextInt(500);
    return new InboxEntry.ReminderFired(reminder, next, message(reminder.target()));
  }

  /** A new one, or one that is due later: no turn sets one that it leaves in the inbox. */
  private InboxMessage reminder(ActorRef ref) {
    List<String> set =
        stored.later(ref, 9).stream()
            .map(InboxMessage::id)
            .filter(id -> !fired.contains(id))
            .toList();
    String id =
        set.isEmpty() || random.nextInt(3) > 0
            ? "r%06d".formatted(++count)
            : set.get(random.nextInt(set.size()));
    Headers headers = random.nextInt(4) == 0 ? Records.headers("r" + count).ofTell() : Headers.NONE;
    return Records.reminder(id, ref, 1 + random.nextInt(1_000), headers);
  }

  private List<ReminderChange> reminderChanges(ActorRef ref, @Nullable InboxMessage consumed) {
    List<ReminderChange> changes = new ArrayList<>();
    if (consumed != null && random.nextBoolean()) {
      changes.add(new ReminderChange.Scheduled(tried(consumed, true)));
    }
    for (int i = Math.max(0, random.nextInt(6) - 2); i > 0; i--) {
      changes.add(
          switch (random.nextInt(6)) {
            case 0 -> new ReminderChange.Cancelled(someMessage(ref).id());
            case 1 -> new ReminderChange.Cancelled(reminder(ref).id());
            default -> new ReminderChange.Scheduled(reminder(ref));
          });
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
    InboxMessage consumed = random.nextInt(3) == 0 ? someMessage(ref) : null;
    return new TurnRecord(
        ref,
        random.nextInt(25) == 0 ? next + random.nextInt(3) - 1 : next,
        epoch,
        Records.V1,
        count,
        change(),
        List.copyOf(outbox),
        reminderChanges(ref, consumed),
        consumed == null ? null : consumed.id(),
        random.nextInt(6) == 0 ? tags() : null,
        null,
        random.nextInt(10) == 0 ? audit(ref) : null);
  }

  private @Nullable AuditEntry audit(ActorRef ref) {
    return random.nextInt(3) == 0
        ? null
        : Records.auditEntry("e" + ++count, "done", ref.toString());
  }

  private List<String> tags() {
    return Stream.of("eu", "vip", "ünï 🦀").filter(tag -> random.nextBoolean()).toList();
  }

  /** One that some actors have. */
  public String tag() {
    return random.nextBoolean() ? "vip" : "ünï 🦀";
  }

  private Change change() {
    return switch (random.nextInt(150)) {
      case 0 -> new Change.Tombstone();
      case 1, 2, 3, 4, 5 -> new Change.Replaced("{\"n\":" + count + "}");
      default -> new Change.Events("[\"" + "x".repeat(random.nextInt(400)) + "\"]");
    };
  }

  /** Letters of some actors, of some time, from some place on. */
  public DeadLetterQuery letters() {
    ActorRef ref = actor();
    String className = random.nextBoolean() ? ref.className() : null;
    String id = className == null || random.nextBoolean() ? null : ref.id();
    DeadLetterQuery query =
        new DeadLetterQuery(
            className,
            id,
            random.nextBoolean() ? Long.MIN_VALUE : random.nextInt(count + 1),
            random.nextBoolean() ? Long.MAX_VALUE : random.nextInt(count + 1),
            null);
    List<DeadLetter> page = stored.deadLetters(query, 3);
    return page.isEmpty() || random.nextBoolean() ? query : query.after(page.getLast());
  }
}
