package io.actjs.storage.postgres.commit;

import io.actjs.model.ActorRef;
import io.actjs.model.JournalBatch;
import io.actjs.storage.CommitResult;
import io.actjs.storage.jdbc.AuditTable;
import io.actjs.storage.postgres.pool.Database;
import io.actjs.storage.postgres.pool.Session;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Stores a batch in one transaction, in two round trips: lock and read; write and commit. A batch
 * of {@link PlainTurns} needs no reads: its heads are compared, locked and moved by one statement.
 *
 * <p>Why it is right while other processes commit. Every transaction that changes anything of an
 * actor first locks the actor's row and keeps it locked until its end: this one locks those of all
 * its entries and of the actors that their messages go to. So what was read under the lock stays
 * true until the commit, the batch can be decided in Java ({@link Decision}), and it is the same as
 * if the batches had come one after the other. A statement sees what was committed before it began,
 * so what is read after the lock was granted includes all that its former holder stored.
 *
 * <p>Why nothing waits in a circle. Batches lock rows in the order of their keys, in one statement,
 * holding nothing else that another batch wants. Rows that are not there yet are made in a
 * transaction of their own, also in that order; the next attempt finds them, as rows that are fresh
 * or held are not dropped ({@code UnbornActors}, {@code Retention}). Order locks are taken after
 * all row locks and in the order of their shards, so who holds one waits for later ones only. The
 * audit's lock comes between both: all others take it last, and nobody takes it who holds an order
 * lock.
 *
 * <p>Why a reader of the journal's order misses nothing. Turns have positions, and an order, within
 * their {@link ActorShard}. Positions of a shard are drawn by one transaction at a time: whoever
 * draws holds the shard's order lock, which PostgreSQL releases after the transaction has become
 * visible. So the positions of a shard become visible in their order, and a reader keeps one
 * position a shard. The journal of a process puts a shard always into the same lane, so its lanes
 * do not wait for each other's order; servers that share actors of a shard do.
 *
 * <p>When the answer to a COMMIT is lost, the {@link Committer} tells whether the batch is stored:
 * its decision stands, or it is attempted again. Where not even that is known in time, whoever
 * activates one of its actors next changes that actor's row, so it waits until that transaction has
 * ended either way and then reads what is true; and its new epoch fences whatever the old owner
 * sends later.
 */
public final class GroupCommit {
  /** Attempts, each of which makes the rows that the one before it did not find. */
  private static final int ATTEMPTS = 5;

  private final Database database;
  private final AuditTable audit;
  private final LongAdder commits = new LongAdder();
  private final LongAdder entries = new LongAdder();

  /**
   * @param audit where entries write that have something for it
   */
  public GroupCommit(Database database, AuditTable audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * @param decision null when actors have no row; then nothing has changed
   */
  private record Attempt(@Nullable Decision decision, List<ActorRef> missing) {}

  public List<CommitResult> commit(JournalBatch batch) {
    if (batch.entries().isEmpty()) {
      return List.of();
    }
    PlainTurns plain = PlainTurns.of(batch.entries());
    if (plain != null && database.change(plain::store)) {
      commits.increment();
      entries.add(plain.size());
      return Collections.nCopies(plain.size(), CommitResult.COMMITTED);
    }
    CommitReads reads = new CommitReads(batch.entries());
    for (int i = 0; i < ATTEMPTS; i++) {
      Attempt attempt = database.change(session -> attempt(session, batch, reads));
      if (attempt.decision() != null) {
        commits.increment();
        entries.add(attempt.decision().committed());
        return attempt.decision().results();
      }
      ActorRows.create(database, attempt.missing());
    }
    throw ActorRows.vanish(database);
  }

  private Attempt attempt(Session session, JournalBatch batch, CommitReads reads)
      throws SQLException {
    Map<ActorRef, LockedActor> actors = reads.lock(session);
    if (actors.size() < reads.touched().size()) {
      session.rollbackOnly();
      return new Attempt(
          null, reads.touched().stream().filter(ref -> !actors.containsKey(ref)).toList());
    }
    Decision decision = Decision.on(batch, actors);
    audit.write(session, decision.audited());
    session.endWith(CommitWrites.of(decision));
    return new Attempt(decision, List.of());
  }

  public long commits() {
    return commits.sum();
  }

  public long entries() {
    return entries.sum();
  }
}
