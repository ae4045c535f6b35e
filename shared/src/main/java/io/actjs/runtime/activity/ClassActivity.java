package io.actjs.runtime.activity;

import java.util.SortedMap;

/**
 * The activity of the actors of a class since the start.
 *
 * @param handlers by name of the handler; messages for others are under {@value #OTHER}
 * @param eventTurns turns that journaled events
 * @param snapshots states that were stored as snapshots
 * @param decisions of its policy
 */
public record ClassActivity(
    String className,
    SortedMap<String, Handled> handlers,
    long eventTurns,
    long snapshots,
    Decisions decisions) {
  /** Stands for all names that are no handler. */
  public static final String OTHER = "_other";

  /** How often somebody was let through and was not, of a class that asks. */
  public record Decisions(long allowed, long denied) {}

  /**
   * Messages that one handler was given.
   *
   * @param ok turns that ended well
   * @param failed turns that were undone
   */
  public record Handled(long ok, long failed) {}
}
