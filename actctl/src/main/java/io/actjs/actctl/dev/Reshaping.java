package io.actjs.actctl.dev;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ClassRef;
import io.actjs.model.access.Principal;
import io.actjs.registry.migration.MigrationEdits;
import io.actjs.runtime.ActorRuntime;
import io.actjs.runtime.Maintenance;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Brings the stored actors of a class to the shape that its newest {@code migrate} makes: those
 * from before go through it; those that went through an earlier text of it are taken back to the
 * state before and go through the new one. An actor that was created since has the new shape.
 */
final class Reshaping {
  private static final Principal DEV = Principal.of("dev", List.of(Principal.ADMIN_ROLE));

  private static final int PAGE = 1_000;
  private static final int MAX_REASONS = 5;

  private final Maintenance maintenance;
  private final ActorRuntime runtime;
  private final ClassRef to;
  private final MigrationEdits edits;
  private final boolean edited;
  private final List<String> reasons = new ArrayList<>();
  private int old;
  private int again;
  private int failures;
  private long droppedTurns;

  /**
   * @param edited whether the text of the migration was changed just now
   */
  Reshaping(ActorRuntime runtime, ClassRef to, MigrationEdits edits, boolean edited) {
    this.maintenance = runtime.maintenance();
    this.runtime = runtime;
    this.to = to;
    this.edits = edits;
    this.edited = edited;
  }

  /** What was done; null when no actor needed it. */
  @Nullable DevEvent run() throws InterruptedException {
    ActorRef after = null;
    List<ActorHead> page;
    do {
      page = runtime.actors(to.name(), after, PAGE);
      for (ActorHead head : page) {
        if (head.phase() == ActorHead.Phase.LIVE) {
          reshape(head);
        }
        after = head.ref();
      }
    } while (page.size() == PAGE);
    return old + again == 0
        ? null
        : new DevEvent.Migrated(to, old, again, droppedTurns, List.copyOf(reasons), failures);
  }

  private void reshape(ActorHead head) throws InterruptedException {
    try {
      if (head.version().compareTo(edits.first()) < 0) {
        old++;
        await(maintenance.migrate(head.ref(), to.version(), DEV));
      } else if (edited) {
        ActorSnapshot before = maintenance.beforeMigration(head.ref());
        if (before != null && before.version().compareTo(edits.first()) < 0) {
          again++;
          repeat(head, before);
        }
      }
    } catch (ActjsException e) {
      failures++;
      if (reasons.size() < MAX_REASONS) {
        reasons.add(head.ref() + ": " + e.detail());
      }
    }
  }

  /** Whatever comes between the two finds an actor that has to be moved first, and moves it. */
  private void repeat(ActorHead head, ActorSnapshot before) throws InterruptedException {
    ActorHead back = await(maintenance.rollback(head.ref(), true, DEV));
    droppedTurns += Math.max(0, back.seq() - before.seq() - 2);
    await(maintenance.migrate(head.ref(), to.version(), DEV));
  }

  private static ActorHead await(CompletableFuture<ActorHead> work) throws InterruptedException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ActjsException known) {
        throw known;
      }
      throw new IllegalStateException("the runtime failed a request with no problem", e.getCause());
    }
  }
}
