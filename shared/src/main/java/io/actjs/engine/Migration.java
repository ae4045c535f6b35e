package io.actjs.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stored actor that is to be brought to a later class version.
 *
 * @param keys the class that it is stored at, then the others that it walks through, in order
 * @param base the state of the newest snapshot, raw JSON, or null when the turns tell all
 * @param turns the changes after it, raw JSON each: patches, or events
 */
public record Migration(List<Integer> keys, @Nullable String base, List<String> turns) {

  /**
   * What came of it.
   *
   * @param before the state at the class that it was stored at, raw JSON
   * @param after the state at its new class, raw JSON
   */
  public record Migrated(String before, String after) {}
}
