package io.actjs.runtime.loading;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassKind;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.registry.ClassRegistry;
import java.util.ArrayList;
import java.util.List;

/** The classes that a migration walks through. */
public final class MigrationPath {
  private MigrationPath() {}

  /**
   * The class that the actor is stored at, then those that it walks through.
   *
   * @throws ActjsException {@code MigrationFailed} when one of them keeps its state in another way
   */
  public static List<ClassRef> of(ClassRegistry registry, ClassRef from, ClassRef to) {
    List<ClassRef> path = new ArrayList<>();
    path.add(from);
    path.addAll(registry.chain(from, to));
    ClassKind kind = registry.version(from).shape().kind();
    for (ClassRef ref : path) {
      if (registry.version(ref).shape().kind() != kind) {
        throw new ActjsException(
            ProblemCode.MigrationFailed,
            "%s stores its state differently from %s; publish it under another class name"
                .formatted(ref, from));
      }
    }
    return path;
  }
}
