package io.actjs.registry;

import io.actjs.storage.RegistryStore;
import io.actjs.storage.audit.ChainPoint;
import io.actjs.storage.audit.ChainedEntry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks the changes of classes in the store that are known, by the audit: each of them adds an
 * entry, and entries become visible in their order. Not thread-safe.
 */
final class AuditWatermark {
  /** So many new entries are not looked at one by one. */
  private static final int ENTRIES = 64;

  private static final String ABOUT_CLASSES = "class.";

  private @Nullable ChainPoint known;

  /**
   * Runs the update when there may be unknown changes, and marks them as known. Changes made while
   * it runs are seen the next time.
   */
  void catchUp(RegistryStore storage, Runnable update) {
    ChainPoint head = storage.audit().ends().head();
    if (!head.equals(known)) {
      if (known == null || hasChanges(storage, known)) {
        update.run();
      }
      known = head;
    }
  }

  /** A store that has another entry in the place of the known one may have lost some. */
  private static boolean hasChanges(RegistryStore storage, ChainPoint known) {
    List<ChainedEntry> entries = storage.audit().after(known.ordinal() - 1, ENTRIES);
    return entries.isEmpty()
        || entries.size() == ENTRIES
        || !entries.getFirst().point().equals(known)
        || entries.stream().skip(1).anyMatch(AuditWatermark::isAboutClasses);
  }

  private static boolean isAboutClasses(ChainedEntry entry) {
    return entry.entry().action().startsWith(ABOUT_CLASSES);
  }
}
