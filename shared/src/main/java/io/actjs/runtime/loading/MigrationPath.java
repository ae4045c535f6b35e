package io.actjs.runtime.loading;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.migration.MigrationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** The classes that a migration walks through. */
public final class MigrationPath {
  private MigrationPath() {}

  /**
   * The way from the class that the actor is stored at, and what runs on it. Blocks.
   *
   * @param leftOut versions that it does not lead through
   * @throws ActjsException {@code MigrationFailed} when one of them keeps its state in another way
   */
  public static MigrationPlan of(
      ClassRegistry registry, ClassRef from, ClassRef to, Predicate<Version> leftOut) {
    List<ClassRef> path = new ArrayList<>();
    path.add(from);
    for (ClassRef step : registry.chain(from, to)) {
      if (step.equals(to) || !leftOut.test(step.version())) {
        path.add(step);
      }
    }
    ClassKind kind = registry.version(from).shape().kind();
    for (ClassRef ref : path) {
      if (registry.version(ref).shape().kind() != kind) {
        throw new ActjsException(
            ProblemCode.MigrationFailed,
            "%s stores its state differently from %s; publish it under another class name"
                .formatted(ref, from));
      }
    }
    return registry.plan(path);
  }
}
