package io.actjs.storage.postgres.commit;

import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalBatch;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.TurnRecord;
import io.actjs.storage.ActorDraft;
import io.actjs.storage.CommitDecision;
import io.actjs.storage.CommitResult;
import io.actjs.storage.DeadLetter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A decided batch, and the effects of its accepted entries: on each of the actors, which were read
 * and locked, and elsewhere. It does no I/O.
 */
final class Decision {
  private final Map<ActorRef, LockedActor> actors;
  private final List<CommitResult> results;
  private final List<TurnRecord> turns = new ArrayList<>();
  private final NewReplies replies = new NewReplies();
  private final List<AuditEntry> audited = new ArrayList<>();
  private final Map<MessageKey, Optional<DeadLetter>> deadLetters = new LinkedHashMap<>();

  private Decision(Map<ActorRef, LockedActor> actors, List<CommitResult> results) {
    this.actors = actors;
    this.results = results;
  }

  /**
   * @param actors those that the entries are of, and those that their messages go to
   */
  static Decision on(JournalBatch batch, Map<ActorRef, LockedActor> actors) {
    List<CommitResult> results =
        CommitDecision.on(
            batch, ActorDraft.perActor(ref -> Objects.requireNonNull(actors.get(ref))));
    Decision decision = new Decision(actors, results);
    for (int i = 0; i < batch.size(); i++) {
      if (results.get(i) == CommitResult.COMMITTED) {
        decision.add(batch.entries().get(i));
      }
    }
    return decision;
  }

  private LockedActor actor(ActorRef ref) {
    return Objects.requireNonNull(actors.get(ref));
  }

  private void add(JournalEntry entry) {
    if (entry.audit() != null) {
      audited.add(entry.audit());
    }
    LockedActor actor = actor(entry.ref());
    switch (entry) {
      case TurnRecord turn -> {
        actor.append(turn);
        turns.add(turn);
        replies.add(turn.reply());
        turn.outbox().forEach(this::deliver);
      }
      case Remembered(var reply, _) -> replies.add(reply);
      case InboxEntry.Accepted(var message, var reply) -> {
        actor.inbox().add(message);
        replies.add(reply);
      }
      case InboxEntry.ReminderFired fired -> {
        actor.later().fire(fired);
        actor.inbox().add(fired.message());
      }
      case InboxEntry.Postponed postponed -> {
        actor.inbox().remove(postponed.message().id());
        actor.later().put(postponed.message());
      }
      case InboxEntry.DeadLettered dead -> {
        actor.inbox().remove(dead.message().id());
        bury(DeadLetter.of(dead));
        if (dead.next() != null) {
          actor.later().put(dead.next());
        }
      }
      case InboxEntry.Exhumed exhumed -> {
        deadLetters.put(new MessageKey(exhumed.ref(), exhumed.messageId()), Optional.empty());
        if (exhumed.again() != null) {
          actor.inbox().add(exhumed.again());
        }
      }
    }
  }

  private void bury(DeadLetter letter) {
    InboxMessage message = letter.message();
    deadLetters.put(new MessageKey(message.target(), message.id()), Optional.of(letter));
  }

  private void deliver(InboxMessage message) {
    LockedActor target = actor(message.target());
    if (target.isClosed()) {
      bury(DeadLetter.undeliverable(message));
    } else {
      target.inbox().add(message);
    }
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

  /** What the audit is told, in this order. */
  List<AuditEntry> audited() {
    return audited;
  }

  NewReplies replies() {
    return replies;
  }

  /** What becomes of each that changes; an empty one is not among the dead letters any more. */
  Map<MessageKey, Optional<DeadLetter>> deadLetters() {
    return deadLetters;
  }
}
