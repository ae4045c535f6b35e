package io.actjs.runtime;

import io.actjs.model.ActorRef;
import org.jspecify.annotations.Nullable;

/** Finds the one place where an actor lives, and brings messages there. */
interface Directory {

  /**
   * Brings the message to its actor, activating it when it is not in memory. Never blocks; failures
   * go to the message.
   */
  void deliver(Message message);

  /**
   * The host is gone: its successor takes over the messages that it has left, if it has left any.
   */
  void replace(ActorHost gone);

  /** The actor's host in this process, or null. */
  @Nullable ActorHost find(ActorRef ref);
}
