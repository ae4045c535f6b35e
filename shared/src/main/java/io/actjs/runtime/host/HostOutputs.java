package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.InboxMessage;
import io.actjs.model.JournalEntry.Remembered;
import io.actjs.model.KeyedReply;
import io.actjs.runtime.inbox.Judgement;
import io.actjs.runtime.keyed.StoredAnswer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.ActorGate;
import io.actjs.runtime.output.Emission;
import io.actjs.runtime.output.Verdict;
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
      gate.journaled(output);
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

  /**
   * The message is not handled: whoever waits for it is told, after the turns before it, and a
   * stored one is judged.
   */
  void refuse(Delivery delivery, ActjsException reason) {
    end(delivery, reason, false);
  }

  /** The turn of the message ran and failed. */
  void failed(Delivery delivery, ActjsException reason) {
    end(delivery, reason, true);
  }

  /** The turn of the message was undone; it comes again in so many milliseconds. */
  void putOff(InboxMessage message, long ms) {
    sendAfterTurns(new JudgedOutput(host, message, host.services.stored().putOff(message, ms)));
  }

  private void end(Delivery delivery, ActjsException reason, boolean ran) {
    InboxMessage message = delivery.stored();
    ActjsException told = reason;
    if (message != null) {
      switch (host.services.stored().judge(message, host.actor().rules(), reason, ran)) {
        case Judgement.Leaves(var verdict) -> {
          sendAfterTurns(new JudgedOutput(host, message, verdict));
          delivery.drop();
          return;
        }
        case Judgement.Parks(var why) -> told = host.services.pauses().park(host.ref(), why);
        case Judgement.Stays() -> {}
      }
      host.pending.release(delivery);
    } else if (ran && (reason.isAborted() || reason.code().isVerdict())) {
      KeyedReply reply = host.reply(delivery, () -> StoredAnswer.refusal(reason));
      if (reply != null) {
        send(Verdict.refuse(gate, delivery, reason, new Remembered(reply, host.actor().epoch())));
        return;
      }
    }
    sendAfterTurns(Verdict.refuse(gate, delivery, told));
  }

  /** The actor has left memory and nothing of it is stored. */
  void lost() {
    sendAfterTurns(new Lost());
  }

  private final class Lost extends Emission {
    Lost() {
      super(gate, null, 0);
    }

    @Override
    protected void opened() {
      host.services.subscriptions().lost(host.ref());
    }

    @Override
    protected void refused(ActjsException reason) {
      opened();
    }
  }

  // From the output thread.

  @Override
  public void poisoned(ActjsException reason) {
    host.execute(() -> host.notStored(reason));
  }

  @Override
  public void refused(ActjsException reason) {
    // Whoever watches has seen another past than the next owner may have.
    host.services.subscriptions().of(host.ref()).forEach(Attachment::resync);
  }

  @Override
  public void drained() {
    if (host.state().isLeaving()) {
      host.execute(host::goIfSettled);
    }
  }
}
