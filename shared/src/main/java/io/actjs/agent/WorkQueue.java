package io.actjs.agent;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.MpscArrayQueue;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Many producers, one consumer at a time, which parks while the queue is empty. Producers never
 * wait, so no cycle of threads can block on it.
 */
public final class WorkQueue<T> {
  private static final int CHUNK = 1024;

  private final MessagePassingQueue<T> queue;

  /** The consumer while it parks; the thread that removes it wakes it, so that it is woken once. */
  private final AtomicReference<@Nullable Thread> parked = new AtomicReference<>();

  /** Unbounded by itself: each user documents its bound. */
  public WorkQueue() {
    queue = new MpscUnboundedArrayQueue<>(CHUNK);
  }

  /**
   * @param capacity items that it takes, a power of two
   */
  public WorkQueue(int capacity) {
    queue = new MpscArrayQueue<>(capacity);
  }

  /** Adds the item, unless the queue is full; any thread may. */
  public boolean offer(T item) {
    if (!queue.offer(item)) {
      return false;
    }
    wake();
    return true;
  }

  /**
   * Adds the item, unless the queue is full, for a consumer that is seen to by the caller: see
   * {@link Scheduler.Running#help}.
   */
  public boolean offerQuietly(T item) {
    return queue.offer(item);
  }

  /** Has the consumer look whether there is an item. */
  public void wake() {
    Thread waiting = parked.get();
    if (waiting != null && parked.compareAndSet(waiting, null)) {
      LockSupport.unpark(waiting);
    }
  }

  /** The oldest item, or null. Only the consumer calls it. */
  public @Nullable T poll() {
    return queue.poll();
  }

  public boolean isEmpty() {
    return queue.isEmpty();
  }

  /** How many there are, roughly. */
  public int size() {
    return queue.size();
  }

  /** Returns when there may be an item. Only the consumer calls it. */
  public void await() {
    if (!queue.isEmpty()) {
      return;
    }
    parked.set(Thread.currentThread());
    if (queue.isEmpty()) {
      LockSupport.park(this);
    }
    parked.set(null);
  }
}
