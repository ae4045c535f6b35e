package io.actjs.runtime.inbox;

import io.actjs.model.InboxMessage;
import io.actjs.runtime.mailbox.Delivery;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Keeps an actor from handling a durable message twice, though it may come from two sides: from its
 * sender, and from the stored inbox.
 */
public final class InboxFeed {
  private static final int REMEMBERED = 1024;

  /** Messages that wait, run, or wait for their retry. */
  private final Set<String> known = new HashSet<>();

  /** Recently handled messages, whose second copy may still be on its way. */
  private final Set<String> handled =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** Tells whether the message has to be handled; from then on a second copy has not. */
  public synchronized boolean accept(String id) {
    return !handled.contains(id) && known.add(id);
  }

  /** The message was not handled and will come again. */
  public synchronized void release(String id) {
    known.remove(id);
  }

  /** The message has left the inbox. */
  public synchronized void forget(String id) {
    known.remove(id);
    handled.add(id);
  }

  public synchronized int waiting() {
    return known.size();
  }

  /** Adds those of the stored messages that are new here. */
  public void feed(InboxPage stored, ArrayDeque<Delivery> into, TellRetry retry) {
    for (InboxMessage message : stored.messages()) {
      if (!retry.isWaiting(message.id()) && accept(message.id())) {
        into.add(retry.delivery(message, stored.pin(message)));
      }
    }
  }
}
