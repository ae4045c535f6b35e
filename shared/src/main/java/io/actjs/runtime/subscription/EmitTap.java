package io.actjs.runtime.subscription;

import io.actjs.model.ActorRef;

/** Is told of each message that an actor emits, also when nobody subscribes. Thread-safe. */
public interface EmitTap {
  /** Does nothing. */
  EmitTap NONE = (ref, message) -> {};

  /** The turn of the message is durable. Neither waits nor throws. */
  void emitted(ActorRef ref, Emitted message);
}
