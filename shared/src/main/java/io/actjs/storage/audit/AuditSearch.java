package io.actjs.storage.audit;

import java.util.ArrayList;
import java.util.List;

/** Looks for entries by reading them in their order, a bounded number for each query. */
final class AuditSearch {
  /** Entries that one query looks at. */
  static final int LOOKS = 20_000;

  private static final int STEP = 500;

  private AuditSearch() {}

  static AuditPage run(AuditStore audit, AuditQuery query) {
    List<ChainedEntry> found = new ArrayList<>();
    long next = query.from();
    for (int looked = 0; looked < LOOKS; looked += STEP) {
      List<ChainedEntry> step =
          query.newestFirst() ? audit.before(next, STEP) : audit.after(next, STEP);
      for (ChainedEntry entry : step) {
        if (found.size() == query.limit()) {
          return new AuditPage(List.copyOf(found), next, true);
        }
        next = entry.ordinal();
        if (query.matches(entry.entry())) {
          found.add(entry);
        }
      }
      if (step.size() < STEP) {
        return new AuditPage(List.copyOf(found), next, false);
      }
    }
    return new AuditPage(List.copyOf(found), next, true);
  }
}
