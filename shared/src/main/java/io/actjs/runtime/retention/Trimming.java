package io.actjs.runtime.retention;

import io.actjs.model.ClassKind;
import io.actjs.registry.ClassRegistry;
import io.actjs.storage.JournalExtent;

/**
 * Decides which turns of an actor's journal may be dropped. Pure, except for the published classes.
 */
final class Trimming {
  private final RetentionPolicy policy;
  private final ClassRegistry registry;

  Trimming(RetentionPolicy policy, ClassRegistry registry) {
    this.policy = policy;
    this.registry = registry;
  }

  /**
   * The number of newest turns to keep. A class counts as event-sourced when any of its versions
   * is: events journaled by one version are not dropped because another is state-based.
   */
  long keep(String className) {
    boolean events =
        registry.versions(className).stream()
            .anyMatch(version -> version.shape().kind() == ClassKind.EVENTS);
    return events ? policy.events() : policy.turns();
  }

  /**
   * The last turn that may be dropped; less than the first one when all are kept. The turn of the
   * snapshot is kept: holders of a copy of the state are checked against it.
   */
  static long upTo(long headSeq, long snapshotSeq, long keep) {
    return Math.min(snapshotSeq - 1, headSeq - keep);
  }

  /** The last turn that may go of a living actor, or 0. */
  long upTo(JournalExtent extent) {
    if (extent.firstSeq() == 0 || extent.snapshotSeq() <= extent.firstSeq()) {
      return 0;
    }
    long last =
        upTo(extent.head().seq(), extent.snapshotSeq(), keep(extent.head().ref().className()));
    return last < extent.firstSeq() ? 0 : last;
  }
}
