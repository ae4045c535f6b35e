package io.actjs.runtime;

import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * A call from one actor to another. It leaves when all that the calling actor has seen is durable.
 */
final class NestedCall extends Emission {
  private final Message.Call call;

  private NestedCall(ActorHost caller, Message.Call call) {
    super(caller, null, call.args.length());
    this.call = call;
  }

  /** Sends what the handler asked for; the answer resumes it. */
  static void send(ActorHost caller, ActorHost.Turn turn, Outcome.CallOut out) {
    try {
      Message.Call parent = turn.message() instanceof Message.Call call ? call : null;
      ActorRef target = new ActorRef(out.className(), out.id());
      CallChain chain = CallChain.of(caller.ref, parent == null ? null : parent.callers);
      chain.requireNoCycle(target);
      long now = caller.services.context().clock.nowMs();
      long deadline = now + caller.services.context().limits.callDeadlineMs();
      Message.Call call =
          new Message.Call(
              target,
              out.method(),
              out.args(),
              chain,
              parent == null ? deadline : Math.min(deadline, parent.deadlineAt),
              caller.pinOf(turn));
      var unused =
          call.reply.whenComplete(
              (result, failure) ->
                  caller.worker.execute(() -> resume(caller, out.call(), result, failure)));
      CallDeadline.arm(caller.services, call, now);
      caller.outputAfterTurns(new NestedCall(caller, call));
    } catch (ActjsException e) {
      resume(caller, out.call(), null, e);
    }
  }

  /** Brings an answer to a handler that waits for it; its actor may be gone. On the worker. */
  static void resume(
      ActorHost caller, long call, @Nullable String result, @Nullable Throwable failure) {
    if (caller.phase() == ActorHost.Phase.GONE || !caller.worker.hosts(caller)) {
      return;
    }
    if (failure == null) {
      caller.worker.frame().resume(caller.number, call, result);
    } else if (failure instanceof ActjsException known) {
      caller.worker.frame().resumeError(caller.number, call, known.code().name(), known.detail());
    } else {
      throw new IllegalStateException("a reply fails with ActjsException only", failure);
    }
  }

  @Override
  void opened() {
    host().services.directory().deliver(call);
  }

  @Override
  void refused(ActjsException reason) {
    call.fail(reason);
  }
}
