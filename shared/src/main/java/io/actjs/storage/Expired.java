package io.actjs.storage;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Rows that have expired, as far as that is known without looking at an actor. */
public sealed interface Expired {

  /**
   * Traces of ids that were requested long ago and never ran a turn, and leftovers of ended
   * processes. Only stores that several processes share have any.
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
   * Replies to requests whose keys may name others now.
   *
   * @param nowMs milliseconds since 1970
   */
  record Replies(long nowMs) implements Expired {}

  /**
   * Revocations of capabilities that have expired by themselves.
   *
   * @param nowMs milliseconds since 1970
   */
  record Revocations(long nowMs) implements Expired {}

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
     * @param surplus the newest row beyond the limit; null when there is none
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
   * @param drop drops up to the given number of rows, and returns how many it dropped
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
