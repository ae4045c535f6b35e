package io.actjs.storage;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** What nobody needs any more, and that can be told without looking at an actor. */
public sealed interface Expired {

  /**
   * What is kept of ids that were asked for long ago, and never ran a turn; and what processes have
   * left behind that are gone. Only stores that several processes share have any.
   */
  record UnbornActors() implements Expired {}

  /** Sources of no version. */
  record Sources() implements Expired {}

  /**
   * States from before migrations whose window has ended.
   *
   * @param nowMs milliseconds since 1970
   */
  record RetainedStates(long nowMs) implements Expired {}

  /**
   * Messages that were given up.
   *
   * @param diedBefore milliseconds since 1970
   * @param keep how many of the newest may stay
   */
  record DeadLetters(long diedBefore, long keep) implements Expired {

    /**
     * Where those end that expired.
     *
     * @param surplus the newest one that is one too many; null when there is none
     */
    public DeadLetter.Place end(DeadLetter.@Nullable Place surplus) {
      return surplus != null && surplus.diedAt() >= diedBefore
          ? surplus
          : new DeadLetter.Place(diedBefore, "");
    }
  }

  /**
   * Entries of the audit log.
   *
   * @param before milliseconds since 1970
   */
  record AuditEntries(long before) implements Expired {}

  /**
   * Drops rows in steps, until a step finds fewer than it may drop or the limit is reached.
   *
   * @param drop drops so many rows at most, and returns how many there were
   */
  static int inSteps(int limit, int step, IntUnaryOperator drop) {
    int dropped = 0;
    int asked;
    int found;
    do {
      asked = Math.min(limit - dropped, step);
      found = drop.applyAsInt(asked);
      dropped += found;
    } while (found == asked && dropped < limit);
    return dropped;
  }
}
