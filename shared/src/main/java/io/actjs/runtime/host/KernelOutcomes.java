package io.actjs.runtime.host;

import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.ProblemCode;

/** What becomes of each answer of the kernel about a host's actor. Confined to the worker. */
final class KernelOutcomes {
  private final ActorHost host;
  private final RunningActor actor;

  KernelOutcomes(ActorHost host, RunningActor actor) {
    this.host = host;
    this.actor = actor;
  }

  void take(Outcome outcome) {
    switch (outcome) {
      case Outcome.TurnDone done -> actor.turnDone(end(done.turn()), done);
      case Outcome.TurnFailed failed -> turnFailed(end(failed.turn()), failed);
      case Outcome.TurnDeferred deferred -> host.pending.giveBack(end(deferred.turn()).delivery());
      case Outcome.TurnSuspended suspended -> {
        if (host.input.shutFor(suspended.turn())) {
          host.on(new HostEvent.Awaits());
        }
      }
      case Outcome.CallOut call -> NestedCall.send(host, host.input.first(), call);
      case Outcome.RemindersAsked asked -> ReminderLookup.send(host, asked);
      case Outcome.State answer -> actor.requests().answered(answer);
      case Outcome.ActorLost ignored ->
          host.discard(
              new ActjsException(
                  ProblemCode.Fenced, "the actor was restarted; send the call again"));
      case Outcome.Log log -> host.services.log().write(host.ref(), log);
    }
  }

  private Turn end(long id) {
    Turn turn = host.input.leave(id);
    if (host.input.openAfter(turn)) {
      host.on(new HostEvent.Resumed());
    }
    return turn;
  }

  private void turnFailed(Turn turn, Outcome.TurnFailed failed) {
    host.services.counters().failedTurns.increment();
    host.services.log().write(host.ref(), failed, actor::remap);
    ActjsException reason = new ActjsException(failed.code(), failed.message());
    if (turn.isLifecycle()) {
      host.effects.hookFailed(reason);
    } else {
      actor.activity().failed(turn.delivery().envelope());
      host.outputs.refuse(turn.delivery(), reason);
    }
  }
}
