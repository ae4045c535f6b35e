package io.actjs.actjsd.rate;

import io.actjs.storage.valkey.SharedBuckets;
import io.actjs.storage.valkey.SharedBuckets.Grant;
import io.github.bucket4j.TimeMeter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one server has taken from a bucket that servers share. It takes a slice at a time, and the
 * next before the last is used up, so that hardly a request waits for the bucket; what a slice may
 * hold of it is small, because it is of no use to the other servers. While the bucket is away,
 * everything is let through here: the server's own bucket decides. Thread-safe.
 */
final class Lease {
  /** Of what a bucket holds, and of its refill, a slice is this part at most. */
  private static final long PART_OF_BURST = 16;

  private static final long SLICE_MS = 200;

  /** A request waits no longer than this for the shared bucket. */
  private static final long PATIENCE_MS = 500;

  private static final int ROUNDS = 4;

  private final SharedBuckets shared;
  private final String key;
  private final Rate rate;
  private final TimeMeter time;
  private final long slice;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock; what others read without it is a moment old.
  private volatile long tokens;
  private volatile long left;
  private volatile boolean empty;
  private volatile long emptyUntil;
  private long waiting;
  private @Nullable CompletableFuture<Boolean> asked;

  Lease(SharedBuckets shared, String key, Rate rate, TimeMeter time) {
    this.shared = shared;
    this.key = key;
    this.rate = rate;
    this.time = time;
    this.slice = sliceOf(rate);
  }

  static long sliceOf(Rate rate) {
    long refill = rate.count() * SLICE_MS / rate.period().toMillis();
    return Math.max(1, Math.min(rate.burst() / PART_OF_BURST, refill));
  }

  /** Whether {@link #take} knows its answer. */
  boolean isAtHand() {
    return tokens > 0 || isEmpty() || !shared.isUp();
  }

  /** What the shared bucket had a moment ago for this server. */
  long left() {
    return Math.max(0, left + tokens);
  }

  private boolean isEmpty() {
    return empty && time.currentTimeNanos() - emptyUntil < 0;
  }

  /**
   * Takes one; nanoseconds until there is one when there is none, else 0. A virtual thread waits
   * for the bucket's answer. Others must not wait: they take on credit.
   */
  long take() {
    for (int round = 0; round < ROUNDS; round++) {
      CompletableFuture<Boolean> answer;
      lock.lock();
      try {
        if (!shared.isUp()) {
          return 0;
        }
        if (tokens > 0) {
          add(-1);
          if (tokens < slice / 2) {
            var unused = ask();
          }
          return 0;
        }
        if (isEmpty()) {
          return Math.max(1, emptyUntil - time.currentTimeNanos());
        }
        answer = ask();
        if (!Thread.currentThread().isVirtual()) {
          return onCredit();
        }
        waiting++;
      } finally {
        lock.unlock();
      }
      if (!isAnswered(answer)) {
        return 0;
      }
    }
    return rate.refillNanos(1);
  }

  private long onCredit() {
    if (tokens <= -slice) {
      return rate.refillNanos(1);
    }
    add(-1);
    return 0;
  }

  /** Under the lock. */
  private void add(long more) {
    long before = tokens;
    tokens = before + more;
  }

  /** Under the lock: the answer that is under way, or that of a question asked now. */
  private CompletableFuture<Boolean> ask() {
    CompletableFuture<Boolean> answer = asked;
    if (answer == null) {
      long wanted = Math.min(rate.burst(), slice + waiting - Math.min(0, tokens));
      CompletableFuture<Boolean> begun = new CompletableFuture<>();
      asked = begun;
      answer = begun;
      Thread.startVirtualThread(() -> fetch(begun, wanted));
    }
    return answer;
  }

  private void fetch(CompletableFuture<Boolean> answer, long wanted) {
    Grant grant = null;
    try {
      grant =
          shared.take(
              key, new SharedBuckets.Size(rate.burst(), rate.count(), rate.period()), wanted);
    } finally {
      answered(grant);
      answer.complete(grant != null);
    }
  }

  private void answered(@Nullable Grant grant) {
    lock.lock();
    try {
      asked = null;
      if (grant != null) {
        add(grant.granted());
        left = grant.left();
        empty = grant.granted() == 0;
        emptyUntil = time.currentTimeNanos() + grant.waitNanos();
      }
    } finally {
      lock.unlock();
    }
  }

  private void waited() {
    lock.lock();
    try {
      waiting--;
    } finally {
      lock.unlock();
    }
  }

  private boolean isAnswered(CompletableFuture<Boolean> answer) {
    try {
      return answer.get(PATIENCE_MS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      waited();
    }
  }
}
