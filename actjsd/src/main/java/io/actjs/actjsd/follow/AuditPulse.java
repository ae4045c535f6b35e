package io.actjs.actjsd.follow;

import io.actjs.storage.audit.AuditStore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whether the audit has grown. Entries come with changes of the store, from this server and from
 * others, so it has to be looked for; however many wait, one of them looks, a few times a second.
 */
final class AuditPulse {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final AuditStore audit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition looked = lock.newCondition();

  // Guarded by the lock.
  private long newest;
  private long nextLook = System.nanoTime();
  private long wakes;

  AuditPulse(AuditStore audit) {
    this.audit = audit;
  }

  /** Waits until there are entries behind this one, the time is up, or {@link #wake}. */
  void await(long ordinal, long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    lock.lock();
    try {
      long before = wakes;
      while (newest <= ordinal && before == wakes && end - System.nanoTime() > 0) {
        long untilLook = nextLook - System.nanoTime();
        if (untilLook > 0) {
          var unused = looked.awaitNanos(Math.min(untilLook, end - System.nanoTime()));
        } else {
          look();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    newest = audit.ends().head().ordinal();
    nextLook = System.nanoTime() + LOOK_NANOS;
    looked.signalAll();
  }

  void wake() {
    lock.lock();
    try {
      wakes++;
      looked.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
