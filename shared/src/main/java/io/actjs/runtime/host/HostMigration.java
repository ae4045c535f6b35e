package io.actjs.runtime.host;

import io.actjs.engine.Migration;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.runtime.loading.Loaded;
import io.actjs.runtime.loading.MigrationPath;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.runtime.version.Adoptions;

/**
 * Moves a stored actor to a later class version before it starts: what runs on the way is decided,
 * its new state is computed, the state from before is put aside for a rollback, then the new state
 * is journaled as a turn. Until that turn is stored the actor is what it was; a failure concerns
 * the message that wanted the move and nobody else.
 */
final class HostMigration {
  private HostMigration() {}

  /** The first message that waits is the one that wants it. On the worker. */
  static void begin(ActorHost host, Loaded loaded, ActorHead head, ClassVersion to) {
    // Deciding what runs may evaluate classes, so it is not done on the worker.
    host.services
        .store()
        .attempt(
            () -> plan(host.services, head, to.ref()),
            plan ->
                host.worker.execute(
                    () ->
                        HostStart.withClasses(
                            host, plan.path(), () -> migrate(host, loaded, head, to, plan))),
            e -> host.worker.execute(() -> host.on(new HostEvent.FirstRefused(e))));
  }

  private static MigrationPlan plan(HostServices services, ActorHead head, ClassRef to) {
    ClassRef from = new ClassRef(to.name(), head.version());
    Adoptions.Adoption adoption = services.adoptions().of(to.name(), null);
    boolean adopted = adoption != null && adoption.version().equals(to);
    return MigrationPath.of(
        services.registry(), from, to, version -> adopted && adoption.leavesOut(version));
  }

  private static void migrate(
      ActorHost host, Loaded loaded, ActorHead head, ClassVersion to, MigrationPlan plan) {
    if (!(host.state() instanceof HostState.Starting)) {
      return;
    }
    HostServices services = host.services;
    Migration.Migrated migrated;
    try {
      migrated = host.worker.migrate(plan, loaded.base(), loaded.changes());
    } catch (ActjsException e) {
      host.on(new HostEvent.FirstRefused(e));
      return;
    }
    ActorSnapshot before =
        new ActorSnapshot(host.ref(), head.seq(), head.version(), migrated.before());
    StoreAccess store = services.store();
    long until = services.clock().nowMs() + services.limits().rollbackWindowMs();
    store.attempt(
        () -> {
          store.driver().retain(before, until);
          return migrated.after();
        },
        state -> host.worker.execute(() -> retained(host, loaded, head, to, state)),
        e -> host.worker.execute(() -> host.on(new HostEvent.FirstRefused(e))));
  }

  private static void retained(
      ActorHost host, Loaded loaded, ActorHead head, ClassVersion to, String state) {
    if (!(host.state() instanceof HostState.Starting)) {
      return;
    }
    try {
      host.actor().move(loaded, head, to, state);
    } catch (ActjsException e) {
      host.on(new HostEvent.StartFailed(e));
    }
  }
}
