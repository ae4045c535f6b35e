package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;

/** The actor is at the version that was asked for, durably. */
final class Arrival extends Emission {
  private final Message.Migrate asked;
  private final ActorHead head;

  Arrival(ActorHost host, Message.Migrate asked, ActorHead head) {
    super(host, null, 0);
    this.asked = asked;
    this.head = head;
  }

  @Override
  void opened() {
    asked.reply().complete(head);
  }

  @Override
  void refused(ActjsException reason) {
    asked.fail(reason);
  }
}
