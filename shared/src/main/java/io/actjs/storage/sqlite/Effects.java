package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
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
  private final boolean readBack;
  private final long pos;
  private final byte[] data;

  private Effects(ActorIndex index, FoldMark mark, boolean readBack, long pos, byte[] data) {
    this.index = index;
    this.mark = mark;
    this.readBack = readBack;
    this.pos = pos;
    this.data = data;
  }

  static Effects ofCommit(ActorIndex index, long pos, byte[] data) {
    return new Effects(index, FoldMark.NONE, false, pos, data);
  }

  static Effects ofReadBack(ActorIndex index, FoldMark mark, long pos, byte[] data) {
    return new Effects(index, mark, true, pos, data);
  }

  void apply(Located located) throws SQLException {
    switch (located.entry()) {
      case TurnRecord turn -> apply(turn, located);
      case Remembered(var reply, _) -> remember(reply);
      case InboxEntry.Accepted(var message, var reply) -> {
        deliver(message);
        remember(reply);
      }
      case InboxEntry.ReminderFired fired -> {
        InboxMessage due = fired.reminder();
        long next = fired.nextDueAt();
        setLater(fired.ref(), due.id(), next > 0 ? due.occurringAt(next) : null);
        deliver(fired.message());
      }
      case InboxEntry.Postponed postponed -> {
        InboxMessage message = postponed.message();
        withdraw(message.target(), message.id());
        setLater(message.target(), message.id(), message);
      }
      case InboxEntry.DeadLettered dead -> {
        String id = dead.message().id();
        withdraw(dead.ref(), id);
        setLetter(dead.ref(), id, DeadLetter.of(dead));
        if (dead.next() != null) {
          setLater(dead.ref(), dead.next().id(), dead.next());
        }
      }
      case InboxEntry.Exhumed exhumed -> {
        setLetter(exhumed.ref(), exhumed.messageId(), null);
        if (exhumed.again() != null) {
          deliver(exhumed.again());
        }
      }
    }
  }

  private void apply(TurnRecord turn, Located located) throws SQLException {
    IndexedActor actor = actor(turn.ref());
    remember(turn.reply());
    if (turn.consumed() != null) {
      withdraw(turn.ref(), turn.consumed());
    }
    for (ReminderChange change : turn.reminders()) {
      switch (change) {
        case ReminderChange.Scheduled set ->
            setLater(turn.ref(), set.message().id(), set.message());
        case ReminderChange.Cancelled cancelled -> {
          setLater(turn.ref(), cancelled.id(), null);
          withdraw(turn.ref(), cancelled.id());
        }
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
              turn.tags(),
              data,
              located.offset(),
              located.length()));
    }
    for (InboxMessage message : turn.outbox()) {
      deliver(message);
    }
  }

  /**
   * Repeats effects that the table may have: the last one of each message counts, and it is among
   * those that are laid over. A closed actor has nothing to do later, whatever came before.
   */
  private void setLater(ActorRef ref, String id, @Nullable InboxMessage now) throws SQLException {
    if (!mark.isPast(pos, ref)) {
      IndexedActor actor = actor(ref);
      if (!actor.isClosed()) {
        actor.setLater(pos, id, now);
      }
    }
  }

  /** Repeats effects as well. The table has all letters of an actor before its inbox. */
  private void setLetter(ActorRef ref, String id, @Nullable DeadLetter now) throws SQLException {
    if (!mark.covers(pos, ref, id)) {
      actor(ref).setLetter(pos, id, now);
    }
  }

  /** Repeats effects as well: the last reply of each scope counts. */
  private void remember(@Nullable KeyedReply reply) throws SQLException {
    if (reply != null && !mark.isPast(pos, reply.ref())) {
      actor(reply.ref()).setReply(pos, reply);
    }
  }

  private void withdraw(ActorRef ref, String id) throws SQLException {
    if (!mark.covers(pos, ref, id)) {
      actor(ref).remove(pos, id);
    }
  }

  private void deliver(InboxMessage message) throws SQLException {
    if (mark.covers(pos, message.target(), message.id())) {
      return;
    }
    IndexedActor target = actor(message.target());
    if (target.isClosed()) {
      target.setLetter(pos, message.id(), DeadLetter.undeliverable(message));
    } else {
      target.add(pos, message, readBack);
    }
  }

  private IndexedActor actor(ActorRef ref) throws SQLException {
    IndexedActor actor = index.get(ref);
    index.hold(actor);
    return actor;
  }
}
