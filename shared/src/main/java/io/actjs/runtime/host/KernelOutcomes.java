package io.actjs.runtime.host;

import io.actjs.engine.Outcome;
import io.actjs.model.ActjsException;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.runtime.activity.TurnNames;
import io.actjs.runtime.streaming.CallStream;
import io.actjs.runtime.streaming.YieldedOutput;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Handles each answer of the kernel about a host's actor. Confined to the worker. */
final class KernelOutcomes {
  private KernelOutcomes() {}

  static void take(ActorHost host, Outcome outcome) {
    switch (outcome) {
      case Outcome.TurnDone done -> turnDone(host, end(host, done.turn()), done);
      case Outcome.TurnFailed failed -> turnFailed(host, end(host, failed.turn()), failed);
      case Outcome.TurnPutOff putOff -> putOff(host, end(host, putOff.turn()), putOff.ms());
      case Outcome.TurnDeferred deferred -> deferred(host, host.input.find(deferred.turn()));
      case Outcome.TurnSuspended suspended -> {
        if (host.input.shutFor(suspended.turn())) {
          host.on(new HostEvent.Awaits());
          Turn turn = host.input.get(suspended.turn());
          if (turn.isLocal()) {
            NestedCall.awaits(turn);
          }
          TurnDeadline.watch(host, turn);
        }
      }
      case Outcome.Yielded yielded -> yielded(host, yielded);
      case Outcome.CallOut call -> NestedCall.send(host, call);
      case Outcome.CallHere made ->
          NestedCall.here(find(host, made.host()), find(host, made.call().host()), made);
      case Outcome.RemindersAsked asked -> ReminderLookup.send(host, asked);
      case Outcome.PresentAsked asked -> present(host, asked.call());
      case Outcome.MintAsked asked -> mint(host, asked);
      case Outcome.ViewChanged changed ->
          host.actor().viewers().changed(changed.turn(), changed.viewer(), changed.patch());
      case Outcome.State answer -> host.actor().requests().answered(answer);
      case Outcome.Decided decided -> host.actor().requests().decided(decided);
      case Outcome.StateRefused refusal -> host.actor().requests().refused(refusal);
      case Outcome.ActorLost ignored -> host.discard(restarted());
      case Outcome.Log log -> logged(host, log);
    }
  }

  /** The turn ran when the process of its isolate ended. */
  static void lost(ActorHost host, Turn turn, ActjsException reason) {
    turnFailed(
        host,
        end(host, turn.id()),
        new Outcome.TurnFailed(
            host.number(), turn.id(), false, reason.code(), reason.detail(), "", Map.of()));
  }

  /** What a turn fails with that awaited when its actor was lost. */
  static ActjsException restarted() {
    return new ActjsException(ProblemCode.Fenced, "the actor was restarted; send the call again");
  }

  private static void yielded(ActorHost host, Outcome.Yielded yielded) {
    Turn turn = host.input.get(yielded.turn());
    if (turn.delivery().receiver() instanceof CallStream stream) {
      String value = yielded.value();
      Charge charge = host.worker.claim(value.length());
      host.outputs.sendAfterTurns(new YieldedOutput(host.outputs.gate, stream, value, charge));
    }
    if (yielded.stalls()) {
      host.worker.frame().ask(host.number(), turn.id(), 0);
    }
  }

  private static void logged(ActorHost host, Outcome.Log log) {
    if (log.level().equals("unhandled")) {
      host.services.counters().unhandledRejections.increment();
    }
    host.services.log().write(names(host, host.input.find(log.turn())), log, host.actor()::remap);
  }

  private static TurnNames names(ActorHost host, @Nullable Turn turn) {
    return new TurnNames(
        host.ref(), host.actor().version(), turn == null ? null : turn.delivery().envelope());
  }

  private static void present(ActorHost host, long call) {
    String json = host.services.subscriptions().presences().list(host.ref());
    Budget memory = host.services.memory();
    try (Charge charge = memory.tryCharge(2L * json.length())) {
      NestedCall.resume(host, call, json, charge == null ? memory.exhausted() : null);
    }
  }

  private static void mint(ActorHost host, Outcome.MintAsked asked) {
    host.services
        .minting()
        .mint(
            host.ref(),
            host.input.get(asked.turn()).delivery().envelope().headers().principal(),
            asked.options(),
            token -> host.execute(() -> NestedCall.resume(host, asked.call(), token, null)),
            failure -> host.execute(() -> NestedCall.resume(host, asked.call(), null, failure)));
  }

  private static @Nullable ActorHost find(ActorHost host, int number) {
    return (ActorHost) host.worker.tenant(number);
  }

  private static void turnDone(ActorHost host, Turn turn, Outcome.TurnDone done) {
    turn.delivery().receiver().ended();
    host.actor().turnDone(turn, done);
    if (turn.isLocal()) {
      NestedCall.answered(host, turn);
    }
  }

  /**
   * It has not begun: what waits for the turn that runs to end goes on waiting.
   *
   * @param turn null when the host did not take the call that the kernel made
   */
  private static void deferred(ActorHost host, @Nullable Turn turn) {
    if (turn == null) {
      return;
    }
    host.input.leave(turn.id());
    if (turn.isLocal()) {
      NestedCall.goesOut(turn);
    } else {
      host.pending.giveBack(turn.delivery());
    }
  }

  private static Turn end(ActorHost host, long id) {
    Turn turn = host.input.leave(id);
    host.turnEnded();
    if (host.input.openAfter(turn)) {
      host.on(new HostEvent.Resumed());
    }
    return turn;
  }

  private static void putOff(ActorHost host, Turn turn, long ms) {
    InboxMessage message = turn.isLifecycle() ? null : turn.delivery().stored();
    if (message != null) {
      host.outputs.putOff(message, ms);
    } else {
      failed(
          host,
          turn,
          new ActjsException(
              ProblemCode.HandlerError,
              "this.actjs.defer puts off a message, and this turn is none: a caller waits for it"));
    }
  }

  private static void turnFailed(ActorHost host, Turn turn, Outcome.TurnFailed failed) {
    host.services.log().write(names(host, turn), failed, host.actor()::remap);
    Map<String, String> members = host.actor().ranAs(failed.members());
    ActjsException reason =
        failed.aborted()
            ? ActjsException.aborted(failed.message(), members)
            : new ActjsException(failed.code(), failed.message(), members, null);
    failed(host, turn, reason);
  }

  private static void failed(ActorHost host, Turn turn, ActjsException reason) {
    host.actor().viewers().undone(turn.id());
    host.services.counters().failedTurns.increment();
    if (turn.isLifecycle()) {
      HostEffects.hookFailed(host, reason);
    } else {
      host.actor().activity().failed(turn.delivery().envelope());
      boolean denied = reason.code() == ProblemCode.PolicyDenied;
      host.actor().counts(turn.delivery().kind(), !denied);
      if (denied) {
        host.services.denials().denied(turn.delivery().envelope());
      }
      host.outputs.failed(turn.delivery(), reason);
    }
  }
}
