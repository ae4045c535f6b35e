package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.ActorGate;
import io.actjs.runtime.output.Emission;
import io.actjs.runtime.subscription.Attachment;

/** What a host sends out, and what it learns of that. */
final class HostOutputs implements ActorGate.Owner {
  private final ActorHost host;
  final ActorGate gate;

  HostOutputs(ActorHost host) {
    this.host = host;
    this.gate = new ActorGate(host.ref(), this);
  }

  // On the worker's thread.

  /** Lets the output out when it is durable, or at once when it saw nothing that is not. */
  void send(Emission output) {
    if (output.isJournaled()) {
      gate.journaled();
      host.worker.journal(host.ref(), output);
    } else {
      host.worker.emit(output);
    }
  }

  /**
   * Lets the output leave when the turns that the host has run are durable; at once when they are.
   */
  void sendAfterTurns(Emission barrier) {
    barrier.behindTurns();
    send(barrier);
  }

  /** Tells whoever waits for the message that it is not handled, after the turns before it. */
  void refuse(Delivery delivery, ActjsException reason) {
    host.pending.release(delivery);
    sendAfterTurns(Verdict.refuse(gate, delivery, reason));
  }

  // From the output thread.

  @Override
  public void poisoned(ActjsException reason) {
    host.worker.execute(() -> host.notStored(reason));
  }

  @Override
  public void refused(ActjsException reason) {
    // Whoever watches has seen another past than the next owner may have.
    host.services.subscriptions().of(host.ref()).forEach(Attachment::resync);
  }

  @Override
  public void drained() {
    if (host.state().isLeaving()) {
      host.worker.execute(host::goIfSettled);
    }
  }
}
