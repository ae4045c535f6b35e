package io.actjs.runtime.host;

import io.actjs.model.InboxMessage;
import io.actjs.policy.Budget;
import io.actjs.runtime.inbox.InboxFeed;
import io.actjs.runtime.inbox.InboxPage;
import io.actjs.runtime.inbox.StoredMessages;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Mailbox;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a host has still to do, in order: calls that the kernel gave back, then messages that had to
 * wait, then the mailbox. The stored inbox feeds it when the mailbox had no room for all tells.
 * Confined to the host's worker, but for the mailbox, {@link #inboxBehind} and {@link #size}.
 */
final class PendingMessages {
  final Mailbox mailbox;
  final InboxFeed inbox = new InboxFeed();

  private final ArrayDeque<Delivery> returned = new ArrayDeque<>(2);
  private final ArrayDeque<Delivery> waiting = new ArrayDeque<>(2);
  private final Budget memory;
  private final StoredMessages stored;
  private volatile boolean inboxBehind;

  /** Messages that are no longer, or not yet, in the mailbox; for other threads to read. */
  private volatile int beside;

  private boolean reading;

  PendingMessages(Mailbox mailbox, Budget memory, StoredMessages stored) {
    this.mailbox = mailbox;
    this.memory = memory;
    this.stored = stored;
  }

  /** Takes a message from a sender. From any thread. */
  Mailbox.Offer offer(Delivery delivery) {
    InboxMessage message = delivery.stored();
    if (message == null) {
      return mailbox.offer(delivery);
    }
    if (!inbox.announce(message)) {
      delivery.drop();
      return Mailbox.Offer.TAKEN;
    }
    Mailbox.Offer offer = mailbox.offer(delivery);
    if (offer != Mailbox.Offer.TAKEN) {
      inbox.retract(message);
    }
    return offer;
  }

  /** The oldest message that has to be handled, or null. */
  @Nullable Delivery next() {
    Delivery delivery = returned.poll();
    if (delivery == null) {
      delivery = waiting.poll();
    }
    if (delivery != null) {
      moved();
      return delivery;
    }
    do {
      delivery = mailbox.poll();
    } while (delivery != null && !accept(delivery));
    return delivery;
  }

  /** Drops a message that need not be handled. */
  private boolean accept(Delivery delivery) {
    InboxMessage message = delivery.stored();
    boolean accepted = message == null || inbox.accept(message);
    if (!accepted) {
      delivery.drop();
    }
    return accepted;
  }

  /** What {@link #next} will give, which is there. */
  Delivery first() {
    Delivery first = next();
    if (first == null) {
      throw new IllegalStateException("the message that the actor is started for is gone");
    }
    putBack(first);
    return first;
  }

  /** Puts a message back that {@link #next} gave and that has to wait. */
  void putBack(Delivery delivery) {
    waiting.addFirst(delivery);
    moved();
  }

  private void moved() {
    int now = returned.size() + waiting.size();
    // Mostly there are none, and a write that others see costs more than a look.
    if (beside != now) {
      beside = now;
    }
  }

  /** Messages that wait. From any thread, as it was a moment ago. */
  int size() {
    return beside + mailbox.size();
  }

  /** Whether somebody still waits for a message; forgets those before it that nobody waits for. */
  boolean isWanted() {
    for (Delivery delivery = next(); delivery != null; delivery = next()) {
      if (!delivery.abandoned()) {
        putBack(delivery);
        return true;
      }
      delivery.drop();
    }
    return false;
  }

  /** The kernel has not begun this call; it goes before everything that came later. */
  void giveBack(Delivery delivery) {
    returned.add(delivery);
    moved();
  }

  boolean isEmpty() {
    return returned.isEmpty() && waiting.isEmpty() && mailbox.isEmpty();
  }

  /** Whether nothing is pending here and nothing is known to be pending in storage. */
  boolean isIdle() {
    return returned.isEmpty() && waiting.isEmpty() && !inboxBehind && !reading;
  }

  /** The stored inbox holds messages that are not here. From any thread. */
  void inboxBehind() {
    inboxBehind = true;
  }

  /**
   * Whether a page of the stored inbox is to be read now; the caller reads it and brings it to
   * {@link #feed}.
   */
  boolean wantsPage() {
    if (!inboxBehind || reading || !waiting.isEmpty()) {
      return false;
    }
    reading = true;
    inbox.beginRead();
    // Before the read: a message that is stored after it sets this again.
    inboxBehind = false;
    return true;
  }

  /**
   * Whether the stored inbox holds messages that are not here, or has just been read; asked once,
   * by a host that leaves.
   */
  boolean takeBehind() {
    boolean behind = inboxBehind || reading;
    inboxBehind = false;
    endRead();
    return behind;
  }

  /**
   * What is new in a page waits behind what waits already, and before the mailbox.
   *
   * @return what is not to be tried now
   */
  List<InboxFeed.Judged> feed(InboxPage page) {
    boolean usable = endRead();
    inboxBehind |= page.more() || !usable;
    if (!usable) {
      return List.of();
    }
    // What is in both is taken in the page's order, and before what is in the mailbox alone.
    List<Delivery> came = new ArrayList<>();
    for (Delivery next = mailbox.poll(); next != null; next = mailbox.poll()) {
      came.add(next);
      inbox.arrived(next.stored());
    }
    InboxFeed.Fed fed = inbox.feed(page, waiting, memory, stored);
    for (Delivery next : came) {
      if (accept(next)) {
        waiting.add(next);
      }
    }
    inboxBehind |= !fed.isWhole();
    moved();
    return fed.judged();
  }

  private boolean endRead() {
    reading = false;
    return inbox.endRead();
  }

  /** The durable message was not handled and will come again. */
  void release(Delivery delivery) {
    InboxMessage message = delivery.stored();
    if (message != null) {
      inbox.release(message);
    }
  }

  /**
   * Closes the mailbox and gives every message away, oldest first. Whoever hears of one may answer
   * with the next, and that one is no longer for this host.
   */
  void drain(Consumer<Delivery> receiver) {
    List<Delivery> all = new ArrayList<>(returned);
    returned.clear();
    all.addAll(waiting);
    waiting.clear();
    mailbox.close(all::add);
    moved();
    all.forEach(receiver);
  }
}
