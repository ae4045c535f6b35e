package io.actjs.storage.postgres;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.CommitResult;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Stores a batch in one transaction, in three round trips: lock and read, write, commit.
 *
 * <p>Why it is right while other processes commit. Every transaction that changes anything of an
 * actor first locks the actor's row and keeps it locked until its end: this one locks those of all
 * its entries and of the actors that their messages go to. So what was read under the lock stays
 * true until the commit, the batch can be decided in Java ({@link Decision}), and it is the same as
 * if the batches had come one after the other. A statement sees what was committed before it began,
 * so what is read after the lock was granted includes all that its former holder stored.
 *
 * <p>Why nothing waits in a circle. Batches lock rows in the order of their keys, in one statement,
 * holding nothing else. Rows that are not there yet are made in a transaction of their own, also in
 * that order; as rows are never deleted, the second attempt finds them. The order lock is taken
 * after all row locks, and its holder waits for nothing more.
 *
 * <p>Why a reader of the journal's order misses nothing. Positions are drawn from a sequence by one
 * transaction at a time: whoever draws holds the order lock, which PostgreSQL releases after the
 * transaction has become visible. So positions become visible in their order.
 *
 * <p>When the answer to a commit is lost, the store may still be at it. Whoever activates one of
 * its actors next changes that actor's row, so it waits until that transaction has ended either way
 * and then reads what is true; and its new epoch fences whatever the old owner sends later.
 */
final class GroupCommit {
  private final Database database;
  private final LongAdder commits = new LongAdder();
  private final LongAdder entries = new LongAdder();

  GroupCommit(Database database) {
    this.database = database;
  }

  List<CommitResult> commit(List<JournalEntry> batch) {
    if (batch.isEmpty()) {
      return List.of();
    }
    CommitReads reads = new CommitReads(batch);
    Decision decision = database.change(session -> attempt(session, batch, reads));
    if (decision == null) {
      createRows(reads);
      decision = database.change(session -> attempt(session, batch, reads));
    }
    if (decision == null) {
      throw new ActjsException(
          ProblemCode.StorageUnavailable,
          "rows of actors vanish from " + database.url() + ": leave its tables to the server");
    }
    commits.increment();
    entries.add(decision.committed());
    return decision.results();
  }

  /** Null when an actor has no row yet; then nothing has changed. */
  private static @Nullable Decision attempt(
      Session session, List<JournalEntry> batch, CommitReads reads) throws SQLException {
    Map<ActorRef, LockedActor> actors = reads.lock(session);
    if (actors.size() < reads.touched().size()) {
      return null;
    }
    Decision decision = Decision.on(batch, actors);
    List<Session.Step> writes = CommitWrites.of(decision);
    if (!writes.isEmpty()) {
      session.pipeline(writes);
    }
    return decision;
  }

  private void createRows(CommitReads reads) {
    Columns<ActorRef> refs = Columns.of(reads.touched());
    database.changeLazily(
        session ->
            session.update(
                Sql.CREATE_ACTORS, refs.texts(ActorRef::className), refs.texts(ActorRef::id)));
  }

  long commits() {
    return commits.sum();
  }

  long entries() {
    return entries.sum();
  }
}
