package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.ActorGate;
import io.actjs.runtime.output.Emission;

/**
 * The answer of a turn that failed. It waits for the turns before it: the error may tell what they
 * did.
 */
final class Refusal extends Emission {
  private final Delivery delivery;
  private final ActjsException reason;

  Refusal(ActorGate gate, Delivery delivery, ActjsException reason) {
    super(gate, null, 0);
    this.delivery = delivery;
    this.reason = reason;
  }

  @Override
  protected void opened() {
    delivery.fail(reason);
  }

  @Override
  protected void refused(ActjsException storageReason) {
    delivery.fail(storageReason);
  }
}
