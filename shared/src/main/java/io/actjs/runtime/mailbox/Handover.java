package io.actjs.runtime.mailbox;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages for the host that comes after one that leaves. A sender that meets a closed mailbox puts
 * its message here; when the successor has taken them, later senders find the successor itself.
 */
public final class Handover {
  private final int capacity;
  private final List<Delivery> messages = new ArrayList<>(0);
  private boolean taken;

  public Handover(int capacity) {
    this.capacity = capacity;
  }

  /** Returns the outcome of the offer; {@code CLOSED} means that the successor exists. */
  public synchronized Mailbox.Offer offer(Delivery delivery) {
    if (taken) {
      return Mailbox.Offer.CLOSED;
    }
    if (messages.size() >= capacity) {
      return Mailbox.Offer.FULL;
    }
    messages.add(delivery);
    return Mailbox.Offer.TAKEN;
  }

  /** A message that the leaving host held already; never refused. */
  public synchronized void keep(Delivery delivery) {
    messages.add(delivery);
  }

  /** All messages, in order; nothing is accepted afterwards. */
  public synchronized List<Delivery> take() {
    taken = true;
    return List.copyOf(messages);
  }
}
