package io.actjs.registry.migration;

import io.actjs.engine.Migration;
import io.actjs.model.ClassRef;
import java.util.ArrayList;
import java.util.List;

/**
 * How state gets from one version of a class to a later one, version by version.
 *
 * @param steps in order; the last leads to the later version
 */
public record MigrationPlan(ClassRef from, List<Step> steps) {

  /** Whether a method of a version runs. */
  public enum Reason {
    /** The version does not have it. */
    ABSENT,
    /** It runs. */
    APPLIES,
    /** The range of the version does not have the one that the state comes from. */
    OUT_OF_RANGE,
    /** It is the method of an earlier version that the state has been through. */
    REPEATED
  }

  /**
   * @param text the reason in words
   */
  public record Verdict(Reason reason, String text) {
    public boolean applies() {
      return reason == Reason.APPLIES;
    }
  }

  /** One version on the way. */
  public record Step(ClassRef ref, Verdict migrate, Verdict migrateEvent) {
    public boolean applies() {
      return migrate.applies() || migrateEvent.applies();
    }
  }

  public MigrationPlan {
    steps = List.copyOf(steps);
  }

  /** All versions that the state is at on the way, the first one too. */
  public List<ClassRef> path() {
    List<ClassRef> path = new ArrayList<>();
    path.add(from);
    steps.forEach(step -> path.add(step.ref()));
    return path;
  }

  /** The same for an isolate in which the classes of the path have the keys. */
  public List<Migration.Step> runs() {
    return steps.stream()
        .map(step -> new Migration.Step(step.migrate().applies(), step.migrateEvent().applies()))
        .toList();
  }
}
