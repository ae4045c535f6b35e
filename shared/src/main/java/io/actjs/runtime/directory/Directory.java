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

  /** Whether the server is about to end: everything that is delivered now fails. */
  boolean isClosed();
}
