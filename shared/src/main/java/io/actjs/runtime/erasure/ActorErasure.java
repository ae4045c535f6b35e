package io.actjs.runtime.erasure;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorHead;
import io.actjs.model.ActorRef;
import io.actjs.model.ActorSnapshot;
import io.actjs.model.Change;
import io.actjs.model.Clock;
import io.actjs.model.Envelope;
import io.actjs.model.Headers;
import io.actjs.model.TurnRecord;
import io.actjs.model.access.Principal;
import io.actjs.runtime.directory.Deadlines;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.erasure.ErasureRound.Fate;
import io.actjs.runtime.erasure.ErasureRound.OfActor;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Reply;
import io.actjs.storage.DeadLetter;
import io.actjs.storage.StorageDriver;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Erases one actor of a person: first its present, by turns of its own, then its past, by what
 * retention drops pasts with. The tags by which it was found go last, and a whole actor is emptied
 * before it is deleted: whenever the work is cut short, doing all of it again finds and ends it.
 * Blocks.
 */
public final class ActorErasure {
  private static final int LETTERS = 100;

  /** An actor that has just left memory can be forgotten a moment later. */
  private static final int TRIES = 40;

  private static final long PAUSE_NANOS = 50_000_000;

  private final Directory directory;
  private final Deadlines deadlines;
  private final StorageDriver storage;
  private final ActorLook look;
  private final Clock clock;
  private final long deadlineMs;
  private final Function<DeadLetter, CompletableFuture<String>> drop;

  /**
   * @param deadlineMs how long a turn is waited for
   * @param drop drops a dead letter
   */
  public ActorErasure(
      Directory directory,
      Deadlines deadlines,
      StorageDriver storage,
      ActorLook look,
      Clock clock,
      long deadlineMs,
      Function<DeadLetter, CompletableFuture<String>> drop) {
    this.directory = directory;
    this.deadlines = deadlines;
    this.storage = storage;
    this.look = look;
    this.clock = clock;
    this.deadlineMs = deadlineMs;
    this.drop = drop;
  }

  /**
   * Erases the actor; done before, it does nothing more.
   *
   * @param tags that go as well
   * @throws ActjsException when a turn or storage fails: then the actor may be erased in part, and
   *     the same again ends it
   */
  public OfActor erase(ActorRef ref, boolean deletes, List<String> tags) {
    Fate fate = look.fate(storage.head(ref), deletes);
    ErasureCounts done =
        switch (fate) {
          case ABSENT -> letters(ref);
          case REMOVED -> remove(ref);
          case ERASED -> eraseMembers(ref, tags);
          case DELETED -> delete(ref);
        };
    if (!storage.dropCopies(ref)) {
      done = done.plus(ErasureCounts.ofCopies(1));
    }
    return new OfActor(ref, fate, done.plus(ActorLook.countOf(fate)));
  }

  private ErasureCounts eraseMembers(ActorRef ref, List<String> tags) {
    ErasureCounts done = rid(ref, new ErasureOrder.Members()).plus(letters(ref));
    if (!tags.isEmpty()) {
      Answer.Erased unused = turn(ref, new ErasureOrder.Tagged(tags));
    }
    return done;
  }

  private ErasureCounts delete(ActorRef ref) {
    ErasureCounts done = rid(ref, new ErasureOrder.Everything()).plus(letters(ref));
    Reply<@Nullable Void> deleted = Reply.ofDeed();
    deliver(Envelope.forget(ref, headers()), deleted);
    Object unused = await(deleted);
    // Its members were those of nobody: what was replaced is the state as a whole.
    return done.plus(ErasureCounts.ofMembers(-done.members())).plus(remove(ref));
  }

  /** The turns that replace the state and take the messages; then all before them goes. */
  private ErasureCounts rid(ActorRef ref, ErasureOrder order) {
    ErasureCounts done = ErasureCounts.NONE;
    Answer.Erased erased;
    do {
      erased = turn(ref, order);
      done =
          done.plus(ErasureCounts.ofMessages(erased.messages()))
              .plus(ErasureCounts.ofReplies(erased.replies()))
              .plus(ErasureCounts.ofMembers(erased.members()));
    } while (erased.more());
    return done.plus(dropPast(ref, erased.head()));
  }

  /**
   * Drops what was before the turn that replaced the state, which is the base from then on: turns,
   * an older snapshot, and the state that was kept for a rollback.
   */
  private ErasureCounts dropPast(ActorRef ref, ActorHead replaced) {
    List<TurnRecord> found = storage.readJournal(ref, replaced.seq(), 1);
    if (!found.isEmpty()
        && found.getFirst().seq() == replaced.seq()
        && found.getFirst().change() instanceof Change.Replaced(var state)) {
      ActorSnapshot base = new ActorSnapshot(ref, replaced.seq(), replaced.version(), state);
      storage.saveSnapshot(base);
      if (storage.retained(ref) != null) {
        // In its place, and expired: there is nothing to go back to.
        storage.retain(base, 1);
      }
    }
    try {
      long turns = storage.compact(ref, replaced.seq() - 1);
      List<TurnRecord> first = storage.readJournal(ref, 1, 1);
      boolean kept = !first.isEmpty() && first.getFirst().seq() < replaced.seq();
      return ErasureCounts.ofTurns(turns).plus(ErasureCounts.ofKept(kept ? 1 : 0));
    } catch (IllegalArgumentException deletedMeanwhile) {
      return remove(ref);
    }
  }

  /** Removes the last traces of a deleted actor. */
  private ErasureCounts remove(ActorRef ref) {
    ErasureCounts done = letters(ref).plus(ErasureCounts.ofTurns(storage.dropJournal(ref)));
    for (int i = 0; i < TRIES; i++) {
      if (storage.forget(ref)) {
        return done;
      }
      LockSupport.parkNanos(this, PAUSE_NANOS);
    }
    return done.plus(ErasureCounts.ofKept(1));
  }

  private ErasureCounts letters(ActorRef ref) {
    long dropped = 0;
    List<DeadLetter> page = storage.deadLetters(ref, LETTERS);
    while (!page.isEmpty()) {
      dropped += drop(page);
      page = storage.deadLetters(ref, LETTERS);
    }
    return ErasureCounts.ofDeadLetters(dropped);
  }

  /** Drops dead letters, together; one that somebody else has dropped or retried is none. */
  public long drop(List<DeadLetter> letters) {
    List<CompletableFuture<String>> started = letters.stream().map(drop).toList();
    long dropped = 0;
    for (CompletableFuture<String> each : started) {
      try {
        String unused = await(each);
        dropped++;
      } catch (ActjsException e) {
        if (e.code().retryable()) {
          throw e;
        }
      }
    }
    return dropped;
  }

  /**
   * Takes messages of a principal from an actor, whosever it is, and with them the turns that sent
   * or set them. Events are the actor's own, so of an event-sourced one the journal stays.
   */
  public ErasureCounts takeMessages(ActorHead head, String principal) {
    ErasureCounts found = look.messages(head, principal);
    ActorRef ref = head.ref();
    if (found.messages() == 0 && found.turns() == 0) {
      return found;
    }
    if (head.phase() == ActorHead.Phase.TOMBSTONED) {
      return ErasureCounts.ofTurns(storage.dropJournal(ref));
    }
    ErasureOrder order = new ErasureOrder.Messages(principal);
    ErasureCounts done = look.isEventSourced(head) ? takeFrom(ref, order) : rid(ref, order);
    boolean copied = !storage.dropCopies(ref);
    return done.plus(ErasureCounts.ofKept(found.kept()))
        .plus(ErasureCounts.ofCopies(copied ? 1 : 0));
  }

  private ErasureCounts takeFrom(ActorRef ref, ErasureOrder order) {
    long messages = 0;
    Answer.Erased erased;
    do {
      erased = turn(ref, order);
      messages += erased.messages();
    } while (erased.more());
    return ErasureCounts.ofMessages(messages);
  }

  private Answer.Erased turn(ActorRef ref, ErasureOrder order) {
    Reply<Answer.Erased> reply = Reply.of(answer -> (Answer.Erased) answer);
    deliver(order.to(ref, headers()), reply);
    return await(reply);
  }

  private Headers headers() {
    return Headers.NONE.withPrincipal(Principal.SYSTEM).waiting(deadlineMs);
  }

  private <T extends @Nullable Object> void deliver(Envelope envelope, Reply<T> reply) {
    deadlines.deliver(directory, Delivery.of(envelope, null, reply, clock.steadyMs()), reply);
  }

  /** The wait ends with the deadline of what is waited for. */
  private static <T extends @Nullable Object> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof ActjsException known) {
        throw known;
      }
      throw e;
    }
  }
}
