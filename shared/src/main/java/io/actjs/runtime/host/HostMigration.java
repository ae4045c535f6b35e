package io.actjs.runtime.host;

import io.actjs.engine.Migration;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.policy.Charge;
import io.actjs.registry.migration.MigrationPlan;
import io.actjs.runtime.loading.Loaded;
import io.actjs.runtime.loading.MigrationPath;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.runtime.version.Adoptions;

/**
 * Moves a stored actor to a later class version before it starts: what runs on the way is decided,
 * its new state is computed, the state from before is put aside for a rollback, then the new state
 * is journaled as a turn. Until that turn is stored the actor is what it was; a failure concerns
 * the message that wanted the move and nobody else. Confined to the worker, where it is not said
 * otherwise.
 */
final class HostMigration {
  private final ActorHost host;
  private final Loaded loaded;
  private final ActorHead head;
  private final ClassVersion to;

  /** For what was loaded, then for the states too; closed on every way out. */
  private final Charge charge;

  /**
   * @param charge for what was loaded, which this takes over
   */
  HostMigration(ActorHost host, Loaded loaded, ActorHead head, ClassVersion to, Charge charge) {
    this.host = host;
    this.loaded = loaded;
    this.head = head;
    this.to = to;
    this.charge = charge;
  }

  /** The first message that waits is the one that wants it. */
  void begin() {
    // Deciding what runs may evaluate classes, so it is not done on the worker.
    host.services
        .store()
        .attempt(
            this::plan,
            plan ->
                host.execute(
                    () -> HostStart.withClasses(host, plan.path(), charge, () -> migrate(plan))),
            e -> host.execute(() -> fail(new HostEvent.FirstRefused(e))));
  }

  /** On a storage thread. */
  private MigrationPlan plan() {
    HostServices services = host.services;
    ClassRef target = to.ref();
    ClassRef from = new ClassRef(target.name(), head.version());
    Adoptions.Adoption adoption = services.adoptions().of(target.name(), null);
    boolean adopted = adoption != null && adoption.version().equals(target);
    return MigrationPath.of(
        services.registry(), from, target, version -> adopted && adoption.leavesOut(version));
  }

  private void migrate(MigrationPlan plan) {
    if (!(host.state() instanceof HostState.Starting)) {
      charge.close();
      return;
    }
    try {
      Migration.Migrated migrated = host.worker.migrate(plan, loaded.base(), loaded.changes());
      if (!charge.tryGrow(bytes(migrated.before()) + bytes(migrated.after()))) {
        throw host.services.memory().exhausted();
      }
      retain(migrated);
    } catch (ActjsException e) {
      fail(new HostEvent.FirstRefused(e));
    }
  }

  private void retain(Migration.Migrated migrated) {
    HostServices services = host.services;
    ActorSnapshot before =
        new ActorSnapshot(host.ref(), head.seq(), head.version(), migrated.before());
    StoreAccess store = services.store();
    long until = services.clock().nowMs() + services.limits().rollbackWindowMs();
    store.attempt(
        () -> {
          store.driver().retain(before, until);
          return migrated.after();
        },
        state -> host.execute(() -> retained(state)),
        e -> host.execute(() -> fail(new HostEvent.FirstRefused(e))));
  }

  private void retained(String state) {
    if (!(host.state() instanceof HostState.Starting)) {
      charge.close();
      return;
    }
    try {
      Charge leaving = charge.split(bytes(state));
      boolean hidden = host.worker.classes().get(to.ref()).leave.isAsked();
      host.actor()
          .move(
              loaded,
              head,
              to,
              new ReplacedOutput.NewState(to.ref().version(), state, hidden, leaving));
      charge.close();
    } catch (ActjsException e) {
      fail(new HostEvent.StartFailed(e));
    }
  }

  private void fail(HostEvent event) {
    charge.close();
    host.on(event);
  }

  private static long bytes(String state) {
    return 2L * state.length();
  }
}
