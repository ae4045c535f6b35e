package io.actjs.storage.sqlite;

import io.actjs.agent.ThreadEnd;
import io.actjs.model.ActjsException;
import io.actjs.storage.sqlite.file.Writer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The background thread that folds when enough is unapplied or the store is idle, and moves the
 * write-ahead log into the database when it is long. Waiting long makes a fold cheap: an actor
 * costs it two rows, however many turns the actor had.
 */
final class Applier implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Applier.class);
  private static final long RETRY_MS = 1_000;

  private final Fold fold;
  private final Backlog backlog;
  private final Writer writer;
  private final GroupCommit commits;
  private final SqliteOptions options;
  private final Thread thread;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition wake = lock.newCondition();
  private boolean closed;

  /** The thread waits for the first thing to do; only then has a write to wake it. */
  private volatile boolean dormant;

  Applier(Fold fold, Backlog backlog, Writer writer, GroupCommit commits, SqliteOptions options) {
    this.fold = fold;
    this.backlog = backlog;
    this.writer = writer;
    this.commits = commits;
    this.options = options;
    this.thread = new Thread(this::run, "actjs-fold");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Something was written: wakes the thread when that gives it cause to work. */
  void noticeWrite() {
    if (dormant || hasCause()) {
      lock.lock();
      try {
        wake.signal();
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean hasCause() {
    return backlog.isDue() || writer.isLogLong();
  }

  private void run() {
    try {
      while (awaitWork()) {
        try {
          work();
        } catch (ActjsException e) {
          LOG.warn("cannot fold the journal now, will retry: {}", e.detail());
          pause();
        } catch (RuntimeException | Error e) {
          LOG.error("folding the journal is put off", e);
          pause();
        }
      }
    } catch (InterruptedException e) {
      LOG.warn("folding the journal ends: interrupted");
    }
  }

  /** Returns true when there is work, false when the driver is closed. */
  private boolean awaitWork() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !hasCause()) {
        long before = commits.commits();
        if (backlog.entries() == 0) {
          awaitFirstWrite();
        } else if (!wake.await(options.foldIdleMs(), TimeUnit.MILLISECONDS)
            && commits.commits() == before) {
          break;
        }
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void awaitFirstWrite() throws InterruptedException {
    dormant = true;
    // Looked at again, because a write before dormant was set has not woken anybody.
    while (!closed && backlog.entries() == 0 && !hasCause()) {
      wake.await();
    }
    dormant = false;
  }

  /** A log that is long is no reason to fold: a fold is cheap when it comes seldom. */
  private void work() {
    if (writer.isLogLong()) {
      writer.checkpoint();
      if (!backlog.isDue()) {
        return;
      }
    }
    boolean more = backlog.entries() > 0;
    while (more && !isClosed()) {
      more = fold.slice();
      checkpointWhenLong();
    }
    checkpointWhenLong();
  }

  /** Folds everything left; the thread has ended. */
  private void finish() {
    try {
      while (backlog.entries() > 0) {
        fold.slice();
        checkpointWhenLong();
      }
    } catch (ActjsException e) {
      LOG.warn("the next start will fold the journal: {}", e.detail());
    }
  }

  private void checkpointWhenLong() {
    if (writer.isLogLong()) {
      writer.checkpoint();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void pause() throws InterruptedException {
    lock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(RETRY_MS);
      while (!closed && left > 0) {
        left = wake.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the thread after its current slice, and folds the rest. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      wake.signal();
    } finally {
      lock.unlock();
    }
    ThreadEnd.await(thread);
    finish();
  }
}
