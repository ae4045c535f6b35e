package io.actjs.runtime.mailbox;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages for the host that comes after one that leaves. A sender that meets a closed mailbox puts
 * its message here; when the successor has taken them, later senders find the successor itself.
 */
public final class Handover {
  private final int capacity;
  private final long capacityBytes;
  private final List<Delivery> messages = new ArrayList<>(0);
  private long bytes;
  private boolean taken;

  public Handover(int capacity) {
    this(capacity, Long.MAX_VALUE);
  }

  public Handover(int capacity, long capacityBytes) {
    this.capacity = capacity;
    this.capacityBytes = capacityBytes;
  }

  /** Returns the outcome of the offer; {@code CLOSED} means that the successor exists. */
  public synchronized Mailbox.Offer offer(Delivery delivery) {
    if (taken) {
      return Mailbox.Offer.CLOSED;
    }
    if (messages.size() >= capacity || (bytes > 0 && bytes + delivery.weight() > capacityBytes)) {
      return Mailbox.Offer.FULL;
    }
    keep(delivery);
    return Mailbox.Offer.TAKEN;
  }

  /** A message that the leaving host held already; never refused. */
  public synchronized void keep(Delivery delivery) {
    bytes += delivery.weight();
    messages.add(delivery);
  }

  public synchronized boolean isEmpty() {
    return messages.isEmpty();
  }

  /** All messages, in order; nothing is accepted afterwards. */
  public synchronized List<Delivery> take() {
    taken = true;
    return List.copyOf(messages);
  }
}
