package io.actjs.engine.repeat;

import io.actjs.model.ClassRef;

/**
 * Two repetitions of one turn came to different ends.
 *
 * @param cause what alone was different between the two
 * @param where what differs: {@code result}, {@code end} (whether it succeeds), {@code change} (of
 *     the state, or its events), {@code calls}, {@code tells}, {@code reminders}, {@code emits},
 *     {@code tags}, or the {@code values} that it yields
 * @param first what it was in the one, as JSON, cut to what differs
 * @param second in the other; of {@link Cause#MEMORY}, in the one that ran after a restart
 */
public record Difference(
    ClassRef ref, String method, Cause cause, String where, String first, String second) {

  /** What a turn may depend on beside its actor's state and its arguments. */
  public enum Cause {
    /** The present time, other than by {@code this.actjs.now()}. */
    CLOCK,
    /** {@code Math.random()} and {@code crypto}. */
    CHANCE,
    /** Fields of the actor and variables of its module, which a restart empties. */
    MEMORY
  }

  private static final int LEAD = 16;
  private static final int MOST = 64;

  /** Cuts the texts to the surroundings of their first difference. */
  static Difference of(
      ClassRef ref, String method, Cause cause, String where, String first, String second) {
    int same = 0;
    int shorter = Math.min(first.length(), second.length());
    while (same < shorter && first.charAt(same) == second.charAt(same)) {
      same++;
    }
    int from = Math.max(0, same - LEAD);
    return new Difference(ref, method, cause, where, cut(first, from), cut(second, from));
  }

  private static String cut(String text, int from) {
    String head = from == 0 ? "" : "…";
    int to = Math.min(text.length(), from + MOST);
    return head + text.substring(from, to) + (to == text.length() ? "" : "…");
  }
}
