package io.actjs.actjsd.feed;

import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The subscriptions of a connection that skip changes. Each gets a snapshot when the connection has
 * caught up, one at a time.
 */
public final class Laggards {
  /** How long a snapshot waits for which there was no memory. */
  private static final long RETRY_MS = 500;

  /** Does something small a moment later. */
  public interface Later {
    void run(Runnable action, long millis);
  }

  private final ConcurrentLinkedQueue<LiveSubscription> behind = new ConcurrentLinkedQueue<>();
  private final Outbox outbox;
  private final Later later;

  public Laggards(Outbox outbox, Later later) {
    this.outbox = outbox;
    this.later = later;
  }

  /** It gets a snapshot when the connection has caught up. */
  void add(LiveSubscription live) {
    behind.add(live);
    outbox.callWhenDrained();
  }

  /** The server has no memory for what the subscription wants now; it is tried again. */
  void addInAMoment(LiveSubscription live) {
    behind.add(live);
    later.run(outbox::callWhenDrained, RETRY_MS);
  }

  /** The next one when the snapshot of this one has been sent. */
  public void next() {
    if (!behind.isEmpty()) {
      outbox.callWhenDrained();
    }
  }

  /** The connection has caught up. */
  public void drained() {
    LiveSubscription next = behind.poll();
    while (next != null && !next.catchUp()) {
      next = behind.poll();
    }
  }

  /** The connection has ended. */
  public void clear() {
    behind.clear();
  }
}
