package io.actjs.runtime.host;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.access.Principal;
import io.actjs.policy.Budget;
import io.actjs.policy.Charge;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.audit.ActorAudit;
import io.actjs.runtime.loading.Loaded;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.storage.audit.AuditAction;
import org.jspecify.annotations.Nullable;

/**
 * Takes an actor's last migration back: the state from before it becomes the state again, as one
 * more turn. The actor is not started for it.
 */
final class HostRollback {
  private HostRollback() {}

  /** The first message that waits is the one that wants it. On the worker. */
  static void begin(ActorHost host, Loaded loaded, ActorHead head) {
    StoreAccess store = host.services.store();
    store.attempt(
        () -> Retained.of(store.driver().retained(host.ref()), host.services.memory()),
        retained -> host.execute(() -> restore(host, loaded, head, retained)),
        e -> host.execute(() -> host.on(new HostEvent.FirstRefused(e))));
  }

  /** The state from before the last migration, if it is kept, and the memory that it takes. */
  private record Retained(@Nullable ActorSnapshot before, Charge charge) {
    static Retained of(@Nullable ActorSnapshot before, Budget memory) {
      return new Retained(
          before, before == null ? Charge.NONE : memory.charge(2L * before.state().length()));
    }
  }

  private static void restore(ActorHost host, Loaded loaded, ActorHead head, Retained retained) {
    try (Charge charge = retained.charge()) {
      if (host.state() instanceof HostState.Loading) {
        restore(host, loaded, head, retained.before(), charge);
      }
    }
  }

  private static void restore(
      ActorHost host,
      Loaded loaded,
      ActorHead head,
      @Nullable ActorSnapshot before,
      Charge charge) {
    Delivery rollback = host.pending.first();
    try {
      ActorSnapshot target =
          checked(host.services.registry(), head, before, rollback.envelope().dropsTurns());
      Principal asked = rollback.envelope().headers().principal();
      ReplacedOutput restored =
          ReplacedOutput.of(
              host,
              head,
              loaded.epoch(),
              // What the version before shows to whom is not known here.
              new ReplacedOutput.NewState(
                  target.version(), target.state(), true, charge.handOver()),
              new ReplacedOutput.Cause(
                  AuditAction.ACTOR_ROLLED_BACK, ActorAudit.nameOf(asked), rollback.receiver()));
      var unused = host.pending.next();
      rollback.drop();
      host.on(new HostEvent.Ended(restored));
    } catch (ActjsException e) {
      host.on(new HostEvent.FirstRefused(e));
    }
  }

  private static ActorSnapshot checked(
      ClassRegistry registry, ActorHead head, @Nullable ActorSnapshot before, boolean dropTurns) {
    if (before == null || before.version().compareTo(head.version()) >= 0) {
      throw new ActjsException(
          ProblemCode.NothingToRollBack,
          head.ref() + " has no migration to roll back, or its rollback period is over");
    }
    long turns = head.seq() - before.seq() - 1;
    if (turns > 0 && !dropTurns) {
      throw new ActjsException(
          ProblemCode.TurnsSinceMigration,
          "rollback of %s would discard %d %s made since the migration; pass dropTurns to proceed"
              .formatted(head.ref(), turns, turns == 1 ? "turn" : "turns"));
    }
    ClassVersion latest = registry.latest(head.ref().className());
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
