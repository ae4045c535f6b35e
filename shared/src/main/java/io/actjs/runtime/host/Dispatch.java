package io.actjs.runtime.host;

import io.actjs.engine.Frame;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.ClassRef;
import io.actjs.model.Envelope;
import io.actjs.model.InboxMessage;
import io.actjs.model.Pause;
import io.actjs.model.Version;
import io.actjs.policy.capability.CapabilityBinding;
import io.actjs.runtime.keyed.SeqConflict;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.TurnCaller;
import io.actjs.runtime.output.Verdict;
import io.actjs.runtime.streaming.CallStream;
import io.actjs.runtime.subscription.Attachment;
import io.actjs.runtime.version.VersionChoice;
import java.util.Objects;

/**
 * Dispatches each message of an active host: it is passed to the kernel, answered, refused, or
 * waits for the turns before it or for the requested version of the class. Confined to the worker.
 */
final class Dispatch {
  private final ActorHost host;
  private final RunningActor actor;

  Dispatch(ActorHost host, RunningActor actor) {
    this.host = host;
    this.actor = actor;
  }

  /** Tells whether the host continues with its mailbox. */
  boolean give(Delivery delivery) {
    if (delivery.abandoned()) {
      delivery.drop();
      return true;
    }
    if (delivery.isKeyed() && delivery.kind() != Envelope.Kind.DELETE) {
      switch (host.keyed().admit(delivery)) {
        case FRESH -> {}
        case SETTLED -> {
          return true;
        }
        case WAITS -> {
          host.pending.putBack(delivery);
          return false;
        }
      }
    }
    if (isPaused(host, delivery)) {
      return true;
    }
    if (actor.isUnborn() && !delivery.kind().startsAnew()) {
      return alone(delivery) && refuse(delivery, ActorProblems.notFound(host.ref()));
    }
    if (actor.isUnborn() && !mayCreate(delivery)) {
      return alone(delivery) && refuse(delivery, CapabilityBinding.mayNotCreate(host.ref()));
    }
    if (actor.isMadeForAnother(delivery)) {
      if (alone(delivery)) {
        leaveFor(delivery);
      }
      return false;
    }
    InboxMessage stored = delivery.stored();
    if (stored != null && stored.dueAt() > 0) {
      // The turns before a reminder may cancel it.
      if (!alone(delivery)) {
        return false;
      }
      if (isCancelled(stored, delivery)) {
        return true;
      }
    }
    switch (fit(delivery)) {
      case SERVED -> {}
      case REFUSED -> {
        return true;
      }
      case WAITS -> {
        return false;
      }
    }
    return switch (delivery.kind()) {
      case CALL, TELL -> {
        // Whether it has come into being already is known when the turns before have ended.
        boolean waits = delivery.ifSeq() >= 0 || (actor.isUnborn() && actor.isAsked());
        if (waits && !alone(delivery)) {
          yield false;
        }
        if (isMeant(delivery)) {
          run(delivery);
        }
        yield true;
      }
      case QUERY, CREATE -> alone(delivery) && show(delivery);
      case WATCH, FOLLOW -> subscribe(delivery);
      case ASK -> {
        if (alone(delivery)) {
          actor.requests().answerWish(delivery);
        }
        yield false;
      }
      case HOOK -> {
        hook(delivery);
        yield true;
      }
      case DELETE -> {
        if (!alone(delivery)) {
          yield false;
        }
        if (!isMeant(delivery)) {
          yield true;
        }
        if (actor.requests().isAllowed(delivery)) {
          delete(delivery);
        }
        yield false;
      }
      case MIGRATE -> alone(delivery) && migrated(delivery);
      case ROLLBACK, ERASE -> {
        if (alone(delivery)) {
          leaveFor(delivery);
        }
        yield false;
      }
      case WAKE -> {
        host.inboxBehind();
        delivery.answer(Answer.Done.DONE);
        yield true;
      }
      case LIFECYCLE -> throw new IllegalStateException("nobody sends a lifecycle turn");
    };
  }

  /** Refuses what a paused actor does not take, and tells whether it did; stored messages stay. */
  static boolean isPaused(ActorHost host, Delivery delivery) {
    Pause pause = host.services.pauses().of(host.ref());
    if (pause == null || !delivery.kind().isTurn()) {
      return false;
    }
    host.outputs.refuse(delivery, ActorProblems.paused(host.ref(), pause));
    return true;
  }

  /** Whether a message can be handled by the version that runs. */
  private enum Fit {
    SERVED,
    REFUSED,
    WAITS
  }

  private Fit fit(Delivery delivery) {
    try {
      if (!delivery.kind().isVersioned()) {
        return Fit.SERVED;
      }
      if (actor.serves(delivery, host.lastUsedMs())) {
        actor.minds(delivery);
        return Fit.SERVED;
      }
      if (alone(delivery)) {
        leaveFor(delivery);
      }
      return Fit.WAITS;
    } catch (ActjsException e) {
      host.outputs.refuse(delivery, e);
      return Fit.REFUSED;
    }
  }

  /** The actor leaves memory; its successor handles the message first. */
  private void leaveFor(Delivery delivery) {
    host.pending.putBack(delivery);
    host.replace();
  }

  /**
   * Whether this is a reminder that a turn has cancelled; it is dropped then. A turn for it would
   * be refused at the commit, and all turns behind it with it.
   */
  private boolean isCancelled(InboxMessage reminder, Delivery delivery) {
    if (!host.pending.inbox.isCancelled(reminder)) {
      return false;
    }
    host.pending.inbox.forget(reminder);
    delivery.drop();
    return true;
  }

  private boolean refuse(Delivery delivery, ActjsException reason) {
    host.outputs.refuse(delivery, reason);
    return true;
  }

  /** Whether the sender may be the first for whom the actor does anything. */
  static boolean mayCreate(Delivery delivery) {
    return delivery.stored() != null
        || delivery.kind() == Envelope.Kind.HOOK
        || CapabilityBinding.mayCreate(
            delivery.envelope().headers().principal(), delivery.target());
  }

  private boolean show(Delivery query) {
    if (query.kind() == Envelope.Kind.CREATE) {
      if (query.isKeyed() && !actor.isUnborn() && actor.stores()) {
        // Its key has expired: it is to create another.
        host.outputs.refuse(query, SeqConflict.exists(host.ref()));
        return true;
      }
      actor.beBorn(query);
    }
    StateRequests requests = actor.requests();
    boolean unplaced = query.kind() == Envelope.Kind.WATCH && !actor.isPlaced();
    return unplaced ? requests.hold(query) : requests.query(query);
  }

  /**
   * The policy comes before the hook, and the hook before the state. For one who is in, the policy
   * is asked together with the state.
   */
  private boolean subscribe(Delivery delivery) {
    boolean follows = delivery.kind() == Envelope.Kind.FOLLOW;
    boolean asks = actor.isAsked() && (follows || !actor.lets(delivery));
    if (asks && !(alone(delivery) && actor.requests().isAllowed(delivery))) {
      return false;
    }
    return asksToEnter(delivery)
        || (alone(delivery) && (follows ? place(delivery) : show(delivery)));
  }

  /** Whether the actor is asked first whether it lets the subscriber in, which then asks again. */
  private boolean asksToEnter(Delivery delivery) {
    if (actor.lets(delivery)) {
      return false;
    }
    Delivery hook =
        host.services
            .subscriptions()
            .presences()
            .ask((Attachment) delivery.receiver(), delivery, actor.hooks());
    if (hook != null && !isPaused(host, hook)) {
      hook(hook);
    }
    return true;
  }

  private void hook(Delivery delivery) {
    Envelope envelope = delivery.envelope();
    if (!actor.hooks().has(envelope.name())) {
      delivery.answer(Answer.Done.DONE);
      return;
    }
    Turn turn = host.begin(delivery);
    String subscriber = Objects.requireNonNull(envelope.payload());
    host.worker
        .frame()
        .hook(
            host.number(),
            turn.id(),
            envelope.name(),
            subscriber,
            TurnCaller.of(delivery),
            turn.startedAt());
  }

  private boolean place(Delivery follow) {
    host.outputs.sendAfterTurns(Verdict.answer(host.outputs.gate, follow, actor.place()));
    return true;
  }

  /** Whether the actor's last turn is the one that the request is for; refuses it if not. */
  private boolean isMeant(Delivery delivery) {
    long seq = actor.isUnborn() ? 0 : actor.shownSeq();
    if (delivery.ifSeq() < 0 || delivery.ifSeq() == seq) {
      return true;
    }
    host.outputs.refuse(delivery, SeqConflict.of(host.ref(), delivery.ifSeq(), seq));
    return false;
  }

  private void delete(Delivery delete) {
    TombstoneOutput last =
        TombstoneOutput.of(
            host,
            actor.shownSeq(),
            actor.tombstone(host.services.clock().nowMs()),
            actor.shownSeq(),
            delete);
    host.on(new HostEvent.Ended(last));
  }

  private boolean migrated(Delivery migrate) {
    ClassRef running = Objects.requireNonNull(actor.version());
    Version to = migrate.envelope().migratesTo();
    int order = to.compareTo(running.version());
    if (order > 0) {
      leaveFor(migrate);
      return false;
    }
    host.outputs.sendAfterTurns(
        order == 0
            ? Verdict.answer(host.outputs.gate, migrate, new Answer.Moved(actor.head()))
            : Verdict.refuse(
                host.outputs.gate,
                migrate,
                VersionChoice.regression(running, new ClassRef(running.name(), to))));
    return true;
  }

  /** Everything but turns waits until the turns before it have ended. */
  private boolean alone(Delivery delivery) {
    if (host.input.isQuiet()) {
      return true;
    }
    host.pending.putBack(delivery);
    return false;
  }

  private void run(Delivery delivery) {
    Turn turn = host.begin(delivery);
    delivery.receiver().running();
    Envelope envelope = delivery.envelope();
    if (delivery.receiver() instanceof NestedReply reply && reply.caller.worker == host.worker) {
      actor.permitLocalCalls(delivery);
    }
    Frame frame = host.worker.frame();
    Frame.Caller caller = TurnCaller.of(delivery);
    String name = envelope.name();
    String args = Objects.requireNonNull(envelope.payload());
    if (delivery.receiver() instanceof CallStream stream) {
      long asked = stream.asked();
      frame.stream(host.number(), turn.id(), asked, name, args, caller, turn.startedAt());
    } else {
      int key = actor.keyOf(delivery);
      frame.call(host.number(), turn.id(), key, name, args, caller, turn.startedAt());
    }
  }
}
