package io.actjs.model;

import java.util.List;

/**
 * Entries that are committed together.
 *
 * @param entries in the order in which they take effect
 * @param needs in the order of the entries that need; usually none
 */
public record JournalBatch(List<JournalEntry> entries, List<Need> needs) {

  /**
   * An entry that saw what an earlier one changes: it is stored only if that one is.
   *
   * @param entry an index of {@link #entries}
   * @param needed a smaller one
   */
  public record Need(int entry, int needed) {
    public Need {
      if (needed >= entry) {
        throw new IllegalArgumentException("entry " + entry + " cannot need entry " + needed);
      }
    }
  }

  /** Entries none of which has seen another actor's. */
  public static JournalBatch of(List<JournalEntry> entries) {
    return new JournalBatch(entries, List.of());
  }

  public int size() {
    return entries.size();
  }
}
