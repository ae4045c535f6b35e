package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.runtime.output.Emission;

/** The verdict on a stored message that its actor did not handle, on its way to the journal. */
final class JudgedOutput extends Emission {
  private final ActorHost host;
  private final InboxMessage message;
  private final InboxEntry verdict;

  JudgedOutput(ActorHost host, InboxMessage message, InboxEntry verdict) {
    super(host.outputs.gate, verdict, message.payload().length());
    this.host = host;
    this.message = message;
    this.verdict = verdict;
  }

  @Override
  protected void opened() {
    host.consumed(message);
    host.services.stored().judged(verdict);
    host.services.due().changed(verdict);
  }

  @Override
  protected void refused(ActjsException reason) {
    // It may be in the inbox still, and its host is about to leave.
    host.services.stored().lookAgain(message);
  }
}
