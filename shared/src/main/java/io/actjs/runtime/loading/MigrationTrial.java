package io.actjs.runtime.loading;

import io.actjs.engine.CompiledClass;
import io.actjs.engine.Engine;
import io.actjs.engine.Isolate;
import io.actjs.engine.Migration;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.version.VersionChoice;
import io.actjs.storage.ActorStore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes migrations of stored actors without owning them and without writing anything: each twice
 * in one isolate, which is thrown away, so that code that remembers something shows.
 */
public final class MigrationTrial {
  private final Engine engine;
  private final ClassRegistry registry;
  private final ActorStore storage;

  public MigrationTrial(Engine engine, ClassRegistry registry, ActorStore storage) {
    this.engine = engine;
    this.registry = registry;
    this.storage = storage;
  }

  private record Runs(Migration.Migrated first, Migration.Migrated second) {}

  /** Blocks. */
  public MigrationPreview preview(ActorHead head, ClassVersion to) {
    ActorRef ref = head.ref();
    try {
      ClassRef from = new ClassRef(ref.className(), head.version());
      if (to.ref().version().compareTo(head.version()) < 0) {
        throw VersionChoice.regression(from, to.ref());
      }
      Loaded loaded = Loaded.peek(storage, ref);
      List<ClassRef> path = MigrationPath.of(registry, from, to.ref());
      Runs runs =
          engine.inThrowAwayIsolate("actjs-migration-trial", isolate -> run(isolate, path, loaded));
      return preview(head, to, runs.first, runs.first.equals(runs.second), null);
    } catch (ActjsException e) {
      return preview(head, to, null, true, e.code() + ": " + e.detail());
    }
  }

  private static MigrationPreview preview(
      ActorHead head,
      ClassVersion to,
      Migration.@Nullable Migrated migrated,
      boolean pure,
      @Nullable String error) {
    return new MigrationPreview(
        head.ref(),
        head.version(),
        to.ref().version(),
        migrated == null ? null : migrated.before(),
        migrated == null ? null : migrated.after(),
        pure,
        error);
  }

  private Runs run(Isolate isolate, List<ClassRef> path, Loaded loaded) {
    List<Integer> keys = new ArrayList<>();
    for (ClassRef ref : path) {
      keys.add(keys.size() + 1);
      var unused =
          isolate.load(keys.getLast(), new CompiledClass(ref, registry.get(ref).compiled()));
    }
    Migration migration = new Migration(keys, loaded.base(), loaded.changes());
    return new Runs(isolate.migrate(migration), isolate.migrate(migration));
  }
}
