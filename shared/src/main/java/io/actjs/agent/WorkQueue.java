package io.actjs.agent;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscUnboundedArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Many producers, one consumer that parks while the queue is empty. Unbounded by itself: each user
 * documents its bound. Producers never wait, so no cycle of threads can block on it.
 */
public final class WorkQueue<T> {
  private static final int CHUNK = 1024;

  private final MpscUnboundedArrayQueue<T> queue = new MpscUnboundedArrayQueue<>(CHUNK);

  /** The consumer while it parks; the thread that removes it wakes it, so that it is woken once. */
  private final AtomicReference<@Nullable Thread> parked = new AtomicReference<>();

  /** Adds the item; any thread may. */
  public void offer(T item) {
    queue.offer(item);
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
