package io.actjs.storage;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalBatch;
import io.actjs.model.JournalEntry;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Decides the entries of a batch, in order, each as if the accepted ones before it were stored.
 * Pure: it reads the actors' drafts, and changes nothing else. Drivers store the accepted entries
 * as they are, and nothing of the others.
 *
 * <p>Checking changes nothing, and applying refuses nothing. So records that belong together can
 * all be checked first, and then be applied all or none; a refused entry leaves no trace for the
 * entries after it.
 */
public final class CommitDecision {
  private final Function<ActorRef, ActorDraft> drafts;

  private CommitDecision(Function<ActorRef, ActorDraft> drafts) {
    this.drafts = drafts;
  }

  /**
   * Decides a batch.
   *
   * @param drafts the actors of the entries and those that receive their messages; an actor has one
   *     draft throughout
   * @return one result per entry, in the order of the entries
   */
  public static List<CommitResult> on(JournalBatch batch, Function<ActorRef, ActorDraft> drafts) {
    CommitDecision decision = new CommitDecision(drafts);
    List<CommitResult> results = new ArrayList<>(batch.size());
    Iterator<JournalBatch.Need> needs = batch.needs().iterator();
    JournalBatch.@Nullable Need need = needs.hasNext() ? needs.next() : null;
    for (JournalEntry entry : batch.entries()) {
      boolean founded = true;
      while (need != null && need.entry() == results.size()) {
        founded &= results.get(need.needed()) == CommitResult.COMMITTED;
        need = needs.hasNext() ? needs.next() : null;
      }
      results.add(founded ? decision.decide(entry) : CommitResult.UNFOUNDED);
    }
    return results;
  }

  private CommitResult decide(JournalEntry entry) {
    ActorDraft actor = drafts.apply(entry.ref());
    CommitResult result = check(entry, actor);
    if (result == CommitResult.COMMITTED) {
      apply(entry, actor);
    }
    return result;
  }

  private static CommitResult check(JournalEntry entry, ActorDraft actor) {
    if (actor.isClosed() && !(entry instanceof InboxEntry.Exhumed exhumed && isDropped(exhumed))) {
      return CommitResult.CLOSED;
    }
    return switch (entry) {
      case TurnRecord turn -> check(turn, actor);
      case Remembered remembered ->
          remembered.epoch() < actor.fence() ? CommitResult.FENCED : CommitResult.COMMITTED;
      case InboxEntry.Accepted(var message, var reply) ->
          consumed(reply == null || !actor.remembers(reply, message.at()));
      case InboxEntry.ReminderFired fired -> {
        OptionalLong dueAt = OptionalLong.of(fired.reminder().dueAt());
        yield consumed(actor.dueAt(fired.reminder().id()).equals(dueAt));
      }
      case InboxEntry.Postponed postponed -> consumed(actor.isPending(postponed.message().id()));
      case InboxEntry.DeadLettered dead -> consumed(actor.isPending(dead.message().id()));
      case InboxEntry.Exhumed exhumed ->
          consumed(
              actor.isDead(exhumed.messageId())
                  && (exhumed.again() == null || isNowhere(exhumed.again().id(), actor)));
    };
  }

  private static boolean isDropped(InboxEntry.Exhumed exhumed) {
    return exhumed.again() == null;
  }

  private static boolean isNowhere(String messageId, ActorDraft actor) {
    return !actor.isPending(messageId) && actor.dueAt(messageId).isEmpty();
  }

  private static CommitResult check(TurnRecord turn, ActorDraft actor) {
    if (turn.epoch() < actor.fence()) {
      return CommitResult.FENCED;
    }
    if (turn.seq() != actor.seq() + 1) {
      return CommitResult.CONFLICT;
    }
    return consumed(turn.consumed() == null || actor.isPending(turn.consumed()));
  }

  private static CommitResult consumed(boolean pending) {
    return pending ? CommitResult.COMMITTED : CommitResult.ALREADY_CONSUMED;
  }

  private void apply(JournalEntry entry, ActorDraft actor) {
    switch (entry) {
      case TurnRecord turn -> apply(turn, actor);
      case Remembered(var reply, _) -> actor.remember(reply);
      case InboxEntry.Accepted(var message, var reply) -> {
        actor.setPending(message.id(), true);
        actor.remember(reply);
      }
      case InboxEntry.ReminderFired fired -> {
        long next = fired.nextDueAt();
        actor.setDueAt(
            fired.reminder().id(), next > 0 ? OptionalLong.of(next) : OptionalLong.empty());
        actor.setPending(fired.message().id(), true);
      }
      case InboxEntry.Postponed postponed -> {
        actor.setPending(postponed.message().id(), false);
        setLater(postponed.message(), actor);
      }
      case InboxEntry.DeadLettered dead -> {
        actor.setPending(dead.message().id(), false);
        actor.setDead(dead.message().id(), true);
        if (dead.next() != null) {
          setLater(dead.next(), actor);
        }
      }
      case InboxEntry.Exhumed exhumed -> {
        actor.setDead(exhumed.messageId(), false);
        if (exhumed.again() != null) {
          actor.setPending(exhumed.again().id(), true);
        }
      }
    }
  }

  private static void setLater(InboxMessage message, ActorDraft actor) {
    actor.setDueAt(message.id(), OptionalLong.of(message.dueAt()));
  }

  private void apply(TurnRecord turn, ActorDraft actor) {
    if (turn.consumed() != null) {
      actor.setPending(turn.consumed(), false);
    }
    actor.append(turn);
    actor.remember(turn.reply());
    for (ReminderChange change : turn.reminders()) {
      switch (change) {
        case ReminderChange.Scheduled set -> setLater(set.message(), actor);
        case ReminderChange.Cancelled cancelled -> {
          actor.setDueAt(cancelled.id(), OptionalLong.empty());
          actor.setPending(cancelled.id(), false);
        }
      }
    }
    for (InboxMessage message : turn.outbox()) {
      deliver(message, drafts.apply(message.target()));
    }
  }

  private static void deliver(InboxMessage message, ActorDraft target) {
    if (target.isClosed()) {
      target.setDead(message.id(), true);
    } else {
      target.setPending(message.id(), true);
    }
  }
}
