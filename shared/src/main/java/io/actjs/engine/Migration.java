package io.actjs.engine;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored actor that is to be brought to a later class version.
 *
 * @param keys the class that it is stored at, then the others that it walks through, in order
 * @param steps what runs of each class but the first
 * @param base the state of the newest snapshot, raw JSON, or null when the turns tell all
 * @param turns the changes after it, raw JSON each: patches, or events
 * @param traced whether the state at every class on the way is wanted, and what does not fit
 */
public record Migration(
    List<Integer> keys,
    List<Step> steps,
    @Nullable String base,
    List<String> turns,
    boolean traced) {

  /**
   * What runs of a class that it has.
   *
   * @param migrate whether its {@code migrate} does
   * @param migrateEvent whether its {@code migrateEvent} does
   */
  public record Step(boolean migrate, boolean migrateEvent) {
    static final Step BOTH = new Step(true, true);
  }

  public Migration {
    if (steps.size() != keys.size() - 1) {
      throw new IllegalArgumentException("a migration has a step for each class but the first");
    }
  }

  /** One in which everything runs. */
  public Migration(List<Integer> keys, @Nullable String base, List<String> turns) {
    this(keys, Collections.nCopies(keys.size() - 1, Step.BOTH), base, turns, false);
  }

  /** The same where the classes have other keys. */
  public Migration withKeys(List<Integer> others) {
    return new Migration(others, steps, base, turns, traced);
  }

  /**
   * What came of it.
   *
   * @param before the state at the class that it was stored at, raw JSON
   * @param after the state at its new class, raw JSON
   * @param states the state after each step, when that was wanted; else empty
   * @param issues what of the new state does not fit its type, when that was wanted: a raw JSON
   *     array
   */
  public record Migrated(String before, String after, List<String> states, String issues) {}
}
