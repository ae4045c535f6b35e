package io.actjs.runtime.directory;

import io.actjs.runtime.mailbox.Delivery;

/**
 * Brings deliveries to their actors, wherever they live. Its only output is the answer to the
 * receiver of a delivery, so nothing above it depends on the actor being near.
 */
public interface Directory {

  /**
   * Brings the delivery to its actor, activating it when it is not in memory. Never blocks;
   * failures go to the receiver.
   */
  void deliver(Delivery delivery);

  /** Nobody waits for the delivery any more: work in progress for it may be undone. */
  void abandon(Delivery delivery);

  /**
   * The sender of the delivery has left: it is not handled if it has not begun, and work in
   * progress that waits for something is undone.
   */
  void cancel(Delivery delivery);

  /** The sender reads the values that a handler yields, and wants them until there are so many. */
  void demand(Delivery delivery, long total);

  /** Whether the server is about to end: everything that is delivered now fails. */
  boolean isClosed();
}
