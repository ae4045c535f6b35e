package io.actjs.registry;

import io.actjs.model.ActjsException;
import io.actjs.model.ClassRef;
import io.actjs.model.ProblemCode;
import io.actjs.model.PublishedClass;
import io.actjs.model.Version;
import io.actjs.registry.migration.MigrationPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A version that is prepared and not stored, among those that are. */
final class PendingClass implements ClassRegistry.Candidate {
  private final PublishedClass pending;
  private final Migrators.Source stored;
  private final Migrators migrators;
  private final BiFunction<ClassRef, ClassRef, List<ClassRef>> between;

  /**
   * @param between the releases between two versions, in order
   */
  PendingClass(
      PublishedClass pending,
      Trial trial,
      Migrators.Source stored,
      BiFunction<ClassRef, ClassRef, List<ClassRef>> between) {
    this.pending = pending;
    this.stored = stored;
    this.between = between;
    this.migrators = new Migrators(trial, new WithPending());
  }

  private final class WithPending implements Migrators.Source {
    @Override
    public List<Version> below(ClassRef ref) {
      return stored.below(ref);
    }

    @Override
    public PublishedClass load(ClassRef ref) {
      return get(ref);
    }
  }

  @Override
  public PublishedClass published() {
    return pending;
  }

  @Override
  public PublishedClass get(ClassRef ref) {
    return ref.equals(pending.ref()) ? pending : stored.load(ref);
  }

  @Override
  public MigrationPlan planFrom(Version from) {
    ClassRef first = new ClassRef(pending.ref().name(), from);
    List<ClassRef> path = new ArrayList<>();
    path.add(first);
    path.addAll(between.apply(first, pending.ref()));
    path.add(pending.ref());
    for (ClassRef ref : path) {
      if (get(ref).shape().kind() != pending.shape().kind()) {
        throw new ActjsException(
            ProblemCode.MigrationFailed,
            "%s stores its state differently from %s; publish it under another class name"
                .formatted(pending.ref(), ref));
      }
    }
    return migrators.plan(path);
  }
}
