package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.Envelope;
import io.actjs.model.ProblemCode;
import io.actjs.runtime.keyed.KeyedRequests;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Performs the effects of a host's state. However a host ends, messages that it has not handled go
 * to its successor, which takes over only when the last turn of this host has become durable or has
 * failed. Confined to the worker.
 */
final class HostEffects {
  private static final Logger LOG = LoggerFactory.getLogger(HostEffects.class);

  private HostEffects() {}

  static void perform(ActorHost host, HostEffect effect) {
    switch (effect) {
      case HostEffect.Enter() -> host.worker.add(host);
      case HostEffect.Pump() -> host.schedule();
      case HostEffect.FailMessages(var reason) -> failMessages(host, reason);
      case HostEffect.RefuseFirst(var reason) -> refuseFirst(host, reason);
      case HostEffect.FailTurns(var reason) ->
          host.input.drain(turn -> fail(host, turn.delivery(), reason));
      case HostEffect.KeepMessages(var suspended) -> keepMessages(host, suspended);
      case HostEffect.RunHook() -> runHook(host);
      case HostEffect.AskSnapshot() -> host.actor().requests().askSnapshot();
      case HostEffect.Emit(var last) -> host.outputs.send(last);
      case HostEffect.Depart() -> {
        host.worker.remove(host);
        host.turnEnded();
        host.actor().departed();
        host.closeKeyed();
        host.goIfSettled();
      }
      case HostEffect.HandOver() -> host.gone.accept(host);
    }
  }

  private static void failMessages(ActorHost host, ActjsException reason) {
    host.input.drain(turn -> {});
    host.pending.drain(delivery -> fail(host, delivery, reason));
    host.actor().requests().drain(delivery -> fail(host, delivery, reason));
    if (host.pending.takeBehind()) {
      // Not at once: a successor would fail for the same reason.
      host.services.inboxDoubt().raise();
    }
  }

  private static void fail(ActorHost host, Delivery delivery, ActjsException reason) {
    if (delivery.isKeyed() && !reason.code().retryable()) {
      KeyedRequests.failUnlessAnswered(host.services.store(), delivery, reason);
    } else if (delivery.stored() == null) {
      delivery.fail(reason);
    } else {
      host.outputs.refuse(delivery, reason);
    }
  }

  private static void refuseFirst(ActorHost host, ActjsException reason) {
    Delivery first = host.pending.next();
    if (first == null) {
      return;
    }
    if (first.isKeyed()) {
      KeyedRequests.failUnlessAnswered(host.services.store(), first, reason);
    } else {
      host.outputs.refuse(first, reason);
    }
  }

  private static void runHook(ActorHost host) {
    Turn turn =
        host.begin(
            Delivery.of(
                Envelope.lifecycle(host.ref(), "onDeactivate", host.actor().startHeaders()),
                host.actor().startPin(),
                Receiver.NOBODY));
    host.worker.frame().deactivate(host.number(), turn.id(), turn.startedAt());
  }

  /** A lifecycle turn has ended well. */
  static void hookDone(ActorHost host) {
    host.on(host.state().isLeaving() ? hookEnded(host) : new HostEvent.Started());
  }

  static void hookFailed(ActorHost host, ActjsException reason) {
    if (host.state().isLeaving()) {
      LOG.warn("onDeactivate of {} failed: {}", host.ref(), reason.detail());
      host.on(hookEnded(host));
    } else if (reason.code() == ProblemCode.PolicyDenied) {
      // It concerns who asked for a new actor; others may be let through.
      host.services.denials().denied(host.pending.first().envelope());
      host.on(new HostEvent.FirstRefused(reason));
    } else {
      host.on(new HostEvent.StartFailed(reason));
    }
  }

  private static HostEvent hookEnded(ActorHost host) {
    return new HostEvent.HookEnded(host.actor().requests().snapshotUseful());
  }

  /**
   * @param reason the failure of a suspended turn; null when there can be none
   */
  private static void keepMessages(ActorHost host, @Nullable ActjsException reason) {
    boolean[] tells = new boolean[1];
    Turn awaiting = host.input.awaiting();
    host.input.drain(
        turn -> {
          if (reason != null && awaiting != null && turn.id() == awaiting.id()) {
            fail(host, turn.delivery(), reason);
          } else if (turn.isLocal()) {
            NestedCall.goesOut(turn);
          } else if (!turn.isLifecycle()) {
            keep(host, turn.delivery(), tells);
          }
        });
    host.pending.drain(delivery -> keep(host, delivery, tells));
    host.actor().requests().drain(delivery -> keep(host, delivery, tells));
    if (host.pending.takeBehind() || tells[0]) {
      // Stored messages are read again by the successor, which has to be there for that.
      host.handover().keep(wake(host));
    }
  }

  /** For the successor, or whoever the actor is when it comes. */
  static Delivery wake(ActorHost host) {
    return Delivery.of(Envelope.wake(host.ref()), null, new Woken(host.services));
  }

  private static void keep(ActorHost host, Delivery delivery, boolean[] tells) {
    if (delivery.stored() != null) {
      delivery.drop();
      tells[0] = true;
    } else {
      host.handover().keep(delivery);
    }
  }

  /** Sees that stored messages are looked for again when the successor cannot read them. */
  private record Woken(HostServices services) implements Receiver {
    @Override
    public void answered(Answer answer) {}

    @Override
    public void failed(ActjsException reason) {
      services.inboxDoubt().raise();
    }
  }
}
