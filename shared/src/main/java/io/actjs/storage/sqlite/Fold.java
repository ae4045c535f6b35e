package io.actjs.storage.sqlite;

import io.actjs.model.ActorRef;
import io.actjs.storage.sqlite.file.Database;
import io.actjs.storage.sqlite.file.Session;
import io.actjs.storage.sqlite.file.Sql;
import io.actjs.storage.sqlite.file.Writer;
import io.actjs.storage.sqlite.index.ActorIndex;
import io.actjs.storage.sqlite.index.FoldStep;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Brings the effects of durable segments into the tables, actor by actor, and deletes the segments.
 * It works in slices, each a small transaction, so that a commit never waits long. A crash between
 * two slices, or one that undoes the last slices, is met by {@link FoldMark} and {@link Effects}:
 * what the tables miss is read back from the segments.
 *
 * <p>One run covers the segments up to a position; the next run starts when they are deleted. A
 * lock of its own, taken before the write lock, lets one thread fold at a time.
 */
final class Fold {
  private static final int SLICE_BYTES = 1 << 20;
  private static final int SLICE_SEGMENTS = 128;

  /** While there are cursors: then each segment is decoded before it goes. */
  private static final int SLICE_KEPT_SEGMENTS = 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final Database database;
  private final Writer writer;
  private final ActorIndex index;
  private final Backlog backlog;
  private final TurnOrder order;
  private final int sliceSteps;

  /** Guarded by the lock. */
  private @Nullable Run run;

  /**
   * @param upTo position of the last segment that the run folds
   * @param refs the actors that it visits, sorted
   * @param next index of the first actor that is not finished
   * @param messageId the last message of that actor's inbox that is in the table, or empty
   * @param steps the remaining steps for that actor; null before they are determined
   */
  private record Run(
      long upTo, List<ActorRef> refs, int next, String messageId, @Nullable List<FoldStep> steps) {

    boolean hasVisitedAll() {
      return next == refs.size();
    }

    Run after() {
      return new Run(upTo, refs, next + 1, "", null);
    }

    Run within(String reachedMessageId, List<FoldStep> left) {
      return new Run(upTo, refs, next, reachedMessageId, left);
    }

    FoldMark mark() {
      if (hasVisitedAll()) {
        return new FoldMark(upTo, null, "");
      }
      boolean between = steps == null && next > 0;
      return between
          ? new FoldMark(upTo, refs.get(next - 1), FoldMark.ALL_MESSAGES)
          : new FoldMark(upTo, refs.get(next), messageId);
    }
  }

  Fold(
      Database database,
      Writer writer,
      ActorIndex index,
      Backlog backlog,
      TurnOrder order,
      int sliceSteps) {
    this.order = order;
    this.database = database;
    this.writer = writer;
    this.sliceSteps = sliceSteps;
    this.index = index;
    this.backlog = backlog;
  }

  /** Resumes at the mark of an earlier process; the index has been read back. */
  void resume(FoldMark mark) throws SQLException {
    if (backlog.hasUpTo(mark.pos())) {
      ActorRef at = mark.ref();
      List<ActorRef> refs =
          at == null ? List.of() : index.dirty(actor -> actor.ref().compareTo(at) >= 0);
      boolean within = !refs.isEmpty() && refs.getFirst().equals(at);
      run = new Run(mark.pos(), refs, 0, within ? mark.messageId() : "", null);
    }
  }

  /**
   * Does the next slice, of a new run when none is under way; returns whether its run continues.
   */
  boolean slice() {
    lock.lock();
    try {
      Run from = run != null ? run : writer.exclusively(this::start);
      if (from == null) {
        return false;
      }
      run = from.hasVisitedAll() ? deleteSegments(from) : visitActors(from);
      return run != null;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Run start() throws SQLException {
    return backlog.isEmpty()
        ? null
        : new Run(backlog.lastPos(), index.dirty(actor -> true), 0, "", null);
  }

  /** Folds everything unapplied now. */
  void all() {
    while (slice() || writer.exclusively(() -> !backlog.isEmpty())) {}
  }

  /**
   * Folds everything unapplied at the time of the call, but not what commits add in the meantime.
   */
  void pending() {
    long upTo = writer.exclusively(() -> backlog.isEmpty() ? 0L : backlog.lastPos());
    while (writer.exclusively(() -> backlog.hasUpTo(upTo))) {
      slice();
    }
  }

  private Run visitActors(Run from) {
    Slice slice = new Slice(from);
    database.attempt(slice::gather);
    return writer.exclusively(
        () -> {
          writer.lazily(slice::write);
          index.forget(slice.finished, from.upTo());
          return slice.reached;
        });
  }

  private @Nullable Run deleteSegments(Run from) {
    return writer.exclusively(
        () -> {
          if (backlog.hasUpTo(from.upTo())) {
            int segments = order.isKept() ? SLICE_KEPT_SEGMENTS : SLICE_SEGMENTS;
            long pos = backlog.oldest(segments, from.upTo());
            writer.lazily(
                session -> {
                  order.keep(session, pos);
                  session.update(Sql.DELETE_SEGMENTS, pos);
                  from.mark().write(session);
                });
            backlog.removeUpTo(pos);
          }
          return backlog.hasUpTo(from.upTo()) ? from : null;
        });
  }

  /**
   * The work of one transaction: as many steps as fit. What it gathers before the write lock is
   * taken stays right, because effects behind the run's last segment are no part of it.
   */
  private final class Slice {
    private record Due(ActorRef ref, FoldStep step) {}

    private final List<Due> due = new ArrayList<>();
    private final List<ActorRef> finished = new ArrayList<>();
    private Run reached;
    private int bytes;

    Slice(Run from) {
      this.reached = from;
    }

    @Nullable Void gather() throws SQLException {
      while (!reached.hasVisitedAll() && hasRoom()) {
        visit(reached.refs().get(reached.next()));
      }
      due.forEach(each -> each.step().prepare());
      return null;
    }

    private boolean hasRoom() {
      return due.size() < sliceSteps && bytes < SLICE_BYTES;
    }

    private void visit(ActorRef ref) throws SQLException {
      List<FoldStep> todo = reached.steps();
      if (todo == null) {
        todo = index.steps(ref, reached.upTo());
      }
      String messageId = reached.messageId();
      int done = 0;
      while (done < todo.size() && hasRoom()) {
        FoldStep step = todo.get(done++);
        due.add(new Due(ref, step));
        bytes += step.bytes() + Database.PAGE_BYTES;
        messageId =
            switch (step) {
              case FoldStep.Remember remember -> messageId;
              case FoldStep.OfLetter ofLetter -> messageId;
              case FoldStep.OfMessage ofMessage -> ofMessage.messageId();
              case FoldStep.OfLater ofLater -> FoldMark.ALL_MESSAGES;
              case FoldStep.Close close -> FoldMark.ALL_MESSAGES;
              case FoldStep.Append append -> FoldMark.ALL_MESSAGES;
            };
      }
      if (done == todo.size()) {
        finished.add(ref);
        reached = reached.after();
      } else {
        reached = reached.within(messageId, todo.subList(done, todo.size()));
      }
    }

    void write(Session session) throws SQLException {
      for (Due each : due) {
        each.step().write(session, each.ref());
      }
      reached.mark().write(session);
    }
  }
}
