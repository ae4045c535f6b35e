package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import org.jspecify.annotations.Nullable;

/**
 * Takes an actor's last migration back: the state from before it becomes the state again, as one
 * more turn. The actor is not started for it.
 */
final class HostRollback {
  private HostRollback() {}

  /** The first message that waits is the one that wants it. On the worker. */
  static void begin(ActorHost host, Loaded loaded, ActorHead head) {
    RuntimeContext context = host.services.context();
    context.storageThreads.execute(
        () -> {
          try {
            ActorSnapshot before = context.storage.retained(host.ref);
            host.worker.execute(() -> restore(host, loaded, head, before));
          } catch (ActjsException e) {
            host.worker.execute(() -> host.exit().refuseFirst(e));
          }
        });
  }

  private static void restore(
      ActorHost host, Loaded loaded, ActorHead head, @Nullable ActorSnapshot before) {
    if (host.phase() != ActorHost.Phase.LOADING
        || !(host.pending.next() instanceof Message.Rollback rollback)) {
      return;
    }
    RuntimeContext context = host.services.context();
    try {
      ActorSnapshot target = checked(context, head, before, rollback.dropTurns());
      host.exit()
          .leaveWith(
              ReplacedOutput.of(
                  host,
                  head,
                  loaded.epoch(),
                  target.version(),
                  target.state(),
                  new ReplacedOutput.Origin(
                      "actor.rolledBack", rollback.principal(), rollback.reply())));
    } catch (ActjsException e) {
      host.pending.putBack(rollback);
      host.exit().refuseFirst(e);
    }
  }

  private static ActorSnapshot checked(
      RuntimeContext context, ActorHead head, @Nullable ActorSnapshot before, boolean dropTurns) {
    if (before == null || before.version().compareTo(head.version()) >= 0) {
      throw new ActjsException(
          ProblemCode.NothingToRollBack,
          head.ref() + " has no migration to take back, or its rollback window is over");
    }
    long turns = head.seq() - before.seq() - 1;
    if (turns > 0 && !dropTurns) {
      throw new ActjsException(
          ProblemCode.TurnsSinceMigration,
          "the state of %s would lose what %d %s since the migration did; ask with dropTurns to go on"
              .formatted(head.ref(), turns, turns == 1 ? "turn" : "turns"));
    }
    ClassVersion latest = context.registry.latest(head.ref().className());
    if (latest != null
        && latest.floating()
        && latest.ref().version().compareTo(before.version()) > 0) {
      throw new ActjsException(
          ProblemCode.VersionStillCurrent,
          "the next call would move the actor to %s again: deprecate that version first"
              .formatted(latest.ref()));
    }
    return before;
  }
}
