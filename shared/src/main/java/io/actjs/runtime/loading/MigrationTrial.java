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
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.runtime.version.VersionChoice;
import io.actjs.storage.ActorStore;
import java.util.ArrayList;
import java.util.List;

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
    MigrationPlan plan = null;
    try {
      ClassRef from = new ClassRef(head.ref().className(), head.version());
      if (to.ref().version().compareTo(head.version()) < 0) {
        throw VersionChoice.regression(from, to.ref());
      }
      plan = MigrationPath.of(registry, from, to.ref(), version -> false);
      return good(head, to, plan, runs(head.ref(), plan));
    } catch (ActjsException e) {
      return new MigrationPreview(
          head.ref(),
          head.version(),
          to.ref().version(),
          null,
          null,
          plan == null ? List.of() : stages(plan, List.of()),
          true,
          e.code() + ": " + e.detail());
    }
  }

  private Runs runs(ActorRef ref, MigrationPlan plan) {
    Loaded loaded = Loaded.peek(storage, ref);
    return engine.inThrowAwayIsolate(
        "actjs-migration-trial", isolate -> run(isolate, plan, loaded));
  }

  private static MigrationPreview good(
      ActorHead head, ClassVersion to, MigrationPlan plan, Runs runs) {
    Migration.Migrated migrated = runs.first;
    return new MigrationPreview(
        head.ref(),
        head.version(),
        to.ref().version(),
        migrated.before(),
        migrated.after(),
        stages(plan, migrated.states()),
        migrated.equals(runs.second),
        null);
  }

  private static List<MigrationPreview.Stage> stages(MigrationPlan plan, List<String> states) {
    List<MigrationPreview.Stage> stages = new ArrayList<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      String state = i < states.size() ? states.get(i) : null;
      stages.add(new MigrationPreview.Stage(plan.steps().get(i), state));
    }
    return stages;
  }

  private Runs run(Isolate isolate, MigrationPlan plan, Loaded loaded) {
    List<Integer> keys = new ArrayList<>();
    for (ClassRef ref : plan.path()) {
      keys.add(keys.size() + 1);
      var unused = isolate.load(keys.getLast(), CompiledClass.of(registry.get(ref)));
    }
    Migration migration = new Migration(keys, plan.runs(), loaded.base(), loaded.changes(), true);
    return new Runs(isolate.migrate(migration), isolate.migrate(migration));
  }
}
