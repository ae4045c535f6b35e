package io.actjs.storage.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks the changes of one kind in the store that are known, by the audit: each of them adds an
 * entry, and entries become visible in their order. Not thread-safe.
 */
public final class AuditWatermark {
  /** So many new entries are not looked at one by one. */
  private static final int ENTRIES = 64;

  private final List<String> prefixes;
  private @Nullable ChainPoint known;

  /**
   * @param prefixes of the actions that such changes are audited as
   */
  public AuditWatermark(String... prefixes) {
    this.prefixes = List.of(prefixes);
  }

  /**
   * Runs the update when there may be unknown changes, and marks them as known. Changes made while
   * it runs, or that it fails to learn, are seen the next time.
   *
   * @return whether the update was run
   */
  public boolean catchUp(AuditStore audit, Runnable update) {
    ChainPoint head = audit.ends().head();
    if (head.equals(known)) {
      return false;
    }
    boolean changed = known == null || hasChanges(audit, known);
    if (changed) {
      update.run();
    }
    known = head;
    return changed;
  }

  /** A store that has another entry in the place of the known one may have lost some. */
  private boolean hasChanges(AuditStore audit, ChainPoint known) {
    List<ChainedEntry> entries = audit.after(known.ordinal() - 1, ENTRIES);
    return entries.isEmpty()
        || entries.size() == ENTRIES
        || !entries.getFirst().point().equals(known)
        || entries.stream().skip(1).anyMatch(this::isOfKind);
  }

  private boolean isOfKind(ChainedEntry entry) {
    return prefixes.stream().anyMatch(entry.entry().action()::startsWith);
  }
}
