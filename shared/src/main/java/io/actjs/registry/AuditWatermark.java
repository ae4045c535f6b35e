package io.actjs.registry;

import io.actjs.model.AuditEntry;
import io.actjs.storage.RegistryStore;
import java.util.List;

/**
 * How far the changes in the store are known: its newest audit entries, of which each change adds
 * one. Several of them, for a change may become visible behind one that began later. Not
 * thread-safe.
 */
final class AuditWatermark {
  private static final int ENTRIES = 64;

  private List<AuditEntry> known = List.of();

  /**
   * Runs the update when there are changes that are not known, and from then on they are. What
   * changes while it runs is seen the next time.
   */
  void catchUp(RegistryStore storage, Runnable update) {
    List<AuditEntry> newest = storage.auditLog(ENTRIES);
    if (!newest.equals(known)) {
      update.run();
      known = newest;
    }
  }
}
