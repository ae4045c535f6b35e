package io.actjs.runtime.mailbox;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jctools.queues.MpscLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * An actor's waiting messages: first in, first out, bounded in number and in bytes, many senders,
 * one receiver. Once closed it takes nothing more, and closing tells how many messages are still
 * inside, so none is lost between a sender and an actor that leaves.
 *
 * <p>Number and bytes are one word, so both are checked and taken by one compare-and-set.
 */
public final class Mailbox {
  private static final long CLOSED = Long.MIN_VALUE;

  /** Bits of the bytes; those above them are the number. */
  private static final int BYTES = 42;

  private static final long ONE = 1L << BYTES;
  private static final long BYTES_MASK = ONE - 1;

  /** The outcome of offering a message. */
  public enum Offer {
    TAKEN,
    FULL,
    CLOSED
  }

  private final MpscLinkedQueue<Delivery> queue = new MpscLinkedQueue<>();
  private final AtomicLong inside = new AtomicLong();
  private final int capacity;
  private final long capacityBytes;

  public Mailbox(int capacity) {
    this(capacity, BYTES_MASK);
  }

  /**
   * @param capacityBytes of the messages in it; a single message may have more
   */
  public Mailbox(int capacity, long capacityBytes) {
    if (capacity < 1 || capacity >= 1 << 20) {
      throw new IllegalArgumentException("a mailbox holds 1 to 1048575 messages");
    }
    this.capacity = capacity;
    this.capacityBytes = Math.min(capacityBytes, BYTES_MASK);
  }

  public Offer offer(Delivery delivery) {
    long weight = delivery.weight();
    long current;
    do {
      current = inside.get();
      if (current < 0) {
        return Offer.CLOSED;
      }
      long bytes = current & BYTES_MASK;
      if (current >>> BYTES >= capacity || (bytes > 0 && bytes + weight > capacityBytes)) {
        return Offer.FULL;
      }
    } while (!inside.compareAndSet(current, current + ONE + weight));
    queue.offer(delivery);
    return Offer.TAKEN;
  }

  /** Takes a message that an earlier mailbox of the same actor had taken, whatever the bound. */
  public void carryOver(Delivery delivery) {
    inside.addAndGet(ONE + delivery.weight());
    queue.offer(delivery);
  }

  /**
   * The oldest message, or null. A message whose sender is still inside {@link #offer} is not seen
   * yet.
   */
  public @Nullable Delivery poll() {
    Delivery delivery = queue.poll();
    if (delivery != null) {
      inside.addAndGet(-ONE - delivery.weight());
    }
    return delivery;
  }

  public int size() {
    return (int) (Math.max(0, inside.get()) >>> BYTES);
  }

  public boolean isEmpty() {
    return inside.get() == 0;
  }

  /** Closes the mailbox if it is empty; tells whether it is closed now. */
  public boolean closeIfEmpty() {
    return inside.compareAndSet(0, CLOSED);
  }

  /** Closes the mailbox and hands every message in it to {@code receiver}, in order. */
  public void close(Consumer<Delivery> receiver) {
    long left = Math.max(0, inside.getAndSet(CLOSED)) >>> BYTES;
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
