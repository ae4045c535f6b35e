package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends turns that await for too long. A turn that somebody waits for ends with that wait; here are
 * the others: of tells, reminders and hooks. The turn leaves no trace, and the actor comes back
 * from storage with its next message.
 */
final class TurnDeadline {
  private static final Logger LOG = LoggerFactory.getLogger(TurnDeadline.class);

  private TurnDeadline() {}

  /** The turn begins to await. On the worker. */
  static void watch(ActorHost host, Turn turn) {
    if (turn.delivery().deadlineAt() != 0) {
      if (turn.delivery().abandoned()) {
        // Nobody comes to end it any more: that was said while it waited in the kernel.
        host.cancel(turn.delivery());
      }
      return;
    }
    long classMs = host.actor().rules().deadlineMs();
    long limitMs = classMs == 0 ? host.services.limits().callDeadlineMs() : classMs;
    host.limitTurn(
        host.services
            .deadlines()
            .after(limitMs, () -> host.execute(() -> passed(host, turn, limitMs))));
  }

  private static void passed(ActorHost host, Turn turn, long limitMs) {
    Turn awaiting = host.input.awaiting();
    if (awaiting == null || awaiting.id() != turn.id()) {
      return;
    }
    String name = turn.delivery().envelope().name();
    ActjsException reason =
        new ActjsException(
            ProblemCode.TurnTimeout,
            "%s of %s did not end within %d ms: something that it awaits never settles, or takes longer"
                .formatted(name, host.ref(), limitMs));
    LOG.atWarn()
        .addKeyValue("request", turn.delivery().envelope().headers().trace())
        .log("abandoned: {}", reason.detail());
    host.services.counters().failedTurns.increment();
    host.on(
        host.state() instanceof HostState.Starting
            ? new HostEvent.StartFailed(reason)
            : new HostEvent.Discarded(reason));
  }
}
