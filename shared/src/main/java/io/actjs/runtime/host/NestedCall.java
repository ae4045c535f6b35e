package io.actjs.runtime.host;

import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.policy.Tab;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Reply;
import io.actjs.runtime.output.Emission;
import org.jspecify.annotations.Nullable;

/**
 * A call from one actor to another. It leaves when all that the calling actor has seen is durable.
 */
final class NestedCall extends Emission {
  private final HostServices services;
  private final Delivery call;

  private NestedCall(ActorHost caller, Delivery call, int weight) {
    super(caller.outputs.gate, null, weight);
    this.services = caller.services;
    this.call = call;
  }

  /** Sends what the handler asked for; the answer resumes it. */
  static void send(ActorHost caller, Turn turn, Outcome.CallOut out) {
    HostServices services = caller.services;
    try {
      ActorRef target = new ActorRef(out.className(), out.id());
      long now = services.clock().steadyMs();
      long waitMs = services.limits().callDeadlineMs();
      long parentDeadline = turn.delivery().deadlineAt();
      if (parentDeadline != 0) {
        waitMs = Math.max(0, Math.min(waitMs, parentDeadline - now));
      }
      Headers headers = turn.delivery().envelope().headers().ofCall(caller.ref(), target, waitMs);
      services.waits().begin(caller.ref(), target);
      caller.calls();
      Reply<@Nullable String> reply = Reply.ofCall();
      Delivery call =
          Delivery.of(
                  Envelope.call(target, out.method(), out.args(), headers),
                  turn.delivery().pin(),
                  reply,
                  now)
              .strict(turn.delivery().isStrict());
      call.charged(caller.worker.claim(call.weight()));
      // The answer waits for the worker; what it takes is given back when the kernel has it.
      Tab answer = new Tab(services.memory());
      reply.tab(answer);
      var unused =
          reply.whenComplete(
              (result, failure) -> {
                services.waits().end(caller.ref(), target);
                caller.worker.execute(
                    () -> {
                      try (answer) {
                        resume(caller, out.call(), result, failure);
                      }
                    });
              });
      services.deadlines().arm(services.directory(), call, reply);
      caller.outputs.sendAfterTurns(new NestedCall(caller, call, out.args().length()));
    } catch (ActjsException e) {
      resume(caller, out.call(), null, e);
    }
  }

  /** Brings an answer to a handler that waits for it; its actor may be gone. On the worker. */
  static void resume(
      ActorHost caller, long call, @Nullable String result, @Nullable Throwable failure) {
    if (!caller.worker.hosts(caller)) {
      return;
    }
    if (failure == null) {
      caller.worker.frame().resume(caller.number(), call, result);
    } else if (failure instanceof ActjsException known) {
      caller
          .worker
          .frame()
          .resumeError(caller.number(), call, known.code().name(), known.detail(), known.members());
    } else {
      throw new IllegalStateException("a reply fails with ActjsException only", failure);
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
