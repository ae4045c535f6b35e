package io.actjs.actjsd.ws;

import io.actjs.model.ActorRef;
import org.jspecify.annotations.Nullable;

/** What a connection has to do about an inbound frame. */
sealed interface RpcAction {

  /** Send this frame. */
  record Send(String frame) implements RpcAction {}

  /**
   * @param manifest what this request alone is pinned to, or null
   */
  record Call(
      RpcTicket ticket,
      ActorRef ref,
      String method,
      String args,
      long deadlineMs,
      @Nullable String manifest)
      implements RpcAction {}

  /**
   * @param manifest what this request alone is pinned to, or null
   */
  record Tell(
      RpcTicket ticket, ActorRef ref, String type, String payload, @Nullable String manifest)
      implements RpcAction {}

  /**
   * @param manifest what this subscription alone is pinned to, or null
   * @param subscriptionId belongs to this subscription until {@link RpcSession#released}
   */
  record Subscribe(RpcTicket ticket, ActorRef ref, String subscriptionId, @Nullable String manifest)
      implements RpcAction {}

  record Unsubscribe(RpcTicket ticket, String subscriptionId) implements RpcAction {}

  /** Nothing: the frame repeats one that is still being answered. */
  record Ignore() implements RpcAction {}
}
