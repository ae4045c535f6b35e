package io.actjs.runtime.host;

import io.actjs.engine.Migration;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.runtime.loading.Loaded;
import io.actjs.runtime.output.StoreAccess;
import java.util.List;

/**
 * Moves a stored actor to a later class version before it starts: its new state is computed, the
 * state from before is put aside for a rollback, then the new state is journaled as a turn. Until
 * that turn is stored the actor is what it was; a failure concerns the message that wanted the move
 * and nobody else.
 */
final class HostMigration {
  private HostMigration() {}

  /**
   * The first message that waits is the one that wants it. On the worker.
   *
   * @param path the class that the actor is stored at, then those that it walks through
   */
  static void begin(ActorHost host, Loaded loaded, ActorHead head, List<ClassRef> path) {
    HostServices services = host.services;
    ClassVersion to;
    Migration.Migrated migrated;
    try {
      to = services.registry().version(path.getLast());
      migrated = host.worker.migrate(path, loaded.base(), loaded.changes());
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
