package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.ClassRef;
import io.actjs.model.ClassVersion;
import io.actjs.model.Clock;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.InboxMessage;
import io.actjs.model.ProblemCode;
import io.actjs.model.Version;
import io.actjs.model.access.Principal;
import io.actjs.registry.ClassRegistry;
import io.actjs.runtime.directory.Deadlines;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.due.Reminders;
import io.actjs.runtime.erasure.ErasureOrder;
import io.actjs.runtime.loading.MigrationPreview;
import io.actjs.runtime.loading.MigrationTrial;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Reply;
import io.actjs.runtime.retention.RetentionPolicy;
import io.actjs.runtime.retention.Sweeper;
import io.actjs.runtime.retention.Swept;
import io.actjs.runtime.version.VersionChoice;
import io.actjs.storage.StorageDriver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The administration of actors. Thread-safe; methods that return no future may block on storage.
 */
public final class Maintenance {
  private final Directory directory;
  private final Deadlines deadlines;
  private final Clock clock;
  private final long deadlineMs;
  private final ClassRegistry registry;
  private final StorageDriver storage;
  private final Sweeper sweeper;
  private final MigrationTrial trial;

  /**
   * @param deadlineMs how long a request waits for its actor
   */
  Maintenance(
      Directory directory,
      Deadlines deadlines,
      Clock clock,
      long deadlineMs,
      ClassRegistry registry,
      StorageDriver storage,
      Sweeper sweeper,
      MigrationTrial trial) {
    this.directory = directory;
    this.deadlines = deadlines;
    this.clock = clock;
    this.deadlineMs = deadlineMs;
    this.registry = registry;
    this.storage = storage;
    this.sweeper = sweeper;
    this.trial = trial;
  }

  /**
   * Moves an actor, sticky or not, to a later version of its class; completes when the move is
   * durable. Does nothing to an actor that is there.
   *
   * <p>{@code UnknownVersion}, {@code ActorNotFound}, {@code ManifestRegression}, {@code
   * MigrationFailed}, {@code CallTimeout}.
   *
   * @param principal who wants it
   */
  public CompletableFuture<ActorHead> migrate(ActorRef ref, Version to, Principal principal) {
    try {
      var published = registry.version(new ClassRef(ref.className(), to));
      return move(Envelope.migrate(ref, published.ref().version(), by(principal)));
    } catch (ActjsException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<ActorHead> move(Envelope envelope) {
    Reply<ActorHead> reply = Reply.ofMove();
    deadlines.deliver(directory, Delivery.of(envelope, null, reply, clock.steadyMs()), reply);
    return reply;
  }

  private Headers by(Principal principal) {
    return Headers.NONE.withPrincipal(principal).waiting(deadlineMs);
  }

  /**
   * Undoes an actor's last migration; completes when that is durable.
   *
   * <p>{@code ActorNotFound}, {@code NothingToRollBack}, {@code TurnsSinceMigration}, {@code
   * VersionStillCurrent}.
   *
   * @param dropTurns whether changes made by turns since the migration may be discarded; the
   *     journal keeps these turns
   * @param principal who wants it
   */
  public CompletableFuture<ActorHead> rollback(
      ActorRef ref, boolean dropTurns, Principal principal) {
    return move(Envelope.rollback(ref, dropTurns, by(principal)));
  }

  /**
   * The effect that migrating a stored actor would have. Nothing is written, and the actor is not
   * affected.
   *
   * @param to null for the latest version
   * @throws ActjsException {@code ActorNotFound}, {@code UnknownClass}, {@code UnknownVersion}
   */
  public MigrationPreview preview(ActorRef ref, @Nullable Version to) {
    ActorHead head = liveHead(ref);
    ClassVersion latest = registry.latest(ref.className());
    if (latest == null) {
      throw VersionChoice.unknownClass(ref.className());
    }
    ClassVersion target = to == null ? latest : registry.version(new ClassRef(ref.className(), to));
    return trial.preview(head, target);
  }

  /** The actor's state from before its last migration; null when its rollback window is over. */
  public @Nullable ActorSnapshot beforeMigration(ActorRef ref) {
    return storage.retained(ref);
  }

  private ActorHead liveHead(ActorRef ref) {
    ActorHead head = storage.head(ref);
    if (head == null) {
      throw ActorProblems.notFound(ref);
    }
    if (head.phase() == ActorHead.Phase.TOMBSTONED) {
      throw ActorProblems.gone(ref);
    }
    return head;
  }

  /**
   * The reminders of an actor as they stand, first due first: those that are due, and those that
   * wait for another attempt, too.
   */
  public List<InboxMessage> standingReminders(ActorRef ref, int limit) {
    return Reminders.standing(storage, ref, limit);
  }

  /**
   * Cancels a reminder by a turn of its actor's, between its other turns; completes when that is
   * durable. The class does not run for it, and a paused actor takes it.
   *
   * <p>{@code ReminderNotFound}, {@code ActorNotFound}, {@code Gone}, {@code CallTimeout}.
   *
   * @param principal who wants it
   */
  public CompletableFuture<Answer.Erased> cancelReminder(
      ActorRef ref, String id, Principal principal) {
    Reply<Answer.Erased> reply = Reply.of(answer -> (Answer.Erased) answer);
    Envelope envelope = new ErasureOrder.Reminder(id).to(ref, by(principal));
    deadlines.deliver(directory, Delivery.of(envelope, null, reply, clock.steadyMs()), reply);
    return reply;
  }

  /** The actor's pending reminders, first due first. */
  public List<InboxMessage> reminders(ActorRef ref, int limit) {
    return Reminders.of(storage, ref, clock.nowMs(), limit, reminder -> {});
  }

  /**
   * Drops journaled turns that the actor's snapshot covers.
   *
   * @param keepTurns the number of newest turns to keep in any case
   * @return the number of dropped turns
   * @throws ActjsException {@code ActorNotFound}, {@code SchemaInvalid}
   */
  public long compact(ActorRef ref, long keepTurns) {
    if (keepTurns < 0) {
      throw new ActjsException(
          ProblemCode.SchemaInvalid, "the number of turns to keep must not be negative");
    }
    ActorHead head = liveHead(ref);
    ActorSnapshot snapshot = storage.snapshot(ref);
    long upTo = Math.min(snapshot == null ? 0 : snapshot.seq(), head.seq() - keepTurns);
    return upTo <= 0 ? 0 : storage.compact(ref, upTo);
  }

  /** From now on the store keeps what this policy says. */
  public void retain(RetentionPolicy policy) {
    sweeper.keep(policy);
  }

  /**
   * Drops everything that the {@link RetentionPolicy} does not keep, now.
   *
   * @return the dropped items
   */
  public Swept sweep() {
    return sweeper.sweep(Sweeper.Pause.NONE);
  }

  /**
   * Writes a copy of the store to a new file while calls are served: it contains everything
   * acknowledged before.
   *
   * @throws ActjsException {@code BackupUnsupported}, {@code StorageFull}
   */
  public void backup(Path target) {
    storage.contents().backup(target);
  }
}
