package io.actjs.storage.audit;

import io.actjs.model.AuditEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The audit: entries in the order of writing, each with a chain value that stands for it and for
 * all before it. Changes of the registry and of access write theirs in their own transactions;
 * entries of everything else are appended here. Entries become visible in their order, so whoever
 * knows the head knows all before it. Thread-safe; every method may block and may throw {@code
 * StorageUnavailable} or {@code StorageFull}.
 *
 * <p>What the chain proves, and what it cannot. An entry that was changed, removed, inserted or
 * moved is found, at the ends as well, as these are stored apart ({@link AuditEnds}). Whoever may
 * write to all of the database, and knows this code, can compute a whole new chain and store that:
 * nothing in the database tells it from the true one. Against them helps a copy of the head that
 * they cannot reach: {@code actctl audit verify} prints the head, and {@code --expect} holds the
 * audit against one that was noted before. What retention dropped is proven only as far as the base
 * is trusted.
 */
public interface AuditStore {
  /** Of one {@link #append}. */
  int MAX_ENTRIES = 256;

  /** Characters of one {@link #append}. */
  int MAX_CHARS = 1 << 20;

  /**
   * Stores entries that come with no other change, all of them or none, durably.
   *
   * @throws IllegalArgumentException when there are more than {@link #MAX_ENTRIES}, or they are
   *     longer than {@link #MAX_CHARS}
   */
  void append(List<AuditEntry> entries);

  /**
   * @throws io.actjs.model.ActjsException {@code StoreDamaged} when they are missing
   */
  AuditEnds ends();

  /** Entries with a greater ordinal, in their order. */
  List<ChainedEntry> after(long ordinal, int limit);

  /** Entries with a smaller ordinal, the newest first. */
  List<ChainedEntry> before(long ordinal, int limit);

  default AuditPage read(AuditQuery query) {
    return AuditSearch.run(this, query);
  }

  /**
   * Reads the whole audit in pages and tells the first entry that is not as it was written. Others
   * may write meanwhile.
   *
   * @param noted a head that was noted before; null when there is none to compare with
   */
  default AuditReport verify(@Nullable ChainPoint noted) {
    return AuditVerification.run(this, noted);
  }

  /**
   * For implementations of {@link #append}.
   *
   * @throws IllegalArgumentException when it would be too much
   */
  static void requireBounded(List<AuditEntry> entries) {
    long chars =
        entries.stream()
            .mapToLong(
                entry ->
                    (long) entry.principal().length()
                        + entry.target().length()
                        + entry.meta().length())
            .sum();
    if (entries.size() > MAX_ENTRIES || chars > MAX_CHARS) {
      throw new IllegalArgumentException(
          entries.size() + " audit entries with " + chars + " characters are too much at once");
    }
  }
}
