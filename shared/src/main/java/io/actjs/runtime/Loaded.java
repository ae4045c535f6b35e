package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.storage.StorageDriver;
import io.actjs.storage.StorageDriver.Activation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An actor as storage knows it, read at activation: snapshot, the turns after it, the inbox.
 *
 * @param head null when the actor does not exist
 * @param turns the turns after the snapshot, ascending
 * @param moreInbox whether the stored inbox holds more than {@code inbox}
 */
record Loaded(
    @Nullable ActorHead head,
    long epoch,
    @Nullable ActorSnapshot snapshot,
    List<TurnRecord> turns,
    List<InboxMessage> inbox,
    boolean moreInbox) {
  static final int INBOX_PAGE = 512;
  private static final int JOURNAL_PAGE = 1000;

  /** Takes ownership of the actor and reads it. Blocks. */
  static Loaded read(StorageDriver storage, ActorRef ref) {
    Activation activation = storage.activate(ref);
    ActorHead head = activation.head();
    if (head != null && head.phase() == ActorHead.Phase.TOMBSTONED) {
      throw Emission.gone(ref);
    }
    ActorSnapshot snapshot = activation.snapshot();
    List<TurnRecord> turns =
        head == null
            ? List.of()
            : turnsAfter(storage, ref, snapshot == null ? 0 : snapshot.seq(), head.seq());
    List<InboxMessage> inbox = storage.pendingInbox(ref, null, INBOX_PAGE);
    return new Loaded(head, activation.epoch(), snapshot, turns, inbox, inbox.size() == INBOX_PAGE);
  }

  private static List<TurnRecord> turnsAfter(
      StorageDriver storage, ActorRef ref, long after, long last) {
    List<TurnRecord> turns = new ArrayList<>();
    long next = after + 1;
    while (next <= last) {
      List<TurnRecord> page = storage.readJournal(ref, next, JOURNAL_PAGE);
      if (page.isEmpty()) {
        throw missing(ref, next);
      }
      for (TurnRecord turn : page) {
        if (turn.seq() != next) {
          throw missing(ref, next);
        }
        turns.add(turn);
        next++;
      }
    }
    return turns;
  }

  private static ActjsException missing(ActorRef ref, long seq) {
    return new ActjsException(
        ProblemCode.InternalError,
        "the journal of " + ref + " has no turn " + seq + "; restore the data from a backup");
  }

  /** The raw JSON that replays a turn: its patch or its events. */
  static String replayable(TurnRecord turn) {
    return switch (turn.change()) {
      case Change.Patch patch -> patch.json();
      case Change.Events events -> events.json();
      case Change.Replaced replaced -> throw new UnsupportedOperationException();
      case Change.Tombstone tombstone -> "[]";
    };
  }
}
