package io.actjs.actjsd.ws;

import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import org.jspecify.annotations.Nullable;

/** What a connection has to do about an inbound frame. */
sealed interface RpcAction {

  /** Send this frame. */
  record Send(String frame) implements RpcAction {}

  /**
   * @param pin what this request alone is pinned to
   */
  record Call(
      RpcTicket ticket, ActorRef ref, String method, String args, long deadlineMs, PinText pin)
      implements RpcAction {}

  /**
   * @param pin what this request alone is pinned to
   */
  record Tell(RpcTicket ticket, ActorRef ref, String type, String payload, PinText pin)
      implements RpcAction {}

  /**
   * @param pin what this subscription alone is pinned to
   * @param from what the subscriber has seen already, or null
   * @param subscriptionId belongs to this subscription until {@link RpcSession#released}
   */
  record Subscribe(
      RpcTicket ticket, ActorRef ref, String subscriptionId, PinText pin, @Nullable Position from)
      implements RpcAction {}

  record Unsubscribe(RpcTicket ticket, String subscriptionId) implements RpcAction {}

  /** Nothing: the frame repeats one that is still being answered. */
  record Ignore() implements RpcAction {}
}
