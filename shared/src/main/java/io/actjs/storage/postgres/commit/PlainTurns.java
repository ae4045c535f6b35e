package io.actjs.storage.postgres.commit;

import io.actjs.model.ActorRef;
import io.actjs.model.Change;
import io.actjs.model.JournalEntry;
import io.actjs.model.TurnRecord;
import io.actjs.storage.jdbc.Rows;
import io.actjs.storage.postgres.pool.Columns;
import io.actjs.storage.postgres.pool.Session;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A batch of turns that do nothing but change their actors, which most batches are; what requests
 * under keys were answered is stored with them. Nothing has to be read to decide it: the statement
 * that moves the heads compares each with what its owner believes, and locks it, in one.
 *
 * <p>It stores all of the batch or nothing: when one head is not as it should be, {@link
 * GroupCommit} decides the batch entry by entry.
 */
final class PlainTurns {
  private final List<TurnRecord> turns;
  private final NewReplies replies;
  private final List<Move> moves;

  /**
   * The effect of the batch on an actor's head.
   *
   * @param before the seq that its owner believes it has
   * @param firstAt when the batch's first turn of the actor began
   * @param last the batch's last turn of the actor
   */
  private record Move(long before, long firstAt, TurnRecord last) {
    Move(TurnRecord first) {
      this(first.seq() - 1, first.at(), first);
    }

    Move with(TurnRecord next) {
      return new Move(before, firstAt, next);
    }

    boolean isContinuedBy(TurnRecord turn) {
      return turn.seq() == last.seq() + 1 && turn.epoch() == last.epoch();
    }
  }

  private PlainTurns(List<TurnRecord> turns, NewReplies replies, List<Move> moves) {
    this.turns = turns;
    this.replies = replies;
    this.moves = moves;
  }

  /** The batch, if it is nothing else; else null. */
  static @Nullable PlainTurns of(List<JournalEntry> batch) {
    List<TurnRecord> turns = new ArrayList<>(batch.size());
    NewReplies replies = new NewReplies();
    Map<ActorRef, Move> moves = new TreeMap<>();
    for (JournalEntry entry : batch) {
      if (!(entry instanceof TurnRecord turn) || !isPlain(turn)) {
        return null;
      }
      Move earlier = moves.get(turn.ref());
      if (earlier != null && !earlier.isContinuedBy(turn)) {
        return null;
      }
      moves.put(turn.ref(), earlier == null ? new Move(turn) : earlier.with(turn));
      turns.add(turn);
      replies.add(turn.reply());
    }
    return new PlainTurns(turns, replies, List.copyOf(moves.values()));
  }

  private static boolean isPlain(TurnRecord turn) {
    return turn.outbox().isEmpty()
        && turn.reminders().isEmpty()
        && turn.consumed() == null
        && turn.tags() == null
        && turn.audit() == null
        && !(turn.change() instanceof Change.Tombstone);
  }

  /** Whether the batch is stored with the transaction's end; if not, it leaves no trace. */
  boolean store(Session session) throws SQLException {
    Columns<Move> heads = Columns.of(moves);
    Set<ActorRef> moved = new HashSet<>();
    session.pipeline(
        List.of(
            Session.Step.read(
                CommitSql.MOVE_HEADS,
                row -> moved.add(Rows.ref(row)),
                heads.texts(move -> move.last().ref().className()),
                heads.texts(move -> move.last().ref().id()),
                heads.texts(move -> move.last().version().toString()),
                heads.numbers(Move::before),
                heads.numbers(move -> move.last().seq()),
                heads.numbers(move -> move.last().epoch()),
                heads.numbers(Move::firstAt),
                heads.numbers(move -> move.last().at()))));
    if (moved.size() < moves.size()) {
      session.rollbackOnly();
      return false;
    }
    List<Session.Step> writes = new ArrayList<>(replies.steps());
    writes.addAll(RowSteps.insertTurns(turns));
    session.endWith(writes);
    return true;
  }

  int size() {
    return turns.size();
  }
}
