package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Reminder;
import io.actjs.model.ReminderChange;
import io.actjs.model.TurnRecord;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.codec.JournalCodec.Located;
import io.actjs.storage.sqlite.index.ActorIndex;
import io.actjs.storage.sqlite.index.IndexedActor;
import io.actjs.storage.sqlite.index.StoredTurn;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Lays the entries of one segment over the actors of the index: right after its commit, and when it
 * is read back. Then a fold may have brought some of its effects into the tables already; the
 * actors' heads and the fold mark tell which. The caller holds the index's lock.
 */
final class Effects {
  private final ActorIndex index;
  private final FoldMark mark;
  private final long pos;
  private final byte[] data;

  Effects(ActorIndex index, FoldMark mark, long pos, byte[] data) {
    this.index = index;
    this.mark = mark;
    this.pos = pos;
    this.data = data;
  }

  void apply(Located located) throws SQLException {
    switch (located.entry()) {
      case TurnRecord turn -> apply(turn, located);
      case InboxEntry.Accepted accepted -> deliver(accepted.message());
      case InboxEntry.ReminderFired fired -> {
        Reminder reminder = fired.reminder();
        long next = fired.nextDueAt();
        remind(fired.ref(), reminder.id(), next > 0 ? reminder.at(next) : null);
        deliver(fired.message());
      }
      case InboxEntry.DeadLettered dead -> {
        InboxMessage message = dead.message();
        if (!mark.covers(pos, message.target(), message.id())) {
          IndexedActor target = actor(message.target());
          target.remove(pos, message.id());
          target.bury(pos, new DeadLetter(message, dead.attempts(), dead.reason(), dead.at()));
        }
      }
    }
  }

  private void apply(TurnRecord turn, Located located) throws SQLException {
    IndexedActor actor = actor(turn.ref());
    String consumed = turn.consumed();
    if (consumed != null && !mark.covers(pos, turn.ref(), consumed)) {
      actor.remove(pos, consumed);
    }
    for (ReminderChange change : turn.reminders()) {
      switch (change) {
        case ReminderChange.Scheduled set ->
            remind(turn.ref(), set.reminder().id(), set.reminder());
        case ReminderChange.Cancelled cancelled -> remind(turn.ref(), cancelled.id(), null);
      }
    }
    if (turn.seq() > actor.seq()) {
      actor.append(
          new StoredTurn(
              pos,
              turn.seq(),
              turn.epoch(),
              turn.version(),
              turn.change() instanceof Change.Tombstone,
              turn.at(),
              data,
              located.offset(),
              located.length()));
    }
    for (InboxMessage message : turn.outbox()) {
      deliver(message);
    }
  }

  /**
   * Repeats effects that the table may have: the last one of each reminder counts, and it is among
   * those that are laid over. A closed actor has no reminders, whatever came before.
   */
  private void remind(ActorRef ref, String id, @Nullable Reminder now) throws SQLException {
    if (!mark.isPast(pos, ref)) {
      IndexedActor actor = actor(ref);
      if (!actor.isClosed()) {
        actor.setReminder(pos, id, now);
      }
    }
  }

  private void deliver(InboxMessage message) throws SQLException {
    if (mark.covers(pos, message.target(), message.id())) {
      return;
    }
    IndexedActor target = actor(message.target());
    if (target.isClosed()) {
      target.bury(pos, DeadLetter.undeliverable(message));
    } else {
      target.add(pos, message);
    }
  }

  private IndexedActor actor(ActorRef ref) throws SQLException {
    IndexedActor actor = index.get(ref);
    index.hold(actor);
    return actor;
  }
}
