package io.actjs.storage;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.InboxMessage;
import io.actjs.model.TurnRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a new owner finds, as it was at one moment. Of a deleted actor that is its head only.
 *
 * @param head null when the actor does not exist yet
 * @param epoch the fencing token for the new owner's turns, greater than every earlier one
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
  /** Turns that come with an activation at most. */
  public static final int TURNS = 1000;

  /** Messages that come with an activation at most. */
  public static final int MESSAGES = 512;

  /** Reads it from a store in which nothing of the actor changes meanwhile. */
  public static Activation read(
      ActorStore storage, ActorRef ref, @Nullable ActorHead head, long epoch, long known) {
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
    List<TurnRecord> turns = next > head.seq() ? List.of() : storage.readJournal(ref, next, TURNS);
    return new Activation(head, epoch, snapshot, turns, inbox);
  }
}
