package io.actjs.storage.sqlite.index;

import io.actjs.model.ActorRef;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Standing;
import io.actjs.storage.ActorShard;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.codec.ByteWriter;
import io.actjs.storage.codec.HeadersCodec;
import io.actjs.storage.codec.JournalCodec;
import io.actjs.storage.jdbc.RowSum;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One small piece of moving an actor's unapplied effects into the tables. An actor's steps come in
 * this order: replies, dead letters, inbox by message id, what is due later, closing, turns. The
 * order is what makes a fold that a crash cut short repeatable: what is said of a message replaces
 * what was said before, the inbox has the fold mark besides, turns have the actor's head, and an
 * actor is closed before its head says so.
 */
public sealed interface FoldStep {
  /** Roughly how many bytes the step writes. */
  int bytes();

  /** The work that needs no write lock. */
  default void prepare() {}

  /** The work under the write lock, after {@link #prepare}. */
  void write(Session session, ActorRef ref) throws SQLException;

  /** What some requests under keys were answered. */
  record Remember(List<KeyedReply> replies) implements FoldStep {
    /** About as much work as a chunk of turns; so many rows has {@link Sql#SET_FOUR_REPLIES}. */
    static final int MOST = 4;

    @Override
    public int bytes() {
      return replies.stream().mapToInt(reply -> reply.answer().length()).sum();
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      boolean areMost = replies.size() == MOST;
      int rows = areMost ? MOST : 1;
      for (int i = 0; i < replies.size(); i += rows) {
        session.update(
            areMost ? Sql.SET_FOUR_REPLIES : Sql.SET_REPLY,
            replies.subList(i, i + rows).stream().flatMap(Remember::columns).toArray());
      }
    }

    private static Stream<Object> columns(KeyedReply reply) {
      return Stream.of(
          reply.ref().className(),
          reply.ref().id(),
          reply.key().scope(),
          reply.key().fingerprint(),
          reply.expiresAt(),
          reply.answer().getBytes(StandardCharsets.UTF_8),
          RowSum.of(reply));
    }
  }

  /** A step on the dead letters. */
  sealed interface OfLetter extends FoldStep {}

  /** A message that was given up. */
  record Bury(DeadLetter letter) implements OfLetter {
    @Override
    public int bytes() {
      return letter.message().payload().length();
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      InboxMessage message = letter.message();
      session.update(
          Sql.SET_DEAD_LETTER,
          message.id(),
          ref.className(),
          ref.id(),
          message.type(),
          message.payload(),
          message.sender(),
          message.at(),
          HeadersCodec.toColumn(message.headers()),
          message.standing().dueAt(),
          message.standing().everyMs(),
          message.standing().lost(),
          letter.attempts(),
          letter.reason(),
          letter.at(),
          RowSum.of(letter));
    }
  }

  /** A message that is tried again, or forgotten. */
  record Exhume(String messageId) implements OfLetter {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      session.update(Sql.DELETE_DEAD_LETTER, ref.className(), ref.id(), messageId);
    }
  }

  /** A row of the inbox, or of what is due later. */
  private static void write(Session session, String sql, InboxMessage message) throws SQLException {
    ActorRef target = message.target();
    Standing standing = message.standing();
    session.update(
        sql,
        target.className(),
        target.id(),
        message.id(),
        message.type(),
        message.payload(),
        message.sender(),
        message.at(),
        HeadersCodec.toColumn(message.headers()),
        standing.dueAt(),
        standing.everyMs(),
        standing.attempts(),
        standing.lost(),
        standing.lastError(),
        ActorShard.of(target),
        RowSum.of(message));
  }

  /** A step on the inbox. */
  sealed interface OfMessage extends FoldStep {
    String messageId();
  }

  /** A message as it is in the inbox. */
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
      FoldStep.write(session, Sql.SET_MESSAGE, message);
    }
  }

  /** A message of the table that has left the inbox. */
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

  /** A step on what is due later. */
  sealed interface OfLater extends FoldStep {}

  /** A message that is due later. */
  record PutOff(InboxMessage message) implements OfLater {
    @Override
    public int bytes() {
      return message.payload().length();
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      FoldStep.write(session, Sql.SET_LATER, message);
    }
  }

  /** A message that is due, or was cancelled. */
  record Recall(String messageId) implements OfLater {
    @Override
    public int bytes() {
      return 0;
    }

    @Override
    public void write(Session session, ActorRef ref) throws SQLException {
      session.update(Sql.DELETE_LATER, ref.className(), ref.id(), messageId);
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
      session.update(Sql.DELETE_ALL_LATER, ref.className(), ref.id());
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
      ByteWriter out = JournalCodec.begin(bytes);
      for (StoredTurn turn : turns) {
        JournalCodec.appendStored(out, actor, turn.data(), turn.offset(), turn.length());
      }
      chunk = JournalCodec.sealed(out);
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
          last.tombstone() ? last.at() : 0,
          turns.getFirst().at(),
          last.at());
      List<String> tags = tags();
      if (tags != null) {
        TaggedRows.set(session, ref, tags);
      }
    }

    /** What the turns leave the actor with; null when they leave its tags as they are. */
    private @Nullable List<String> tags() {
      if (turns.getLast().tombstone()) {
        return List.of();
      }
      List<String> tags = null;
      for (StoredTurn turn : turns) {
        tags = turn.tags() == null ? tags : turn.tags();
      }
      return tags;
    }
  }
}
