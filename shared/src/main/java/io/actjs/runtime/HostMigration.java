package io.actjs.runtime;

import io.actjs.engine.Migration;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Moves a stored actor to a later class version before it starts: its new state is computed, the
 * state from before is put aside for a rollback, then the new state is journaled as a turn. Until
 * that turn is stored the actor is what it was; a failure concerns the message that wanted the move
 * and nobody else.
 */
final class HostMigration {
  private HostMigration() {}

  /** The first message that waits is the one that wants it. On the worker. */
  static void begin(ActorHost host, Loaded loaded, ActorHead head, ClassVersion to) {
    RuntimeContext context = host.services.context();
    Migration.Migrated migrated;
    try {
      migrated =
          host.worker.migrate(
              path(context, new ClassRef(host.ref.className(), head.version()), to.ref()),
              loaded.base(),
              loaded.changes());
    } catch (ActjsException e) {
      host.exit().refuseFirst(e);
      return;
    }
    ActorSnapshot before =
        new ActorSnapshot(host.ref, head.seq(), head.version(), migrated.before());
    context.storageThreads.execute(
        () -> {
          try {
            context.storage.retain(
                before, context.clock.nowMs() + context.limits.rollbackWindowMs());
            host.worker.execute(() -> retained(host, loaded, head, to, migrated.after()));
          } catch (ActjsException e) {
            host.worker.execute(() -> host.exit().refuseFirst(e));
          }
        });
  }

  /** The class that the actor is stored at, then those that it walks through. */
  static List<ClassRef> path(RuntimeContext context, ClassRef from, ClassRef to) {
    List<ClassRef> path = new ArrayList<>();
    path.add(from);
    path.addAll(context.registry.chain(from, to));
    for (ClassRef ref : path) {
      var kind = context.registry.version(ref).shape().kind();
      if (kind != context.registry.version(from).shape().kind()) {
        throw new ActjsException(
            ProblemCode.MigrationFailed,
            "%s keeps its state in another way than %s; publish it under another class name"
                .formatted(ref, from));
      }
    }
    return path;
  }

  private static void retained(
      ActorHost host, Loaded loaded, ActorHead head, ClassVersion to, String state) {
    if (host.phase() != ActorHost.Phase.STARTING) {
      return;
    }
    try {
      host.state().move(loaded, head, to, state);
    } catch (ActjsException e) {
      host.exit().abandonStart(e);
    }
  }
}
