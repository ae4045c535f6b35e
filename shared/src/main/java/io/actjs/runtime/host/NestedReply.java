package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.policy.Charge;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.TimedReceiver;
import io.actjs.runtime.worker.Worker;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The handler that waits for a call to another actor. The first end counts: an answer, a failure,
 * or the kernel's word that the handler has the answer. Thread-safe.
 */
final class NestedReply implements TimedReceiver {
  final ActorHost caller;
  private final ActorRef target;
  private final long turn;
  private final long call;
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile DeadlineWheel.@Nullable Timer timer;

  /**
   * @param turn the turn that waits
   * @param call its number in the kernel
   */
  NestedReply(ActorHost caller, ActorRef target, long turn, long call) {
    this.caller = caller;
    this.target = target;
    this.turn = turn;
    this.call = call;
  }

  @Override
  public void timer(DeadlineWheel.Timer deadline) {
    timer = deadline;
    if (ended.get()) {
      deadline.cancel();
    }
  }

  boolean hasTimer() {
    return timer != null;
  }

  @Override
  public void answered(Answer answer) {
    if (!end()) {
      return;
    }
    Answer.Result result = (Answer.Result) answer;
    // What the answer takes is given back when the kernel's frame has a copy of it.
    Charge charge = result.charge().handOver();
    caller.execute(
        () -> {
          try (charge) {
            NestedCall.resume(caller, call, result.json(), null);
          }
        });
  }

  @Override
  public void failed(ActjsException reason) {
    if (end()) {
      caller.execute(() -> NestedCall.resume(caller, call, null, reason));
    }
  }

  /**
   * What was called has ended the worker's isolate. If the turn that waits is there, too, no
   * handler of it can take the failure: it fails as well.
   */
  void lost(Worker worker, ActjsException reason) {
    if (caller.worker == worker && caller.input.find(turn) != null) {
      caller.turnLost(turn, reason);
    }
  }

  /** The kernel has given the handler its answer. */
  void answeredInKernel() {
    var unused = end();
  }

  private boolean end() {
    if (!ended.compareAndSet(false, true)) {
      return false;
    }
    DeadlineWheel.Timer deadline = timer;
    if (deadline != null) {
      deadline.cancel();
    }
    caller.services.waits().end(caller.ref(), target);
    return true;
  }

  @Override
  public boolean abandoned() {
    return ended.get();
  }
}
