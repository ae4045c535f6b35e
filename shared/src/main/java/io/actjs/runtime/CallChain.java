package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * The actors that wait for a call, innermost first. A call to one of them would wait for itself.
 */
record CallChain(ActorRef actor, @Nullable CallChain callers, int depth) {
  private static final int MAX_DEPTH = 64;

  /**
   * The chain for a call that {@code actor} makes while it handles a call with the chain {@code
   * callers}.
   */
  static CallChain of(ActorRef actor, @Nullable CallChain callers) {
    return new CallChain(actor, callers, callers == null ? 1 : callers.depth + 1);
  }

  /**
   * @throws ActjsException {@code CallCycle} when the chain contains the target, or is too deep
   */
  void requireNoCycle(ActorRef target) {
    for (CallChain link = this; link != null; link = link.callers) {
      if (link.actor.equals(target)) {
        throw new ActjsException(
            ProblemCode.CallCycle,
            "the call "
                + this
                + " → "
                + target
                + " would wait for itself; use tell, or return before calling back");
      }
    }
    if (depth >= MAX_DEPTH) {
      throw new ActjsException(
          ProblemCode.CallCycle, "calls are nested deeper than " + MAX_DEPTH + " actors; use tell");
    }
  }

  @Override
  public String toString() {
    return callers == null ? actor.toString() : callers + " → " + actor;
  }
}
