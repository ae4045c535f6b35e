package io.actjs.runtime.mailbox;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Timers for every call in flight: setting and cancelling one is a list operation in one bucket, so
 * that a call that is answered in time pays almost nothing. Deadlines are rounded up to the next
 * tick.
 */
public final class DeadlineWheel {
  private static final Logger LOG = LoggerFactory.getLogger(DeadlineWheel.class);
  private static final int BUCKETS = 512;

  /** The action when a deadline passes; runs on the ticker's thread and must not block. */
  public interface Action {
    void expired();
  }

  /** One pending deadline. */
  public static final class Timer {
    private final Bucket bucket;
    private final long tick;
    private final Action action;
    private @Nullable Timer previous;
    private @Nullable Timer next;
    private boolean linked;

    private Timer(Bucket bucket, long tick, Action action) {
      this.bucket = bucket;
      this.tick = tick;
      this.action = action;
    }

    /** Forgets the deadline; does nothing when it has passed. */
    public void cancel() {
      var unused = isTakenBack();
    }

    /** Forgets the deadline and tells whether it was still to come. */
    private boolean isTakenBack() {
      synchronized (bucket) {
        boolean pending = linked;
        if (pending) {
          bucket.unlink(this);
        }
        return pending;
      }
    }
  }

  private static final class Bucket {
    private @Nullable Timer first;

    synchronized void link(Timer timer) {
      timer.next = first;
      if (first != null) {
        first.previous = timer;
      }
      first = timer;
      timer.linked = true;
    }

    synchronized void unlink(Timer timer) {
      if (timer.previous != null) {
        timer.previous.next = timer.next;
      } else {
        first = timer.next;
      }
      if (timer.next != null) {
        timer.next.previous = timer.previous;
      }
      timer.previous = null;
      timer.next = null;
      timer.linked = false;
    }

    /** Unlinks one timer that is due, or returns null. */
    synchronized @Nullable Timer takeDue(long tick) {
      for (Timer timer = first; timer != null; timer = timer.next) {
        if (timer.tick <= tick) {
          unlink(timer);
          return timer;
        }
      }
      return null;
    }
  }

  private final Bucket[] buckets = new Bucket[BUCKETS];
  private final long tickMs;
  private long current;

  /**
   * @param nowMs the time at which the wheel starts, milliseconds of a clock that nobody sets back
   */
  public DeadlineWheel(long tickMs, long nowMs) {
    this.tickMs = tickMs;
    this.current = nowMs / tickMs;
    for (int i = 0; i < BUCKETS; i++) {
      buckets[i] = new Bucket();
    }
  }

  /**
   * @param atMs milliseconds of the clock that drives {@link #advance}
   */
  public Timer set(long atMs, Action action) {
    while (true) {
      // The bucket of the tick after the current one is the earliest that advance() still visits.
      long tick = Math.max(atMs / tickMs + 1, visited() + 1);
      Bucket bucket = buckets[(int) (tick % BUCKETS)];
      Timer timer = new Timer(bucket, tick, action);
      bucket.link(timer);
      // When the tick has begun meanwhile, its bucket may have been visited before the timer was in
      // it, and would be again only after a whole turn of the wheel.
      if (visited() < tick || !timer.isTakenBack()) {
        return timer;
      }
    }
  }

  private synchronized long visited() {
    return current;
  }

  /** Runs the actions that are due. One caller. */
  public void advance(long nowMs) {
    long target = nowMs / tickMs;
    long from = visited() + 1;
    if (target < from) {
      return;
    }
    synchronized (this) {
      current = target;
    }
    // A jump over a whole turn of the wheel visits each bucket once.
    for (long tick = Math.max(from, target - BUCKETS + 1); tick <= target; tick++) {
      Bucket bucket = buckets[(int) (tick % BUCKETS)];
      for (Timer due = bucket.takeDue(target); due != null; due = bucket.takeDue(target)) {
        expire(due);
      }
    }
  }

  /**
   * The wheel has passed all of these ticks already: what an action throws must not keep the rest
   * of them waiting for a whole turn.
   */
  private static void expire(Timer due) {
    try {
      due.action.expired();
    } catch (RuntimeException | Error e) {
      LOG.error("a deadline's action failed", e);
    }
  }
}
