package io.actjs.storage.audit;

import java.util.List;

/**
 * How far somebody knows what was done to a store: each change of what it keeps about access adds
 * to the audit. Not thread-safe.
 */
public final class AuditMark {
  /** Entries that mark what is known: some become visible after later ones. */
  private static final int NEWEST = 64;

  private final AuditStore audit;
  private List<ChainedEntry> seen;

  /** Of now; what is to be known has to be read after this. May block on storage. */
  public AuditMark(AuditStore audit) {
    this.audit = audit;
    this.seen = newest(audit);
  }

  /**
   * Reads what is to be known again if anything was done since. May block on storage.
   *
   * @param reading what fails is done again the next time
   * @return whether it was read
   */
  public boolean advance(Runnable reading) {
    List<ChainedEntry> newest = newest(audit);
    if (newest.equals(seen)) {
      return false;
    }
    reading.run();
    seen = newest;
    return true;
  }

  private static List<ChainedEntry> newest(AuditStore audit) {
    return audit.read(AuditQuery.newest(NEWEST)).entries();
  }
}
