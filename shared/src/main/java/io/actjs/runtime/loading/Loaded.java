package io.actjs.runtime.loading;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.ProblemCode;
import io.actjs.model.TurnRecord;
import io.actjs.runtime.inbox.InboxPage;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.storage.Activation;
import io.actjs.storage.ActorStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An actor as storage knows it, read at activation: snapshot, the turns after it, the inbox.
 *
 * @param head null when the actor does not exist
 * @param snapshot the newest state that is stored as a whole: a snapshot, or what a migration made
 * @param turns the turns after the snapshot, ascending
 */
public record Loaded(
    @Nullable ActorHead head,
    long epoch,
    @Nullable ActorSnapshot snapshot,
    List<TurnRecord> turns,
    InboxPage inbox) {
  public static final int INBOX_PAGE = Activation.MESSAGES;
  private static final int JOURNAL_PAGE = 1000;

  /** Takes ownership of the actor and reads it. Blocks. */
  public static Loaded read(StoreAccess store, ActorRef ref) {
    Activation activation = store.driver().activate(ref);
    ActorHead head = activation.head();
    if (head != null && head.phase() == ActorHead.Phase.TOMBSTONED) {
      throw ActorProblems.gone(ref);
    }
    InboxPage inbox =
        InboxPage.of(
            activation.inbox(), store.manifests(), activation.inbox().size() == INBOX_PAGE);
    return of(store.driver(), ref, activation, inbox);
  }

  /**
   * Reads a stored actor without becoming its owner. What commits meanwhile may be in it or not;
   * the head is of no use for writing. Blocks.
   */
  public static Loaded peek(ActorStore storage, ActorRef ref) {
    Activation found = storage.read(ref, 0);
    ActorHead head = found.head();
    if (head == null) {
      throw ActorProblems.notFound(ref);
    }
    return of(storage, ref, found, InboxPage.EMPTY);
  }

  private static Loaded of(ActorStore storage, ActorRef ref, Activation found, InboxPage inbox) {
    Activation base = found;
    while (true) {
      try {
        return new Loaded(
                base.head(), found.epoch(), base.snapshot(), allTurns(storage, base), inbox)
            .fromLastReplacement();
      } catch (ActjsException e) {
        base = since(storage, ref, base, e);
      }
    }
  }

  /** A snapshot that the owner before has saved late drops turns before it, as they are read. */
  private static Activation since(
      ActorStore storage, ActorRef ref, Activation base, ActjsException failure) {
    if (failure.code() == ProblemCode.StoreDamaged) {
      Activation newer = storage.read(ref, 0);
      if (seqOf(newer.snapshot()) > seqOf(base.snapshot())) {
        return newer;
      }
    }
    throw failure;
  }

  private static long seqOf(@Nullable ActorSnapshot snapshot) {
    return snapshot == null ? 0 : snapshot.seq();
  }

  private static List<TurnRecord> allTurns(ActorStore storage, Activation found) {
    ActorHead head = found.head();
    if (head == null) {
      return List.of();
    }
    long after = seqOf(found.snapshot());
    List<TurnRecord> turns = new ArrayList<>();
    append(found.turns(), turns, head.ref(), after + 1);
    turns.addAll(turnsAfter(storage, head.ref(), after + turns.size(), head.seq()));
    return turns;
  }

  /** What came before the state was replaced as a whole does not matter any more. */
  private Loaded fromLastReplacement() {
    for (int i = turns.size() - 1; i >= 0; i--) {
      TurnRecord turn = turns.get(i);
      if (turn.change() instanceof Change.Replaced replaced) {
        return new Loaded(
            head,
            epoch,
            new ActorSnapshot(turn.ref(), turn.seq(), turn.version(), replaced.state()),
            turns.subList(i + 1, turns.size()),
            inbox);
      }
    }
    return this;
  }

  /** The actor after a turn that gave it another state. */
  public Loaded replaced(ActorHead newHead, String state) {
    ActorSnapshot whole = new ActorSnapshot(newHead.ref(), newHead.seq(), newHead.version(), state);
    return new Loaded(newHead, epoch, whole, List.of(), inbox);
  }

  /** The snapshot's state, raw JSON, or null. */
  public @Nullable String base() {
    return snapshot == null ? null : snapshot.state();
  }

  /** Characters of the state and of what replays the turns. */
  public long chars() {
    long chars = snapshot == null ? 0 : snapshot.state().length();
    for (TurnRecord turn : turns) {
      chars += replayable(turn).length();
    }
    return chars;
  }

  /** What replays the turns, raw JSON each. */
  public List<String> changes() {
    return turns.stream().map(Loaded::replayable).toList();
  }

  private static List<TurnRecord> turnsAfter(
      ActorStore storage, ActorRef ref, long after, long last) {
    List<TurnRecord> turns = new ArrayList<>();
    long next = after + 1;
    while (next <= last) {
      List<TurnRecord> page = storage.readJournal(ref, next, JOURNAL_PAGE);
      if (page.isEmpty()) {
        throw missing(ref, next);
      }
      append(page, turns, ref, next);
      next += page.size();
    }
    return turns;
  }

  private static void append(
      List<TurnRecord> page, List<TurnRecord> turns, ActorRef ref, long first) {
    long next = first;
    for (TurnRecord turn : page) {
      if (turn.seq() != next) {
        throw missing(ref, next);
      }
      turns.add(turn);
      next++;
    }
  }

  private static ActjsException missing(ActorRef ref, long seq) {
    return new ActjsException(
        ProblemCode.StoreDamaged,
        "the journal of " + ref + " has no turn " + seq + ": restore the store from a backup");
  }

  /** The raw JSON that replays a turn: its patch or its events. */
  public static String replayable(TurnRecord turn) {
    return switch (turn.change()) {
      case Change.Patch patch -> patch.json();
      case Change.Events events -> events.json();
      case Change.Replaced replaced ->
          throw new IllegalStateException("a replaced state is a base, not a change");
      case Change.Tombstone tombstone -> "[]";
    };
  }
}
