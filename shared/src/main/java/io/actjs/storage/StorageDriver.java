package io.actjs.storage;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.model.Reminder;
import io.actjs.model.TurnRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The port to durable state. All drivers pass one TCK.
 *
 * <p>Every method may be called from any thread and may block, except that {@link #commit} has as
 * many callers at a time as there are {@link #lanes} (those of the {@link Journal}), and entries of
 * one actor come from one after the other. A read sees every commit that returned before it began.
 *
 * <p>Every method may throw {@code StorageUnavailable} or {@code StorageFull}; after it, whether
 * the change is stored is unknown until the actor is activated again.
 */
public interface StorageDriver extends AutoCloseable {

  /**
   * Makes the caller the actor's owner: from now on a turn with an older epoch is refused, by
   * whatever process it is sent. An actor that does not exist is not created; its first turn does
   * that.
   *
   * @param known the turn of which the caller has the actor's state, 0 for none. When the journal
   *     has that turn, the turns that are returned begin with it and no snapshot is: the caller can
   *     see whether it is the turn that it knows, and go on from its own state
   */
  Activation activate(ActorRef ref, long known);

  /** Makes the caller, who knows nothing of the actor, its owner. */
  default Activation activate(ActorRef ref) {
    return activate(ref, 0);
  }

  /**
   * Stores the entries, in order, in one transaction. When it returns, the entries with the result
   * {@link CommitResult#COMMITTED} survive a crash, and the others left no trace.
   *
   * <p>A tombstone drops the actor's inbox, reminders and snapshots; its journal stays. An outbox
   * message to a deleted actor becomes a dead letter of no attempt.
   *
   * @return one result an entry, in the order of the entries
   */
  List<CommitResult> commit(List<JournalEntry> batch);

  /** How many batches may be in {@link #commit} at once. */
  default int lanes() {
    return 1;
  }

  /** The actor's head, or null when it never existed. A deleted actor has one. */
  @Nullable ActorHead head(ActorRef ref);

  /**
   * Heads in order of (class, id), those after {@code after}; of one class when {@code className}
   * is given.
   */
  List<ActorHead> heads(@Nullable String className, @Nullable ActorRef after, int limit);

  /**
   * Turns with {@code seq >= fromSeq}, ascending and without a gap; at most {@code limit} of them.
   */
  List<TurnRecord> readJournal(ActorRef ref, long fromSeq, int limit);

  /**
   * Stores a snapshot of committed state; one that is older than the newest stored one, or of a
   * deleted actor, is ignored.
   *
   * @throws IllegalArgumentException when the snapshot's turn is not committed
   */
  void saveSnapshot(ActorSnapshot snapshot);

  /** The newest snapshot, or null. */
  @Nullable ActorSnapshot snapshot(ActorRef ref);

  /** The actor's unconsumed messages in id order, those after the id {@code after}. */
  List<InboxMessage> pendingInbox(ActorRef ref, @Nullable String after, int limit);

  /** Actors that have unconsumed messages, in order, those after {@code after}. */
  List<ActorRef> actorsWithInbox(@Nullable ActorRef after, int limit);

  /** Messages that were given up, newest first. */
  List<DeadLetter> deadLetters(@Nullable ActorRef ref, int limit);

  /** The actor's pending reminders in order of (dueAt, id). */
  List<Reminder> reminders(ActorRef ref, int limit);

  /** Pending reminders of all actors with {@code dueAt <= atMs}, in order of (dueAt, id). */
  List<Reminder> dueReminders(long atMs, int limit);

  /** The earliest {@code dueAt} of a pending reminder, or null when none is pending. */
  @Nullable Long nextReminderAt();

  /**
   * Keeps an actor's state from before a migration, in place of an older one. It is durable when
   * this returns.
   *
   * @param until milliseconds since 1970 after which it is {@link Expired}
   */
  void retain(ActorSnapshot beforeMigration, long until);

  /** The state that was {@link #retain retained} last, if it is still there. */
  @Nullable ActorSnapshot retained(ActorRef ref);

  /**
   * Drops the actor's turns with {@code seq <= upToSeq}; {@link #readJournal} begins after them
   * from then on.
   *
   * @return how many turns were dropped now
   * @throws IllegalArgumentException when the actor has no snapshot of turn {@code upToSeq} or
   *     later
   */
  long compact(ActorRef ref, long upToSeq);

  /**
   * How much is stored of each actor, deleted ones too, in order of (class, id), of those after
   * {@code after}. Nobody's journal is read for it. The first page sees every commit that returned
   * before it; a later one may show an actor as it was when that page was read.
   */
  List<JournalExtent> extents(@Nullable ActorRef after, int limit);

  /**
   * Drops a deleted actor's journal in small transactions; the actor stays deleted. Does nothing to
   * one that is not deleted.
   *
   * @return how many turns were dropped now
   */
  long dropJournal(ActorRef deleted);

  /**
   * Drops the last that is stored of a deleted actor: from then on its id is that of an actor that
   * never existed, and may be used again. An owner of the deleted actor commits nothing into the
   * new one: epochs of new actors are greater than those of all that were forgotten.
   *
   * @return false when the actor is not deleted, or in use just now: ask again later
   */
  boolean forget(ActorRef deleted);

  /**
   * Drops what has expired, the oldest first, in small transactions.
   *
   * @return how many rows were dropped; fewer than the limit when nothing expired is left
   */
  int drop(Expired expired, int limit);

  /** Published classes, manifests, keys, audit. */
  RegistryStore registry();

  /** The store as a whole, to move or copy it. */
  StoreContents contents();

  /**
   * Reads and writes something trivial; returns when storage answers. Does not wait until it does:
   * within seconds it throws.
   */
  void ping();

  /**
   * Why storage is away at present, for a user; null when the last attempts to use it succeeded, or
   * when the driver never waits until it is back.
   */
  default @Nullable String outage() {
    return null;
  }

  /** The caller will close the driver soon: from now on nothing waits long for an outage to end. */
  default void stopWaiting() {}

  StorageStats stats();

  @Override
  void close();

  /**
   * What a new owner finds, as it was at one moment. Of a deleted actor that is its head only.
   *
   * @param head null when the actor does not exist yet
   * @param epoch the fencing token for the new owner's turns, greater than every earlier one
   * @param snapshot the newest snapshot, or null
   * @param turns the first {@value #TURNS} of the turns after the snapshot, ascending; further ones
   *     are read with {@link #readJournal}
   * @param inbox the first {@value #MESSAGES} unconsumed messages in id order
   */
  record Activation(
      @Nullable ActorHead head,
      long epoch,
      @Nullable ActorSnapshot snapshot,
      List<TurnRecord> turns,
      List<InboxMessage> inbox) {
    /** Turns that come with an activation at most. */
    public static final int TURNS = 1000;

    /** Messages that come with an activation at most. */
    public static final int MESSAGES = 512;

    /** Reads it from a store in which nothing of the actor changes meanwhile. */
    public static Activation read(
        StorageDriver storage, ActorRef ref, @Nullable ActorHead head, long epoch, long known) {
      if (head != null && head.phase() == ActorHead.Phase.TOMBSTONED) {
        return new Activation(head, epoch, null, List.of(), List.of());
      }
      List<InboxMessage> inbox = storage.pendingInbox(ref, null, MESSAGES);
      if (head == null) {
        return new Activation(null, epoch, null, List.of(), inbox);
      }
      if (known > 0) {
        List<TurnRecord> turns = storage.readJournal(ref, known, TURNS);
        if (!turns.isEmpty() && turns.getFirst().seq() == known) {
          return new Activation(head, epoch, null, turns, inbox);
        }
      }
      ActorSnapshot snapshot = storage.snapshot(ref);
      long next = snapshot == null ? 1 : snapshot.seq() + 1;
      List<TurnRecord> turns =
          next > head.seq() ? List.of() : storage.readJournal(ref, next, TURNS);
      return new Activation(head, epoch, snapshot, turns, inbox);
    }
  }

  /**
   * A message that was given up.
   *
   * @param at milliseconds since 1970
   */
  record DeadLetter(InboxMessage message, int attempts, String reason, long at) {

    /** What becomes of a turn's outbox message whose target is deleted: the turn itself stands. */
    public static DeadLetter undeliverable(InboxMessage message) {
      return new DeadLetter(message, 0, "Gone: " + ProblemCode.Gone.title(), message.at());
    }
  }

  /**
   * Counters since the driver was opened.
   *
   * @param commits batches made durable
   * @param entries entries in those batches
   * @param syncs times that the driver asked the disk to sync
   * @param unappliedEntries entries that are durable and not yet in the tables
   */
  record StorageStats(long commits, long entries, long syncs, long unappliedEntries) {}
}
