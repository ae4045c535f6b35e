package io.actjs.model;

import org.jspecify.annotations.Nullable;

/**
 * The actors that wait for a call, innermost first. A call to one of them would wait for itself.
 */
public record CallChain(ActorRef actor, @Nullable CallChain callers) {

  public boolean contains(ActorRef ref) {
    for (CallChain link = this; link != null; link = link.callers) {
      if (link.actor.equals(ref)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return callers == null ? actor.toString() : callers + " → " + actor;
  }
}
