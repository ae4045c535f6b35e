package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import java.util.concurrent.CompletableFuture;

/** Ends a call whose deadline passes, wherever it waits. */
final class CallDeadline {
  private CallDeadline() {}

  /** Sets the timer of a call that is about to be delivered. */
  static void arm(HostServices services, Message.Call call, long nowMs) {
    long waitMs = call.deadlineAt - nowMs;
    call.timer =
        services.context().deadlines.set(call.deadlineAt, () -> expire(services, call, waitMs));
  }

  /**
   * Sets the timer of something else that somebody waits for.
   *
   * @param what its name in the error
   */
  static void arm(
      HostServices services, String what, CompletableFuture<?> answer, CallOptions options) {
    RuntimeContext context = services.context();
    long waitMs = options.deadlineMs() > 0 ? options.deadlineMs() : context.limits.callDeadlineMs();
    DeadlineWheel.Timer timer =
        context.deadlines.set(
            context.clock.nowMs() + waitMs,
            () -> answer.completeExceptionally(passed(context, what, waitMs)));
    var unused = answer.whenComplete((result, failure) -> timer.cancel());
  }

  /** What is waited for beyond its time while storage is away, storage has not answered. */
  private static ActjsException passed(RuntimeContext context, String what, long waitMs) {
    String late =
        what + " did not answer within " + waitMs + " ms; whether it took effect is not known";
    String outage = context.storage.outage();
    return outage == null
        ? new ActjsException(ProblemCode.CallTimeout, late)
        : new ActjsException(ProblemCode.StorageUnavailable, late + ": " + outage);
  }

  private static void expire(HostServices services, Message.Call call, long waitMs) {
    call.fail(passed(services.context(), call.method + " of " + call.target, waitMs));
    ActorHost host = services.directory().find(call.target);
    if (host != null) {
      host.worker.execute(() -> host.exit().abandon(call));
    }
  }
}
