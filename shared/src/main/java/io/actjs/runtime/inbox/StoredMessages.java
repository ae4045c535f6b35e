package io.actjs.runtime.inbox;

import io.actjs.model.ActjsException;
import io.actjs.model.Envelope;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.KeyedReply;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.model.Standing;
import io.actjs.model.TurnRules;
import io.actjs.policy.FaultBudget;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.output.StoreAccess;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stored messages on their way to their actors, and the verdict on each that was not handled: it
 * comes again later and counts, it becomes a dead letter, it parks its actor, or it stays where it
 * is because it was never tried. All that is known of earlier attempts is in the message, so a
 * restart forgets none.
 */
public final class StoredMessages {
  private static final Logger LOG = LoggerFactory.getLogger(StoredMessages.class);
  private static final long LOOK_AGAIN_MS = 1_000;

  /** Starts of the server during which a message may be lost before it is given up. */
  private static final int MOST_LOST = 1;

  private final RuntimeLimits limits;
  private final StoreAccess store;
  private final DeadlineWheel wheel;
  private final Directory directory;
  private final Suspects suspects;
  private final long startedAt;
  private final FaultBudget warnings;
  private final LongAdder deadLetters = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final LongAdder putOffs = new LongAdder();

  /** One for each timer. */
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  public StoredMessages(
      RuntimeLimits limits, StoreAccess store, DeadlineWheel wheel, Directory directory) {
    this.limits = limits;
    this.store = store;
    this.wheel = wheel;
    this.directory = directory;
    this.suspects = new Suspects(wheel, store.clock());
    this.startedAt = store.clock().nowMs();
    this.warnings = new FaultBudget(store.clock());
  }

  /** A stored message on its way to its actor. */
  public Delivery delivery(InboxMessage message, @Nullable Manifest pin) {
    return Delivery.ofStored(message, pin, new Told(message));
  }

  /** Messages that were given up. */
  public long deadLetters() {
    return deadLetters.sum();
  }

  /** Failed attempts after which a message is to come again. */
  public long retries() {
    return retries.sum();
  }

  /** Turns that put their message off. */
  public long putOffs() {
    return putOffs.sum();
  }

  /** Messages that may have stopped the server are tried one at a time. */
  public Suspects suspects() {
    return suspects;
  }

  /**
   * Whether an earlier process left the message in the inbox. It may have stopped that process, so
   * it is counted before it is tried.
   */
  boolean isLeftBehind(InboxMessage message) {
    return Math.max(message.at(), message.standing().dueAt()) < startedAt;
  }

  /** What becomes of a message that an earlier process left in the inbox. */
  InboxEntry count(InboxMessage message) {
    Standing before = message.standing();
    if (before.lost() >= MOST_LOST) {
      return giveUp(
          message,
          before.attempts() + before.lost() + 1,
          ProblemCode.InternalError + ": the server stopped twice while it handled this message");
    }
    return new InboxEntry.Postponed(
        message.with(again(before, store.clock().nowMs(), before.lost() + 1)));
  }

  /** What becomes of a message whose manifest is not stored. */
  InboxEntry unpinned(InboxMessage message) {
    return giveUp(
        message,
        message.standing().attempts(),
        "%s: the message is pinned to a manifest that is not stored: %s"
            .formatted(ProblemCode.ManifestUnknown, message.manifest()));
  }

  /**
   * Judges a message that its actor did not handle.
   *
   * @param ran whether a turn of the message ran and failed; else it could not be given to the
   *     actor
   */
  public Judgement judge(
      InboxMessage message, TurnRules rules, ActjsException reason, boolean ran) {
    Standing before = message.standing();
    if (!ran && isNotTried(reason.code())) {
      return before.lost() == 0 || reason.code() != ProblemCode.ShuttingDown
          ? new Judgement.Stays()
          : new Judgement.Leaves(
              new InboxEntry.Postponed(message.with(again(before, store.clock().nowMs(), 0))));
    }
    int attempts = before.attempts() + 1;
    String error = reason.code() + ": " + reason.detail();
    if (attempts >= Backoff.attempts(limits, rules)
        || reason.isAborted()
        || isHopeless(reason.code())) {
      return rules.parks()
          ? new Judgement.Parks(error)
          : new Judgement.Leaves(giveUp(message, attempts, error));
    }
    long wait = Backoff.waitMs(attempts, limits, rules, message.id().hashCode());
    Standing next =
        new Standing(store.clock().nowMs() + wait, before.everyMs(), attempts, 0, error);
    retries.increment();
    return new Judgement.Leaves(new InboxEntry.Postponed(message.with(next)));
  }

  /** What becomes of a message whose handler put it off, which is no failed attempt. */
  public InboxEntry putOff(InboxMessage message, long ms) {
    putOffs.increment();
    return new InboxEntry.Postponed(
        message.with(again(message.standing(), store.clock().nowMs() + ms, 0)));
  }

  /** Finds the reply that a request with the same key was given before. */
  void firstReply(KeyedReply keyed, Consumer<KeyedReply> found, Consumer<ActjsException> failed) {
    store.attempt(
        () -> {
          KeyedReply first = store.driver().reply(keyed.ref(), keyed.key().scope());
          if (first == null) {
            throw new ActjsException(
                ProblemCode.Fenced, "the key has expired just now; send the message again");
          }
          return first;
        },
        found,
        failed);
  }

  private static Standing again(Standing before, long dueAt, int lost) {
    return new Standing(dueAt, before.everyMs(), before.attempts(), lost, before.lastError());
  }

  /** It became a dead letter, or comes again, durably. */
  public void judged(InboxEntry entry) {
    switch (entry) {
      case InboxEntry.DeadLettered dead -> {
        suspects.ended(dead.message().id());
        deadLetters.increment();
        warn(dead);
      }
      case InboxEntry.Postponed postponed -> suspects.ended(postponed.message().id());
      case InboxEntry.Accepted accepted -> throw unjudged(accepted);
      case InboxEntry.ReminderFired fired -> throw unjudged(fired);
      case InboxEntry.Exhumed exhumed -> throw unjudged(exhumed);
    }
  }

  /** Thousands of messages may fail together: the store has them all, the log a few a second. */
  private void warn(InboxEntry.DeadLettered dead) {
    if (!warnings.take()) {
      return;
    }
    long leftOut = warnings.leftOut();
    if (leftOut > 0) {
      LOG.warn("{} dead letters were not logged, there were too many", leftOut);
    }
    InboxMessage message = dead.message();
    LOG.atWarn()
        .addKeyValue("actor", message.target())
        .addKeyValue("handler", message.type())
        .addKeyValue("manifest", message.manifest())
        .addKeyValue("request", message.headers().trace())
        .log(
            "message {} is a dead letter after {} attempts: {}",
            message.id(),
            dead.attempts(),
            dead.reason());
  }

  private static IllegalStateException unjudged(InboxEntry entry) {
    return new IllegalStateException("no verdict on a message: " + entry);
  }

  private InboxEntry giveUp(InboxMessage message, int attempts, String reason) {
    long now = store.clock().nowMs();
    return new InboxEntry.DeadLettered(
        message.with(new Standing(0, message.everyMs(), 0, 0, null)),
        attempts,
        reason,
        now,
        Recurrence.next(message, now));
  }

  /** The server, not the message, is why it was not handled. */
  private static boolean isNotTried(ProblemCode code) {
    return switch (code) {
      case Fenced,
          ShuttingDown,
          StorageUnavailable,
          StoreDamaged,
          StorageFull,
          CapacityExhausted,
          MailboxFull,
          Paused ->
          true;
      default -> false;
    };
  }

  private static boolean isHopeless(ProblemCode code) {
    return switch (code) {
      case SchemaInvalid,
          UnknownMethod,
          PolicyDenied,
          Gone,
          ManifestRegression,
          ManifestAhead,
          ManifestUnknown ->
          true;
      default -> false;
    };
  }

  /**
   * The actor looks into its stored inbox after a while: the turn that handled the message may be
   * stored, here or by another owner, or nobody has handled it.
   */
  public void lookAgain(InboxMessage message) {
    if (waiting.add(message.id())) {
      wheel.set(
          store.clock().steadyMs() + LOOK_AGAIN_MS,
          () -> {
            waiting.remove(message.id());
            directory.deliver(wake(message));
          });
    }
  }

  /** Has the actor look into its stored inbox, where the message is if nobody has handled it. */
  public Delivery wake(InboxMessage message) {
    return Delivery.of(
        Envelope.wake(message.target(), message.headers().principal()), null, new Woken(message));
  }

  /**
   * Whether the actor will be woken for the message soon. It is not tried before: that would be as
   * fast as storage fails.
   */
  boolean isWaiting(String id) {
    return waiting.contains(id);
  }

  /** The message stays in the inbox, and somebody has to look there. */
  private void missed(InboxMessage message, ActjsException reason) {
    switch (reason.code()) {
      // The next process looks; whoever resumes the actor wakes it; a deleted one has no inbox.
      case ShuttingDown, Paused, Gone -> {}
      default -> lookAgain(message);
    }
  }

  private final class Told implements Receiver {
    private final InboxMessage message;

    Told(InboxMessage message) {
      this.message = message;
    }

    @Override
    public void answered(Answer answer) {
      suspects.ended(message.id());
    }

    @Override
    public void failed(ActjsException reason) {
      suspects.ended(message.id());
      missed(message, reason);
    }
  }

  /** The actor reads its stored inbox, or cannot. */
  private final class Woken implements Receiver {
    private final InboxMessage message;

    Woken(InboxMessage message) {
      this.message = message;
    }

    @Override
    public void answered(Answer answer) {}

    @Override
    public void failed(ActjsException reason) {
      missed(message, reason);
    }
  }
}
