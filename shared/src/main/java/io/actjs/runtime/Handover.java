package io.actjs.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * Messages for the host that comes after one that leaves. A sender that meets a closed mailbox puts
 * its message here; when the successor has taken them, later senders find the successor itself.
 */
final class Handover {
  private final int capacity;
  private final List<Message> messages = new ArrayList<>(0);
  private boolean taken;

  Handover(int capacity) {
    this.capacity = capacity;
  }

  /** Tells what became of the message; {@code CLOSED} means that the successor is there. */
  synchronized Mailbox.Offer offer(Message message) {
    if (taken) {
      return Mailbox.Offer.CLOSED;
    }
    if (messages.size() >= capacity) {
      return Mailbox.Offer.FULL;
    }
    messages.add(message);
    return Mailbox.Offer.TAKEN;
  }

  /** A message that the leaving host held already; never refused. */
  synchronized void keep(Message message) {
    messages.add(message);
  }

  /** All messages, in order; nothing is accepted afterwards. */
  synchronized List<Message> take() {
    taken = true;
    return List.copyOf(messages);
  }
}
