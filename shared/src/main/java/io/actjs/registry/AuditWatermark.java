package io.actjs.registry;

import io.actjs.model.AuditEntry;
import io.actjs.storage.RegistryStore;
import java.util.List;

/**
 * Marks the changes in the store that are known: its newest audit entries, since each change adds
 * one. There are several, because a change may become visible after one that began later. Not
 * thread-safe.
 */
final class AuditWatermark {
  private static final int ENTRIES = 64;

  private List<AuditEntry> known = List.of();

  /**
   * Runs the update when there are unknown changes, and marks them as known. Changes made while it
   * runs are seen the next time.
   */
  void catchUp(RegistryStore storage, Runnable update) {
    List<AuditEntry> newest = storage.auditLog(ENTRIES);
    if (!newest.equals(known)) {
      update.run();
      known = newest;
    }
  }
}
