package io.actjs.runtime;

import com.github.f4b6a3.uuid.UuidCreator;
import io.actjs.model.ActorRef;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import org.jspecify.annotations.Nullable;

/** Makes durable messages with ids that ascend in the order in which this process makes them. */
final class InboxMessages {
  static final String EXTERNAL = "external";

  private InboxMessages() {}

  static InboxMessage mint(
      ActorRef target,
      String type,
      String payload,
      String sender,
      long at,
      @Nullable String manifest) {
    return new InboxMessage(
        UuidCreator.getTimeOrderedEpochPlus1().toString(),
        target,
        type,
        payload,
        sender,
        at,
        Headers.pinned(manifest));
  }
}
