package io.actjs.runtime.keyed;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.ProblemCode;
import java.util.Map;

/** The refusals of requests that are for one state of an actor. */
public final class SeqConflict {
  private SeqConflict() {}

  /** The actor has had another last turn; the member {@code seq} says which. */
  public static ActjsException of(ActorRef ref, long wanted, long actual) {
    return new ActjsException(
        ProblemCode.Conflict,
        "%s is at turn %d, not %d: read it again, and decide anew".formatted(ref, actual, wanted),
        Map.of("seq", "\"" + actual + '"'),
        null);
  }

  /** The actor exists that was to be created. */
  public static ActjsException exists(ActorRef ref) {
    return new ActjsException(ProblemCode.Conflict, ref + " exists already");
  }
}
