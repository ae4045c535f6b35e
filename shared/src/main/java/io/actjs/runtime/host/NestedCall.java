package io.actjs.runtime.host;

import io.actjs.engine.Frame;
import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.RequestKey;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.output.Emission;
import org.jspecify.annotations.Nullable;

/**
 * A call from one actor to another that goes through the directory. It leaves when all that the
 * calling actor has seen is durable.
 *
 * <p>A call that the kernel makes by itself, see {@link #here}, is the same delivery to the same
 * reply: what the kernel cannot finish continues as one of these.
 */
final class NestedCall extends Emission {
  private final HostServices services;
  private final Delivery call;

  /** Before the address of an actor that uses a key: no principal has such a name. */
  private static final String ASKER = "actor\0";

  private NestedCall(ActorHost caller, Delivery call) {
    super(caller.outputs.gate, null, chars(call));
    this.services = caller.services;
    this.call = call;
  }

  private static int chars(Delivery call) {
    String args = call.envelope().payload();
    return args == null ? 0 : args.length();
  }

  /** Sends what the handler asked for; the answer resumes it. */
  static void send(ActorHost caller, Outcome.CallOut out) {
    try {
      ActorRef target = new ActorRef(out.className(), out.id());
      Delivery call = delivery(caller, target, out);
      caller.services.waits().begin(caller.ref(), target);
      sendOut(caller, call);
    } catch (ActjsException e) {
      resume(caller, out.call(), null, e);
    }
  }

  private static Delivery delivery(ActorHost caller, ActorRef target, Outcome.CallOut out) {
    Turn turn = caller.input.get(out.turn());
    HostServices services = caller.services;
    long now = services.clock().steadyMs();
    long waitMs = services.limits().callDeadlineMs();
    Outcome.CallTerms terms = out.terms();
    if (terms.deadlineMs() > 0) {
      waitMs = Math.min(waitMs, terms.deadlineMs());
    }
    long parentDeadline = turn.delivery().deadlineAt();
    if (parentDeadline != 0) {
      waitMs = Math.max(0, Math.min(waitMs, parentDeadline - now));
    }
    Headers headers = turn.delivery().envelope().headers().ofCall(caller.ref(), target, waitMs);
    RequestKey key =
        terms.key() == null
            ? null
            : RequestKey.of(ASKER + caller.ref(), "call " + out.method(), terms.key(), out.args());
    Delivery call =
        Delivery.of(
                Envelope.call(target, out.method(), out.args(), headers.withKey(key)),
                turn.delivery().pin(),
                new NestedReply(caller, target, turn.id(), out.call()),
                now)
            .ifSeq(terms.ifSeq())
            .strict(turn.delivery().isStrict());
    call.charged(caller.worker.claim(call.weight()));
    caller.calls();
    return call;
  }

  private static void sendOut(ActorHost caller, Delivery call) {
    limit(call);
    caller.outputs.sendAfterTurns(new NestedCall(caller, call));
  }

  private static void limit(Delivery call) {
    NestedReply reply = (NestedReply) call.receiver();
    if (!reply.hasTimer()) {
      HostServices services = reply.caller.services;
      services.deadlines().arm(services.directory(), call, reply);
    }
  }

  /**
   * The kernel makes a call by itself, as a turn of the callee's, or will. On the worker of both.
   *
   * @param callee null when it has left since
   * @param caller the same
   */
  static void here(@Nullable ActorHost callee, @Nullable ActorHost caller, Outcome.CallHere made) {
    Outcome.CallOut out = made.call();
    if (caller == null) {
      if (callee != null) {
        // The caller's turn is gone without a trace; what the call does is done for nobody.
        callee.begin(new Turn(made.turn(), orphan(callee, out), made.startedAt()));
      }
      return;
    }
    ActorRef target = new ActorRef(out.className(), out.id());
    Delivery call = delivery(caller, target, out);
    caller.services.waits().add(caller.ref(), target);
    if (callee != null && callee.isActive()) {
      callee.outputs.gate.learnsOf(caller.outputs.gate);
      callee.begin(new Turn(made.turn(), call, made.startedAt()));
    } else {
      // The kernel finds it gone, too.
      sendOut(caller, call);
    }
  }

  private static Delivery orphan(ActorHost callee, Outcome.CallOut out) {
    return Delivery.of(
        Envelope.call(callee.ref(), out.method(), out.args(), Headers.NONE), null, Receiver.NOBODY);
  }

  /** A turn of {@link #here} has ended well, and the caller has its answer. */
  static void answered(ActorHost callee, Turn turn) {
    if (turn.delivery().receiver() instanceof NestedReply reply) {
      reply.caller.outputs.gate.learnsOf(callee.outputs.gate);
      reply.answeredInKernel();
    }
  }

  /** A turn of {@link #here} could not begin: it goes through the directory after all. */
  static void goesOut(Turn turn) {
    Delivery call = turn.delivery();
    if (call.receiver() instanceof NestedReply reply && !call.abandoned()) {
      sendOut(reply.caller, call);
    } else {
      call.drop();
    }
  }

  /** A turn of {@link #here} awaits, and somebody has to end it when nobody waits any more. */
  static void awaits(Turn turn) {
    if (turn.delivery().receiver() instanceof NestedReply) {
      limit(turn.delivery());
    }
  }

  /** Brings an answer to a handler that waits for it; its actor may be gone. On the worker. */
  static void resume(
      ActorHost caller, long call, @Nullable String result, @Nullable ActjsException failure) {
    if (!caller.worker.hosts(caller)) {
      return;
    }
    Frame frame = caller.worker.frame();
    if (failure == null) {
      frame.resume(caller.number(), call, result);
    } else {
      frame.resumeError(
          caller.number(), call, failure.code().name(), failure.detail(), failure.members());
    }
  }

  @Override
  protected void opened() {
    services.directory().deliver(call);
  }

  @Override
  protected void refused(ActjsException reason) {
    call.fail(reason);
  }
}
