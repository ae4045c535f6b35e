package io.actjs.runtime.mailbox;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jctools.queues.MpscLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * An actor's waiting messages: first in, first out, bounded, many senders, one receiver. Once
 * closed it takes nothing more, and closing tells how many messages are still inside, so none is
 * lost between a sender and an actor that leaves.
 */
public final class Mailbox {
  private static final int CLOSED = Integer.MIN_VALUE;

  /** The outcome of offering a message. */
  public enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  private final MpscLinkedQueue<Delivery> queue = new MpscLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();
  private final int capacity;

  public Mailbox(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("a mailbox holds at least one message");
    }
    this.capacity = capacity;
  }

  public Offer offer(Delivery delivery) {
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
    queue.offer(delivery);
    return Offer.TAKEN;
  }

  /** Takes a message that an earlier mailbox of the same actor had taken, whatever the bound. */
  public void carryOver(Delivery delivery) {
    size.incrementAndGet();
    queue.offer(delivery);
  }

  /**
   * The oldest message, or null. A message whose sender is still inside {@link #offer} is not seen
   * yet.
   */
  public @Nullable Delivery poll() {
    Delivery delivery = queue.poll();
    if (delivery != null) {
      size.decrementAndGet();
    }
    return delivery;
  }

  public int size() {
    return Math.max(0, size.get());
  }

  public boolean isEmpty() {
    return size.get() == 0;
  }

  /** Closes the mailbox if it is empty; tells whether it is closed now. */
  public boolean closeIfEmpty() {
    return size.compareAndSet(0, CLOSED);
  }

  /** Closes the mailbox and hands every message in it to {@code receiver}, in order. */
  public void close(Consumer<Delivery> receiver) {
    int left = size.getAndSet(CLOSED);
    while (left > 0) {
      Delivery delivery = queue.poll();
      if (delivery == null) {
        Thread.onSpinWait();
      } else {
        left--;
        receiver.accept(delivery);
      }
    }
  }
}
