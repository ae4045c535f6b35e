package io.actjs.runtime.host;

import io.actjs.model.Envelope;
import io.actjs.runtime.mailbox.Delivery;

/**
 * A turn that the kernel has been given.
 *
 * @param startedAt milliseconds since 1970
 */
record Turn(long id, Delivery delivery, long startedAt) {
  /** Whether the kernel began it by itself. */
  boolean isLocal() {
    return id < 0;
  }

  /** Whether it runs a hook of the actor's own. */
  boolean isLifecycle() {
    return delivery.kind() == Envelope.Kind.LIFECYCLE;
  }
}
