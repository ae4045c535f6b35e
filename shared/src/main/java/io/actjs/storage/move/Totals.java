package io.actjs.storage.move;

/**
 * What an export holds.
 *
 * @param classes versions of classes
 * @param lines items, whatever they are
 */
public record Totals(long classes, long actors, long turns, long lines) {
  static final Totals NONE = new Totals(0, 0, 0, 0);
}
