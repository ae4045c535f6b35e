package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.ProblemCode;
import io.actjs.model.Reminder;
import io.actjs.model.Version;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What operators do to actors. Thread-safe; what returns no future may block on storage. */
public final class Maintenance {
  private final RuntimeContext context;
  private final Directory directory;

  Maintenance(RuntimeContext context, Directory directory) {
    this.context = context;
    this.directory = directory;
  }

  /**
   * Moves an actor, sticky or not, to a later version of its class; completes when the move is
   * durable. Does nothing to an actor that is there.
   *
   * <p>{@code UnknownVersion}, {@code ActorNotFound}, {@code ManifestRegression}, {@code
   * MigrationFailed}.
   *
   * @param principal for the audit
   */
  public CompletableFuture<ActorHead> migrate(ActorRef ref, Version to, String principal) {
    Message.Migrate migrate;
    try {
      ClassVersion target = context.registry.version(new ClassRef(ref.className(), to));
      migrate = new Message.Migrate(ref, target, principal, new CompletableFuture<>());
    } catch (ActjsException e) {
      return CompletableFuture.failedFuture(e);
    }
    directory.deliver(migrate);
    return migrate.reply();
  }

  /**
   * Takes an actor's last migration back; completes when that is durable.
   *
   * <p>{@code ActorNotFound}, {@code NothingToRollBack}, {@code TurnsSinceMigration}, {@code
   * VersionStillCurrent}.
   *
   * @param dropTurns whether the state may lose what turns since the migration did; the journal
   *     keeps them
   * @param principal for the audit
   */
  public CompletableFuture<ActorHead> rollback(ActorRef ref, boolean dropTurns, String principal) {
    Message.Rollback rollback =
        new Message.Rollback(ref, dropTurns, principal, new CompletableFuture<>());
    directory.deliver(rollback);
    return rollback.reply();
  }

  /**
   * What moving a stored actor would do. Nothing is written, nobody is disturbed.
   *
   * @param to null for the latest version
   * @throws ActjsException {@code ActorNotFound}, {@code UnknownClass}, {@code UnknownVersion}
   */
  public MigrationPreview preview(ActorRef ref, @Nullable Version to) {
    ActorHead head = liveHead(ref);
    ClassVersion latest = context.registry.latest(ref.className());
    if (latest == null) {
      throw VersionChoice.unknownClass(ref.className());
    }
    ClassVersion target =
        to == null ? latest : context.registry.version(new ClassRef(ref.className(), to));
    return new MigrationTrial(context).preview(head, target);
  }

  private ActorHead liveHead(ActorRef ref) {
    ActorHead head = context.storage.head(ref);
    if (head == null) {
      throw HostStart.notFound(ref);
    }
    if (head.phase() == ActorHead.Phase.TOMBSTONED) {
      throw Emission.gone(ref);
    }
    return head;
  }

  /** The actor's pending reminders, first due first. */
  public List<Reminder> reminders(ActorRef ref, int limit) {
    return context.storage.reminders(ref, limit);
  }

  /**
   * Drops journaled turns that the actor's snapshot makes superfluous.
   *
   * @param keepTurns how many of the newest turns stay in any case
   * @return how many were dropped
   * @throws ActjsException {@code ActorNotFound}, {@code SchemaInvalid}
   */
  public long compact(ActorRef ref, long keepTurns) {
    if (keepTurns < 0) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "the number of turns to keep must not be negative");
    }
    ActorHead head = liveHead(ref);
    ActorSnapshot snapshot = context.storage.snapshot(ref);
    long upTo = Math.min(snapshot == null ? 0 : snapshot.seq(), head.seq() - keepTurns);
    return upTo <= 0 ? 0 : context.storage.compact(ref, upTo);
  }

  /**
   * Drops now what the {@link RetentionPolicy} does not keep, of all that is stored.
   *
   * @return what was dropped meanwhile
   */
  public Swept sweep() {
    return context.sweeper.sweep(Sweeper.Pause.NONE);
  }

  /**
   * Writes a copy of the store into a file that does not exist, while calls go on: all that was
   * acknowledged before is in it.
   *
   * @throws ActjsException {@code BackupUnsupported}, {@code StorageFull}
   */
  public void backup(Path target) {
    context.storage.contents().backup(target);
  }
}
