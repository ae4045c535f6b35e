package io.actjs.simulation;

import static io.actjs.simulation.Violation.require;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxMessage;
import io.actjs.model.TurnRecord;
import io.actjs.model.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One actor as its durable turns make it: all of its states, and what each turn may have done. */
final class ActorModel {
  private final ActorRef ref;
  private final Operations operations;
  private final List<TurnRecord> turns = new ArrayList<>();
  private final List<LedgerState> states = new ArrayList<>();

  /** What was durable at any time. */
  private final Set<String> ever = new HashSet<>();

  /** What clients were told that it is done. */
  private final Set<String> acknowledged = new HashSet<>();

  /** In which period a repeating reminder was handled last. */
  private final Map<String, Long> periods = new HashMap<>();

  private long owner;
  private boolean closed;
  private boolean mayRollBack;

  ActorModel(ActorRef ref, Operations operations) {
    this.ref = ref;
    this.operations = operations;
    states.add(isLedger() ? LedgerState.NONE : LedgerState.EMPTY);
  }

  private boolean isLedger() {
    return ref.className().equals("Ledger");
  }

  /** Somebody has become the owner. */
  void owned(long epoch) {
    require(epoch > owner, "%s has an owner of epoch %d after %d", ref, epoch, owner);
    owner = epoch;
  }

  /** Somebody has asked for a rollback, which may happen from now on. */
  void mayRollBack() {
    mayRollBack = true;
  }

  /**
   * A turn has become durable.
   *
   * @param handled the message that it consumed
   */
  void append(TurnRecord turn, @Nullable InboxMessage handled) {
    require(!closed, "turn %d of %s after its deletion", turn.seq(), ref);
    require(turn.seq() == seq() + 1, "turn %d of %s after %d", turn.seq(), ref, seq());
    require(
        turn.epoch() == owner, "turn of epoch %d of %s is owned by %d", turn.epoch(), ref, owner);
    LedgerState before = state();
    LedgerState after = before.after(turn.change());
    after.requireSound(ref.toString());
    if (turn.change() instanceof Change.Replaced) {
      requireMoved(turn, after);
    } else {
      require(
          turns.isEmpty() || turn.version().equals(version()),
          "%s runs %s and is stored at %s",
          ref,
          turn.version(),
          turns.isEmpty() ? "" : version());
      requireEffect(before, after, handled);
      if (handled != null && handled.everyMs() > 0) {
        requireRhythm(turn, handled);
      }
    }
    turns.add(turn.journaled());
    states.add(after);
    ever.addAll(after.operations());
    closed = turn.change() instanceof Change.Tombstone;
  }

  private void requireMoved(TurnRecord turn, LedgerState after) {
    if (turn.version().compareTo(version()) > 0) {
      // An account's state is made again, of its events; only what is left of a snapshot moves.
      boolean moved = after.moves() == state().moves() + 1 || !isLedger();
      require(
          moved && after.operations().equals(state().operations()),
          "the migration of %s made %s of %s",
          ref,
          after,
          state());
      return;
    }
    require(mayRollBack, "%s went from %s to %s", ref, version(), turn.version());
    int moved = turns.size() - 1;
    while (moved > 0 && turns.get(moved - 1).version().equals(version())) {
      moved--;
    }
    LedgerState target = states.get(moved);
    require(after.equals(target), "the rollback of %s gave %s, not %s", ref, after, target);
    acknowledged.retainAll(after.operations());
  }

  /** A turn does one operation, whole, and that of the message that it consumes. */
  private void requireEffect(
      LedgerState before, LedgerState after, @Nullable InboxMessage handled) {
    Set<String> lost = before.operations();
    lost.removeAll(after.operations());
    require(lost.isEmpty(), "%s has lost %s", ref, lost);
    Set<String> done = after.operations();
    done.removeAll(before.operations());
    if (handled == null) {
      require(done.size() <= 1, "a turn of %s did %s", ref, done);
      done.forEach(
          id ->
              require(
                  operations.doneBy(ref, id).way == Operation.Way.CALL,
                  "%s has done %s and not consumed its message",
                  ref,
                  id));
      return;
    }
    String id = LedgerState.parse(handled.payload()).path("op").asText();
    if (handled.type().equals("tick")) {
      require(done.isEmpty(), "a tick of %s did %s", ref, done);
      require(
          after.ticks(id) == before.ticks(id) + 1, "a tick of %s has no effect: %s", ref, after);
    } else {
      require(done.equals(Set.of(id)), "%s did %s for message %s", ref, done, id);
      var unused = operations.doneBy(ref, id);
    }
  }

  /** One firing makes up for all that were missed while the actor was busy. */
  private void requireRhythm(TurnRecord turn, InboxMessage reminder) {
    long period = Math.floorDiv(turn.at() - reminder.at(), reminder.everyMs());
    Long before = periods.put(reminder.id(), period);
    require(
        before == null || before < period,
        "%s has ticked twice within one period: %s",
        ref,
        reminder);
  }

  /** A client was told that it is done. */
  void acknowledge(String id) {
    require(ever.contains(id), "%s of %s was acknowledged and is not durable", id, ref);
    if (state().operations().contains(id)) {
      acknowledged.add(id);
    }
  }

  /** What was seen of them is durable. */
  void requireShown(Collection<String> ids) {
    for (String id : ids) {
      require(ever.contains(id), "%s of %s was shown and is not durable", id, ref);
    }
  }

  /** What clients were told so far. */
  Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  boolean isAcknowledged(String id) {
    return acknowledged.contains(id);
  }

  boolean hasDone(String id) {
    return ever.contains(id);
  }

  boolean isClosed() {
    return closed;
  }

  long seq() {
    return turns.size();
  }

  Version version() {
    return turns.getLast().version();
  }

  LedgerState state() {
    return states.getLast();
  }

  /** The state after a turn, which somebody has been shown or has stored. */
  LedgerState stateAt(long seq) {
    require(seq <= seq(), "turn %d of %s is out and not durable", seq, ref);
    return states.get((int) seq);
  }

  List<TurnRecord> turns() {
    return turns;
  }
}
