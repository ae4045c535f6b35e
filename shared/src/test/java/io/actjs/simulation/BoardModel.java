package io.actjs.simulation;

import static io.actjs.simulation.Violation.require;

import io.actjs.model.ActorRef;
import java.util.HashMap;
import java.util.Map;

/**
 * An actor of which nothing is stored, as it was shown. It begins again whenever it comes into
 * memory, but its positions never do: each has one state, and what is shown later is not of an
 * earlier one.
 */
final class BoardModel {
  final ActorRef ref;
  private final Map<Long, LedgerState> states = new HashMap<>();
  private long highest = -1;

  BoardModel(ActorRef ref) {
    this.ref = ref;
  }

  /** The highest position that anybody has been shown. */
  long highest() {
    return highest;
  }

  /**
   * Somebody is shown the state.
   *
   * @param after the highest position that had been shown when this was asked for
   */
  void shown(long seq, LedgerState state, long after) {
    require(seq >= after, "%s is shown at %d after %d", ref, seq, after);
    LedgerState known = states.putIfAbsent(seq, state);
    require(
        known == null || known.equals(state),
        "%s is shown as %s at %d, and as %s before",
        ref,
        state,
        seq,
        known);
    highest = Math.max(highest, seq);
  }
}
