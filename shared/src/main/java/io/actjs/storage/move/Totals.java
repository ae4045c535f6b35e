package io.actjs.storage.move;

/**
 * The totals of an export.
 *
 * @param classes versions of classes
 * @param lines items of any type
 */
public record Totals(long classes, long actors, long turns, long lines) {
  static final Totals NONE = new Totals(0, 0, 0, 0);
}
