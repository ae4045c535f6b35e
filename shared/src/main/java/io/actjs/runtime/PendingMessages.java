package io.actjs.runtime;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a host has still to do, in order: calls that the kernel gave back, then messages that had to
 * wait, then the mailbox. The stored inbox feeds it when the mailbox had no room for all tells.
 * Confined to the host's worker, but for the mailbox and {@link #inboxBehind}.
 */
final class PendingMessages {
  final Mailbox mailbox;
  final InboxFeed inbox = new InboxFeed();

  private final ArrayDeque<Message> returned = new ArrayDeque<>(2);
  private final ArrayDeque<Message> waiting = new ArrayDeque<>(2);
  private final TellRetry retry;
  private volatile boolean inboxBehind;
  private boolean reading;

  PendingMessages(int capacity, TellRetry retry) {
    this.mailbox = new Mailbox(capacity);
    this.retry = retry;
  }

  /** The oldest message that has to be handled, or null. */
  @Nullable Message next() {
    Message message = returned.poll();
    if (message == null) {
      message = waiting.poll();
    }
    while (message == null) {
      message = mailbox.poll();
      if (message == null) {
        return null;
      }
      if (message instanceof Message.Told told && !inbox.accept(told.message.id())) {
        message = null;
      }
    }
    return message;
  }

  /** What {@link #next} will give, which is there. */
  Message first() {
    Message first = next();
    if (first == null) {
      throw new IllegalStateException("the message that the actor is started for is gone");
    }
    putBack(first);
    return first;
  }

  /** Puts a message back that {@link #next} gave and that has to wait. */
  void putBack(Message message) {
    waiting.addFirst(message);
  }

  /** Whether somebody still waits for a message; forgets those before it that nobody waits for. */
  boolean isWanted() {
    for (Message message = next(); message != null; message = next()) {
      if (!message.abandoned()) {
        putBack(message);
        return true;
      }
    }
    return false;
  }

  /** The kernel has not begun this call; it goes before everything that came later. */
  void giveBack(Message message) {
    returned.add(message);
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

  /** Reads a page of the stored inbox if there is need and room for it. */
  void readInboxIfBehind(ActorHost host) {
    if (inboxBehind && !reading && waiting.isEmpty()) {
      reading = true;
      // Before the read: a message that is stored after it sets this again.
      inboxBehind = false;
      InboxPage.read(host, Loaded.INBOX_PAGE + inbox.waiting());
    }
  }

  /** What is new in a page waits behind what waits already. */
  void feed(InboxPage page) {
    reading = false;
    inboxBehind |= page.more();
    inbox.feed(page, waiting, retry);
  }

  /** Gives every message away, oldest first, and closes the mailbox. */
  void drain(Consumer<Message> receiver) {
    returned.forEach(receiver);
    returned.clear();
    waiting.forEach(receiver);
    waiting.clear();
    mailbox.close(receiver);
  }
}
