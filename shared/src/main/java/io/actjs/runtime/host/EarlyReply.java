package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.Output;

/** The answer of a {@code relaxed} class: it leaves before its turn is durable. */
final class EarlyReply extends Output {
  private final Delivery delivery;
  private final Answer answer;

  EarlyReply(Delivery delivery, Answer answer) {
    super(null, 0);
    this.delivery = delivery;
    this.answer = answer;
  }

  @Override
  protected void settle() {
    ActjsException reason = reason();
    if (reason == null) {
      delivery.answer(answer);
    } else {
      delivery.fail(reason);
    }
  }
}
