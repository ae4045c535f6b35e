package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorProblems;
import io.actjs.model.ActorRef;
import io.actjs.model.AuditEntry;
import io.actjs.model.Envelope;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.Pause;
import io.actjs.model.ProblemCode;
import io.actjs.model.Standing;
import io.actjs.runtime.audit.ActorAudit;
import io.actjs.runtime.host.HostServices;
import io.actjs.runtime.inbox.ExhumedLetter;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.DeadLetterQuery;
import io.actjs.storage.audit.AuditAction;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The messages that actors have still to handle, as operators see them: due now, due later, given
 * up; and who is paused. Thread-safe; what returns no future may block on storage.
 */
public final class DueWork {
  private final HostServices services;
  private final StoreAccess store;

  DueWork(HostServices services) {
    this.services = services;
    this.store = services.store();
  }

  /**
   * What the actor has still to handle.
   *
   * @param now its inbox, oldest first
   * @param later reminders and what waits for another attempt, first due first
   */
  public record OfActor(List<InboxMessage> now, List<InboxMessage> later) {}

  /**
   * @param limit how many of each
   */
  public OfActor of(ActorRef ref, int limit) {
    return new OfActor(
        store.driver().pendingInbox(ref, null, limit), store.driver().later(ref, limit));
  }

  /** All pauses, in order of (class, id). */
  public List<Pause> pauses() {
    return services.pauses().all();
  }

  /**
   * Has an actor, or all actors of a class, handle nothing until it is resumed. Messages are kept,
   * calls fail with {@code Paused}. Turns that run end.
   *
   * @param id null for the class
   * @param by the principal
   */
  public Pause pause(String className, @Nullable String id, String by, String reason) {
    Pause pause = new Pause(className, id, by, reason, store.clock().nowMs());
    services.pauses().pause(pause);
    return pause;
  }

  /**
   * Ends a pause.
   *
   * @param id null for that of the class
   * @param by the principal
   * @return false when there was none
   */
  public boolean resume(String className, @Nullable String id, String by) {
    boolean resumed = services.pauses().resume(className, id, by);
    if (resumed && id != null) {
      services
          .directory()
          .deliver(Delivery.of(Envelope.wake(new ActorRef(className, id)), null, Receiver.NOBODY));
    } else if (resumed) {
      // Whoever of the class has messages is found by the look over all inboxes.
      services.inboxDoubt().raise();
    }
    return resumed;
  }

  /** Messages that were given up, newest first. */
  public List<DeadLetter> deadLetters(DeadLetterQuery query, int limit) {
    return store.driver().deadLetters(query, limit);
  }

  /**
   * @throws ActjsException {@code DeadLetterNotFound}
   */
  public DeadLetter deadLetter(ActorRef ref, String id) {
    DeadLetter letter = store.driver().deadLetter(ref, id);
    if (letter == null) {
      throw ActorProblems.noDeadLetter(ref, id);
    }
    return letter;
  }

  /**
   * Gives a dead letter to its actor again, without its attempts; completes when that is durable.
   * It keeps its id, but for an occurrence of a repeating reminder, which goes on under that id.
   *
   * <p>{@code DeadLetterNotFound}, {@code Gone}.
   *
   * @param by the principal
   * @return the id under which it is handled
   */
  public CompletableFuture<String> retry(DeadLetter letter, String by) {
    InboxMessage dead = letter.message();
    InboxMessage again =
        dead.everyMs() == 0
            // Due at another time than when it was tried, so that its actor takes it again.
            ? dead.with(Standing.dueAt(services.due().nextTime(), 0))
            : services.messages().copy(dead);
    Manifest pin = again.manifest() == null ? null : store.manifests().get(again.manifest());
    AuditEntry audit = audit(AuditAction.DEAD_LETTER_RETRIED, dead, by);
    return exhume(dead, again, pin, audit).thenApply(done -> again.id());
  }

  /**
   * Drops a dead letter for good; completes when that is durable.
   *
   * <p>{@code DeadLetterNotFound}.
   *
   * @param by the principal
   * @return its id
   */
  public CompletableFuture<String> drop(DeadLetter letter, String by) {
    InboxMessage dead = letter.message();
    return exhume(dead, null, null, audit(AuditAction.DEAD_LETTER_DROPPED, dead, by))
        .thenApply(done -> dead.id());
  }

  /**
   * The same as a part of forgetting a person, which the audit counts and of which it names nobody.
   */
  CompletableFuture<String> forget(DeadLetter letter) {
    InboxMessage dead = letter.message();
    return exhume(dead, null, null, null).thenApply(done -> dead.id());
  }

  private AuditEntry audit(AuditAction action, InboxMessage dead, String by) {
    return ActorAudit.exhumed(action, dead, store.clock().nowMs(), by);
  }

  private CompletableFuture<@Nullable Void> exhume(
      InboxMessage dead,
      @Nullable InboxMessage again,
      @Nullable Manifest pin,
      @Nullable AuditEntry audit) {
    InboxEntry.Exhumed entry = new InboxEntry.Exhumed(dead.target(), dead.id(), again, audit);
    ExhumedLetter letter = new ExhumedLetter(entry, pin, services.directory(), services.stored());
    services
        .deadlines()
        .arm("dead letter " + entry.messageId(), letter.done(), services.limits().callDeadlineMs());
    if (!store.journal().offer(entry.ref(), letter)) {
      return CompletableFuture.failedFuture(
          new ActjsException(
              ProblemCode.CapacityExhausted,
              "too many messages are waiting to be stored; try again"));
    }
    return letter.done();
  }
}
