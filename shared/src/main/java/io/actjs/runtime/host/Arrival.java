package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.ActorGate;
import io.actjs.runtime.output.Emission;

/** The actor is at the version that was asked for, durably. */
final class Arrival extends Emission {
  private final Delivery asked;
  private final ActorHead head;

  Arrival(ActorGate gate, Delivery asked, ActorHead head) {
    super(gate, null, 0);
    this.asked = asked;
    this.head = head;
  }

  @Override
  protected void opened() {
    asked.answer(new Answer.Moved(head));
  }

  @Override
  protected void refused(ActjsException reason) {
    asked.fail(reason);
  }
}
