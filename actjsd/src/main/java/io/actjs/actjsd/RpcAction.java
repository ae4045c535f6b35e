package io.actjs.actjsd;

import io.actjs.model.ActorRef;

/** What a connection has to do about an inbound frame. */
sealed interface RpcAction {

  /** Send this frame. */
  record Send(String frame) implements RpcAction {}

  record Call(RpcTicket ticket, ActorRef ref, String method, String args, long deadlineMs)
      implements RpcAction {}

  record Tell(RpcTicket ticket, ActorRef ref, String type, String payload) implements RpcAction {}

  /**
   * @param subscriptionId belongs to this subscription until {@link RpcSession#released}
   */
  record Subscribe(RpcTicket ticket, ActorRef ref, String subscriptionId) implements RpcAction {}

  record Unsubscribe(RpcTicket ticket, String subscriptionId) implements RpcAction {}

  /** Nothing: the frame repeats one that is still being answered. */
  record Ignore() implements RpcAction {}
}
