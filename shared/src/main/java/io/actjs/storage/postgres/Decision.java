package io.actjs.storage.postgres;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.CommitResult;
import io.actjs.storage.DeadLetter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What becomes of each entry of a batch, in order, each seeing those before it. Pure: it works on
 * the actors as they were read and locked, and does no I/O.
 */
final class Decision {
  private final Map<ActorRef, LockedActor> actors;
  private final List<CommitResult> results = new ArrayList<>();
  private final List<TurnRecord> turns = new ArrayList<>();
  private final List<DeadLetter> deadLetters = new ArrayList<>();

  private Decision(Map<ActorRef, LockedActor> actors) {
    this.actors = actors;
  }

  /**
   * @param actors those that the entries are of, and those that their messages go to
   */
  static Decision on(List<JournalEntry> batch, Map<ActorRef, LockedActor> actors) {
    Decision decision = new Decision(actors);
    for (JournalEntry entry : batch) {
      decision.results.add(
          switch (entry) {
            case TurnRecord turn -> decision.turn(turn);
            case InboxEntry.Accepted accepted ->
                decision.actor(accepted.ref()).accept(accepted.message());
            case InboxEntry.ReminderFired fired -> decision.actor(fired.ref()).fire(fired);
            case InboxEntry.DeadLettered dead -> decision.deadLetter(dead);
          });
    }
    return decision;
  }

  private LockedActor actor(ActorRef ref) {
    return Objects.requireNonNull(actors.get(ref));
  }

  private CommitResult turn(TurnRecord turn) {
    CommitResult result = actor(turn.ref()).append(turn);
    if (result == CommitResult.COMMITTED) {
      turns.add(turn);
      turn.outbox().forEach(this::deliver);
    }
    return result;
  }

  private void deliver(InboxMessage message) {
    if (actor(message.target()).accept(message) == CommitResult.CLOSED) {
      deadLetters.add(DeadLetter.undeliverable(message));
    }
  }

  private CommitResult deadLetter(InboxEntry.DeadLettered dead) {
    CommitResult result = actor(dead.ref()).giveUp(dead.message());
    if (result == CommitResult.COMMITTED) {
      deadLetters.add(new DeadLetter(dead.message(), dead.attempts(), dead.reason(), dead.at()));
    }
    return result;
  }

  List<CommitResult> results() {
    return results;
  }

  long committed() {
    return results.stream().filter(CommitResult.COMMITTED::equals).count();
  }

  Collection<LockedActor> actors() {
    return actors.values();
  }

  /** To be stored, in this order. */
  List<TurnRecord> turns() {
    return turns;
  }

  List<DeadLetter> deadLetters() {
    return deadLetters;
  }
}
