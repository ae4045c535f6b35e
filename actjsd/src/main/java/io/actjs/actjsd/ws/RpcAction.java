package io.actjs.actjsd.ws;

import io.actjs.model.ActorRef;
import io.actjs.model.Position;
import io.actjs.runtime.CallOptions;
import io.actjs.runtime.subscription.Introduction;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a connection has to do about an inbound frame. */
sealed interface RpcAction {

  /** Send this frame. */
  record Send(String frame) implements RpcAction {}

  /**
   * On which terms a request is done.
   *
   * @param pin what this request alone is pinned to
   * @param key its idempotency key, or null
   * @param ifSeq the turn that has to be the actor's last; negative for any
   * @param mutationId what subscribers are told that the change is of, or null
   */
  record Terms(PinText pin, @Nullable String key, long ifSeq, @Nullable String mutationId) {
    CallOptions apply(CallOptions options) {
      return options.keyed(key).ifSeq(ifSeq).mutation(mutationId);
    }
  }

  /**
   * @param credit how many values the client takes before it says more; 0 when it takes the result
   *     alone
   */
  record Call(
      RpcTicket ticket,
      ActorRef ref,
      String method,
      String args,
      long deadlineMs,
      Terms terms,
      long credit)
      implements RpcAction {}

  /**
   * The client takes more values of a call.
   *
   * @param callId raw JSON
   */
  record Credit(RpcTicket ticket, String callId, long more) implements RpcAction {}

  /**
   * The client does not wait for a call any more.
   *
   * @param callId raw JSON
   */
  record Cancel(RpcTicket ticket, String callId) implements RpcAction {}

  record Tell(RpcTicket ticket, ActorRef ref, String type, String payload, Terms terms)
      implements RpcAction {}

  /**
   * @param pin what this subscription alone is pinned to
   * @param from what the subscriber has seen already, or null
   * @param subscriptionId belongs to this subscription until {@link RpcSession#released}
   * @param self who the subscriber says that it is; null when it says nothing
   */
  record Subscribe(
      RpcTicket ticket,
      ActorRef ref,
      String subscriptionId,
      PinText pin,
      @Nullable Position from,
      @Nullable Introduction self)
      implements RpcAction {}

  record Unsubscribe(RpcTicket ticket, String subscriptionId) implements RpcAction {}

  /**
   * Several at once.
   *
   * @param batch collects their answers; it has those of requests that were refused
   */
  record Batch(List<RpcAction> actions, RpcBatch batch) implements RpcAction {}

  /**
   * @param data raw JSON
   */
  record Presence(RpcTicket ticket, String subscriptionId, String data) implements RpcAction {}

  /** Nothing: the frame repeats one that is still being answered. */
  record Ignore() implements RpcAction {}
}
