package io.actjs.runtime;

import io.actjs.model.ActjsException;

/**
 * The answer of a turn that failed. It waits for the turns before it: the error may tell what they
 * did.
 */
final class Refusal extends Emission {
  private final Message message;
  private final ActjsException reason;

  Refusal(ActorHost host, Message message, ActjsException reason) {
    super(host, null, 0);
    this.message = message;
    this.reason = reason;
  }

  @Override
  void opened() {
    message.fail(reason);
  }

  @Override
  void refused(ActjsException storageReason) {
    message.fail(storageReason);
  }
}
