package io.actjs.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jctools.queues.MpscLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * An actor's waiting messages: first in, first out, bounded, many senders, one receiver. Once
 * closed it takes nothing more, and closing tells how many messages are still inside, so none is
 * lost between a sender and an actor that leaves.
 */
final class Mailbox {
  private static final int CLOSED = Integer.MIN_VALUE;

  /** What became of an offered message. */
  enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  private final MpscLinkedQueue<Message> queue = new MpscLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final int capacity;

  Mailbox(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a mailbox holds at least one message");
    }
    this.capacity = capacity;
  }

  Offer offer(Message message) {
    int current;
    do {
      current = size.get();
      if (current < 0) {
        return Offer.CLOSED;
      }
      if (current >= capacity) {
        return Offer.FULL;
      }
    } while (!size.compareAndSet(current, current + 1));
    queue.offer(message);
    return Offer.TAKEN;
  }

  /** Takes a message that an earlier mailbox of the same actor had taken, whatever the bound. */
  void carryOver(Message message) {
    size.incrementAndGet();
    queue.offer(message);
  }

  /**
   * The oldest message, or null. A message whose sender is still inside {@link #offer} is not seen
   * yet.
   */
  @Nullable Message poll() {
    Message message = queue.poll();
    if (message != null) {
      size.decrementAndGet();
    }
    return message;
  }

  int size() {
    return Math.max(0, size.get());
  }

  boolean isEmpty() {
    return size.get() == 0;
  }

  /** Closes the mailbox if it is empty; tells whether it is closed now. */
  boolean closeIfEmpty() {
    return size.compareAndSet(0, CLOSED);
  }

  /** Closes the mailbox and hands every message in it to {@code receiver}, in order. */
  void close(Consumer<Message> receiver) {
    int left = size.getAndSet(CLOSED);
    while (left > 0) {
      Message message = queue.poll();
      if (message == null) {
        Thread.onSpinWait();
      } else {
        left--;
        receiver.accept(message);
      }
    }
  }
}
