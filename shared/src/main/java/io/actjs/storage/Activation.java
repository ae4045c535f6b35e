package io.actjs.storage;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stored data of an actor as of one moment. A deleted actor has only a head.
 *
 * @param head null when the actor does not exist yet
 * @param epoch the fencing token of the caller as the new owner; 0 when it only reads
 * @param snapshot the newest snapshot, or null
 * @param turns the first {@value #TURNS} of the turns after the snapshot, ascending; further ones
 *     are read with {@link ActorStore#readJournal}
 * @param inbox the first {@value #MESSAGES} unconsumed messages in id order
 */
public record Activation(
    @Nullable ActorHead head,
    long epoch,
    @Nullable ActorSnapshot snapshot,
    List<TurnRecord> turns,
    List<InboxMessage> inbox) {
  private static final Logger LOG = LoggerFactory.getLogger(Activation.class);
  private static final String BUILT_FROM_TURNS = "{}; its state is built from the journal";

  /** Turns that come with an activation at most. */
  public static final int TURNS = 1000;

  /** Messages that come with an activation at most. */
  public static final int MESSAGES = 16;

  /** Reads it from a store in which the actor does not change in the meantime. */
  public static Activation read(
      ActorStore storage, ActorRef ref, @Nullable ActorHead head, long epoch, long known) {
    return read(storage, ref, head, epoch, known, false);
  }

  /**
   * The same.
   *
   * @param inboxEmpty whether it is known that no message is pending
   */
  public static Activation read(
      ActorStore storage,
      ActorRef ref,
      @Nullable ActorHead head,
      long epoch,
      long known,
      boolean inboxEmpty) {
    if (head != null && head.phase() == ActorHead.Phase.TOMBSTONED) {
      return new Activation(head, epoch, null, List.of(), List.of());
    }
    List<InboxMessage> inbox = inboxEmpty ? List.of() : storage.pendingInbox(ref, null, MESSAGES);
    if (head == null) {
      return new Activation(null, epoch, null, List.of(), inbox);
    }
    if (known > 0) {
      List<TurnRecord> turns = storage.readJournal(ref, known, TURNS);
      if (!turns.isEmpty() && turns.getFirst().seq() == known) {
        return new Activation(head, epoch, null, turns, inbox);
      }
    }
    ActorSnapshot snapshot;
    try {
      snapshot = storage.snapshot(ref);
    } catch (ActjsException damage) {
      return withoutSnapshot(storage, ref, head, epoch, damage);
    }
    long next = snapshot == null ? 1 : snapshot.seq() + 1;
    List<TurnRecord> turns = next > head.seq() ? List.of() : storage.readJournal(ref, next, TURNS);
    return new Activation(head, epoch, snapshot, turns, inbox);
  }

  /**
   * Reads it from a store whose snapshot of the actor is damaged: from the turns alone, if the
   * journal has all of them, or all since the state was replaced as a whole.
   *
   * @param damage is thrown when the journal has not; any other error than {@code StoreDamaged} is
   *     thrown at once
   */
  public static Activation withoutSnapshot(
      ActorStore storage,
      ActorRef ref,
      @Nullable ActorHead head,
      long epoch,
      ActjsException damage) {
    if (damage.code() != ProblemCode.StoreDamaged || head == null) {
      throw damage;
    }
    List<InboxMessage> inbox = storage.pendingInbox(ref, null, MESSAGES);
    List<TurnRecord> first = storage.readJournal(ref, 1, TURNS);
    if (first.isEmpty()) {
      throw damage;
    }
    if (first.getFirst().seq() == 1) {
      LOG.warn(BUILT_FROM_TURNS, damage.detail());
      return new Activation(head, epoch, null, first, inbox);
    }
    ActorSnapshot base = lastReplacement(storage, ref, first);
    if (base == null) {
      throw damage;
    }
    LOG.warn(BUILT_FROM_TURNS, damage.detail());
    return new Activation(
        head, epoch, base, storage.readJournal(ref, base.seq() + 1, TURNS), inbox);
  }

  private static @Nullable ActorSnapshot lastReplacement(
      ActorStore storage, ActorRef ref, List<TurnRecord> first) {
    ActorSnapshot found = null;
    for (List<TurnRecord> page = first;
        !page.isEmpty();
        page = storage.readJournal(ref, page.getLast().seq() + 1, TURNS)) {
      for (TurnRecord turn : page) {
        if (turn.change() instanceof Change.Replaced replaced) {
          found = new ActorSnapshot(ref, turn.seq(), turn.version(), replaced.state());
        }
      }
    }
    return found;
  }

  /** Reads it from a store in which the actor's owner may commit in the meantime. */
  static Activation peek(ActorStore storage, ActorRef ref, long known) {
    while (true) {
      ActorHead head = storage.head(ref);
      Activation found = read(storage, ref, head, 0, known);
      if (head == null || found.isOf(head, known)) {
        return found.upTo(head);
      }
    }
  }

  /** False when a snapshot was saved, or turns were dropped, between two of the reads. */
  private boolean isOf(ActorHead at, long known) {
    long base = snapshot == null ? 0 : snapshot.seq();
    if (base > at.seq()) {
      return false;
    }
    boolean fromKnown = snapshot == null && !turns.isEmpty() && turns.getFirst().seq() == known;
    return turns.isEmpty() || fromKnown || turns.getFirst().seq() == base + 1;
  }

  /** Without the turns that came after the head was read. */
  private Activation upTo(@Nullable ActorHead at) {
    if (at == null || turns.isEmpty() || turns.getLast().seq() <= at.seq()) {
      return this;
    }
    List<TurnRecord> until = turns.stream().filter(turn -> turn.seq() <= at.seq()).toList();
    return new Activation(head, epoch, snapshot, until, inbox);
  }
}
