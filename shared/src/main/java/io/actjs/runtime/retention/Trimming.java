package io.actjs.runtime.retention;

import io.actjs.model.ClassKind;
import io.actjs.registry.ClassRegistry;
import io.actjs.storage.JournalExtent;

/** Which turns of an actor's journal may go. Pure, but for what is published. */
final class Trimming {
  private final RetentionPolicy policy;
  private final ClassRegistry registry;

  Trimming(RetentionPolicy policy, ClassRegistry registry) {
    this.policy = policy;
    this.registry = registry;
  }

  /**
   * How many of the newest turns stay. A class counts as event-sourced when any of its versions is:
   * what one version journaled as events is not dropped because another keeps state.
   */
  long keep(String className) {
    boolean events =
        registry.versions(className).stream()
            .anyMatch(version -> version.shape().kind() == ClassKind.EVENTS);
    return events ? policy.events() : policy.turns();
  }

  /**
   * The last turn that may go; less than the first one when all stay. The turn of the snapshot
   * stays: who kept a state of the actor is checked against it.
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
