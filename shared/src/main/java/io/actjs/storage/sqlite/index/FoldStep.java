package io.actjs.storage.sqlite.index;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.Reminder;
import io.actjs.storage.ActorShard;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.codec.ByteWriter;
import io.actjs.storage.codec.HeadersCodec;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import java.sql.SQLException;
import java.util.List;

/**
 * One small piece of moving an actor's unapplied effects into the tables. An actor's steps come in
 * this order: dead letters, inbox by message id, reminders, closing, turns. The order is what makes
 * a fold that a crash cut short repeatable: dead letters and reminders replace themselves, the
 * inbox has the fold mark, turns have the actor's head, and an actor is closed before its head says
 * so.
 */
public sealed interface FoldStep {
  /** Roughly how many bytes the step writes. */
  int bytes();

  /** The work that needs no write lock. */
  default void prepare() {}

  /** The work under the write lock, after {@link #prepare}. */
  void write(Session session, ActorRef ref) throws SQLException;

  /** A message that was given up. */
  record Bury(DeadLetter letter) implements FoldStep {
    @Override
    public int bytes() {
      return letter.message().payload().length();
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      InboxMessage message = letter.message();
      session.update(
          Sql.INSERT_DEAD_LETTER,
          message.id(),
          ref.className(),
          ref.id(),
          message.type(),
          message.payload(),
          message.sender(),
          message.at(),
          HeadersCodec.toColumn(message.headers()),
          letter.attempts(),
          letter.reason(),
          letter.at());
    }
  }

  /** A step on the inbox. */
  sealed interface OfMessage extends FoldStep {
    String messageId();
  }

  /** A message that no turn has consumed so far. */
  record Deliver(InboxMessage message) implements OfMessage {
    @Override
    public String messageId() {
      return message.id();
    }

    @Override
    public int bytes() {
      return message.payload().length();
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      session.update(
          Sql.INSERT_MESSAGE,
          ref.className(),
          ref.id(),
          message.id(),
          message.type(),
          message.payload(),
          message.sender(),
          message.at(),
          HeadersCodec.toColumn(message.headers()),
          ActorShard.of(ref));
    }
  }

  /** A message of the table that was consumed. */
  record Withdraw(String messageId) implements OfMessage {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      session.update(Sql.DELETE_MESSAGE, ref.className(), ref.id(), messageId);
    }
  }

  /** A step on the reminders. */
  sealed interface OfReminder extends FoldStep {}

  /** A reminder as it is pending. */
  record Remind(Reminder reminder) implements OfReminder {
    @Override
    public int bytes() {
      return reminder.payload().length();
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      session.update(
          Sql.SET_REMINDER,
          ref.className(),
          ref.id(),
          reminder.id(),
          reminder.dueAt(),
          reminder.everyMs(),
          reminder.type(),
          reminder.payload(),
          HeadersCodec.toColumn(reminder.headers()),
          reminder.setAt(),
          ActorShard.of(ref));
    }
  }

  /** A reminder that fired for the last time or was cancelled. */
  record Forget(String reminderId) implements OfReminder {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      session.update(Sql.DELETE_REMINDER, ref.className(), ref.id(), reminderId);
    }
  }

  /** A tombstoned actor keeps its head and journal only. */
  record Close() implements FoldStep {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      session.update(Sql.DELETE_INBOX, ref.className(), ref.id());
      session.update(Sql.DELETE_REMINDERS, ref.className(), ref.id());
      session.update(Sql.DELETE_SNAPSHOT, ref.className(), ref.id());
      session.update(Sql.DELETE_RETAINED, ref.className(), ref.id());
    }
  }

  /** Consecutive turns become one chunk of the journal, the last of them the actor's head. */
  final class Append implements FoldStep {
    private final ActorRef actor;
    private final List<StoredTurn> turns;
    private final int bytes;
    private byte[] chunk = {};

    Append(ActorRef actor, List<StoredTurn> turns, int bytes) {
      this.actor = actor;
      this.turns = turns;
      this.bytes = bytes;
    }

    @Override
    public int bytes() {
      return bytes;
    }

    @Override
    public void prepare() {
      ByteWriter out = JournalCodec.beginChunk(1 + bytes);
      for (StoredTurn turn : turns) {
        JournalCodec.appendStored(out, actor, turn.data(), turn.offset(), turn.length());
      }
      chunk = out.toByteArray();
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      StoredTurn last = turns.getLast();
      session.update(
          Sql.INSERT_CHUNK, ref.className(), ref.id(), turns.getFirst().seq(), last.seq(), chunk);
      session.update(
          Sql.SET_HEAD,
          ref.className(),
          ref.id(),
          last.version().toString(),
          last.seq(),
          last.epoch(),
          last.tombstone() ? 1 : 0,
          last.tombstone() ? last.at() : 0);
    }
  }
}
