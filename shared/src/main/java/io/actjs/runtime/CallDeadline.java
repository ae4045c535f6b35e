package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;

/** Ends a call whose deadline passes, wherever it waits. */
final class CallDeadline {
  private CallDeadline() {}

  /** Sets the timer of a call that is about to be delivered. */
  static void arm(HostServices services, Message.Call call, long nowMs) {
    long waitMs = call.deadlineAt - nowMs;
    call.timer =
        services.context().deadlines.set(call.deadlineAt, () -> expire(services, call, waitMs));
  }

  private static void expire(HostServices services, Message.Call call, long waitMs) {
    call.fail(
        new ActjsException(
            ProblemCode.CallTimeout,
            call.method
                + " of "
                + call.target
                + " did not answer within "
                + waitMs
                + " ms; whether it took effect is not known"));
    ActorHost host = services.directory().find(call.target);
    if (host != null) {
      host.worker.execute(() -> host.exit().abandon(call));
    }
  }
}
