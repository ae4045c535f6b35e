package io.actjs.actctl.dev;

import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.registry.ClassRegistry;
import io.actjs.registry.migration.MigrationEdits;
import io.actjs.runtime.ActorRuntime;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves the actors of versions that were just adopted to the shape that those have, or says that
 * nothing moves them. Belongs to the thread of the loop.
 */
final class Adoptions {
  private static final int PAGE = 1_000;

  /**
   * A version that its actors run.
   *
   * @param before the version before it; null when it is the first, or was there already
   * @param edits of its newest migration, or null
   */
  private record Adopted(
      ClassRef ref, @Nullable ClassVersion before, @Nullable MigrationEdits edits) {}

  private final ActorRuntime runtime;
  private final Consumer<DevEvent> listener;

  /** What was adopted and whose actors were not moved yet, in order. */
  private final Queue<Adopted> adopted = new ArrayDeque<>();

  Adoptions(ActorRuntime runtime, Consumer<DevEvent> listener) {
    this.runtime = runtime;
    this.listener = listener;
  }

  /** Has the actors of a version moved with the next {@link #run}; see the record. */
  void add(ClassRef ref, @Nullable ClassVersion before, @Nullable MigrationEdits edits) {
    adopted.add(new Adopted(ref, before, edits));
  }

  void run() throws InterruptedException {
    for (Adopted next = adopted.poll(); next != null; next = adopted.poll()) {
      MigrationEdits edits = next.edits;
      boolean edited =
          edits != null
              && next.before != null
              && edits.changed()
              && edits.last().equals(next.ref.version());
      if (edits != null) {
        tell(new Reshaping(runtime, next.ref, edits, edited).run());
      }
      if (!edited && next.before != null) {
        tell(shapeChange(next.ref, next.before.ref()));
      }
    }
  }

  private void tell(@Nullable DevEvent event) {
    if (event != null) {
      listener.accept(event);
    }
  }

  private @Nullable DevEvent shapeChange(ClassRef now, ClassRef before) {
    ClassRegistry registry = runtime.registry();
    String begins = registry.migrator(now).initial();
    String began = registry.migrator(before).initial();
    long actors = storedActors(now.name());
    if (begins == null || began == null || actors == 0) {
      return null;
    }
    StateShape shape = StateShape.of(begins);
    StateShape older = StateShape.of(began);
    List<String> added = older.lacks(shape);
    List<String> removed = shape.lacks(older);
    List<String> retyped = shape.differsFrom(older);
    return added.isEmpty() && removed.isEmpty() && retyped.isEmpty()
        ? null
        : new DevEvent.ShapeChanged(now, added, removed, retyped, actors);
  }

  private long storedActors(String className) {
    long count = 0;
    ActorRef after = null;
    List<ActorHead> page;
    do {
      page = runtime.actors(className, after, PAGE);
      count += page.stream().filter(head -> head.phase() == ActorHead.Phase.LIVE).count();
      after = page.isEmpty() ? after : page.getLast().ref();
    } while (page.size() == PAGE);
    return count;
  }
}
