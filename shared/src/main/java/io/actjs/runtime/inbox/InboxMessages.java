package io.actjs.runtime.inbox;

import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import java.util.function.Supplier;

/** Makes durable messages with ids that ascend in the order in which this process makes them. */
public final class InboxMessages {
  private final Supplier<String> ids;

  /**
   * @param ids gives ids that are unique among all servers of a store and ascend in text order
   */
  public InboxMessages(Supplier<String> ids) {
    this.ids = ids;
  }

  /** A message from outside. */
  public InboxMessage mint(ActorRef target, String type, String payload, long at, Headers headers) {
    return new InboxMessage(ids.get(), target, type, payload, InboxMessage.EXTERNAL, at, headers);
  }

  /** The same message as another one, which was never tried. */
  public InboxMessage copy(InboxMessage message) {
    return new InboxMessage(
        ids.get(),
        message.target(),
        message.type(),
        message.payload(),
        message.sender(),
        message.at(),
        message.headers());
  }

  /** A message from an actor. */
  public InboxMessage mint(
      ActorRef target, String type, String payload, ActorRef sender, long at, Headers headers) {
    return new InboxMessage(ids.get(), target, type, payload, sender.toString(), at, headers);
  }
}
