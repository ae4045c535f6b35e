package io.actjs.simulation;

import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.Clock;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.TurnRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is durable, told from the entries that storage has accepted, and what may be: every entry is
 * checked against all before it.
 */
final class Model {
  final Operations operations = new Operations();
  final Messages messages;
  final Waits waits = new Waits();

  private final Clock clock;
  private final Weather weather;
  private final Map<ActorRef, ActorModel> actors = new TreeMap<>();
  private final Map<ActorRef, BoardModel> boards = new TreeMap<>();

  /** What turns have seen of other actors, by the operation that they do. */
  private final Map<String, List<Sight>> sights = new HashMap<>();

  /** What an actor is said to have done. */
  private record Sight(ActorRef of, List<String> ids) {}

  Model(Clock clock, int attempts, Weather weather) {
    this.clock = clock;
    this.weather = weather;
    this.messages = new Messages(attempts, weather.isCalm());
  }

  ActorModel of(ActorRef ref) {
    return actors.computeIfAbsent(ref, key -> new ActorModel(key, operations));
  }

  /** One of which nothing is stored. */
  BoardModel board(ActorRef ref) {
    return boards.computeIfAbsent(ref, BoardModel::new);
  }

  /** Those of which something may be stored. */
  Collection<ActorRef> actors() {
    return actors.keySet();
  }

  Collection<BoardModel> boards() {
    return boards.values();
  }

  /** Somebody has become the owner. */
  void owned(ActorRef ref, long epoch) {
    if (!boards.containsKey(ref)) {
      of(ref).owned(epoch);
    }
  }

  /** Storage has accepted the entry. */
  void stored(JournalEntry entry) {
    switch (entry) {
      case TurnRecord turn -> turn(turn);
      case Remembered changesNothing -> {}
      case InboxEntry.Accepted accepted -> messages.stored(accepted.message());
      case InboxEntry.ReminderFired fired -> messages.fired(fired, clock.nowMs());
      case InboxEntry.Postponed postponed -> messages.postponed(postponed.message());
      case InboxEntry.Exhumed exhumed -> messages.exhumed(exhumed);
      case InboxEntry.DeadLettered dead ->
          messages.died(dead, weather.isRough(), weather.isBrittle());
    }
  }

  /** A turn that does the operation has seen that these are done. */
  void saw(String operation, ActorRef of, List<String> ids) {
    sights.computeIfAbsent(operation, key -> new ArrayList<>()).add(new Sight(of, ids));
  }

  private void turn(TurnRecord turn) {
    ActorRef ref = turn.ref();
    Set<String> done = new TreeSet<>(of(ref).state().operations());
    of(ref).append(turn, messages.consumed(ref, turn.consumed()));
    for (String operation : of(ref).state().operations()) {
      if (!done.contains(operation)) {
        sights
            .getOrDefault(operation, List.of())
            .forEach(each -> of(each.of()).requireShown(each.ids()));
      }
    }
    if (turn.change() instanceof Change.Tombstone) {
      messages.drop(ref);
    }
    turn.reminders().forEach(change -> messages.changed(ref, change));
    for (InboxMessage message : turn.outbox()) {
      String id = LedgerState.parse(message.payload()).path("op").asText();
      var unused = operations.doneBy(message.target(), id);
      if (!of(message.target()).isClosed()) {
        messages.stored(message);
      }
    }
  }

  /** A snapshot is about to be stored. */
  void requireTrue(ActorSnapshot snapshot) {
    LedgerState state = of(snapshot.ref()).stateAt(snapshot.seq());
    Violation.require(
        LedgerState.of(snapshot.state()).equals(state),
        "the snapshot of %s at turn %d is %s, not %s",
        snapshot.ref(),
        snapshot.seq(),
        snapshot.state(),
        state);
  }
}
