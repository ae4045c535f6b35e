package io.actjs.runtime.inbox;

import io.actjs.model.ActjsException;
import io.actjs.model.Envelope;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.ProblemCode;
import io.actjs.policy.RuntimeLimits;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.DeadlineWheel;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.output.Output;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.storage.CommitResult;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a tell whose turn failed: it is tried again, later and later, and after the last
 * attempt it becomes a dead letter. A failure that is not the handler's does not count.
 */
public final class TellRetry {
  private static final Logger LOG = LoggerFactory.getLogger(TellRetry.class);
  private static final long RETRYABLE_WAIT_MS = 1_000;

  private final RuntimeLimits limits;
  private final StoreAccess store;
  private final DeadlineWheel wheel;
  private final Directory directory;
  private final LongAdder deadLetters = new LongAdder();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  public TellRetry(
      RuntimeLimits limits, StoreAccess store, DeadlineWheel wheel, Directory directory) {
    this.limits = limits;
    this.store = store;
    this.wheel = wheel;
    this.directory = directory;
  }

  /** A stored message on its way to its actor, until a turn has consumed it or it is given up. */
  public Delivery delivery(InboxMessage message, @Nullable Manifest pin) {
    return Delivery.ofStored(message, pin, new Told(message, pin));
  }

  /** Messages that were given up because no handler took them. */
  public long deadLetters() {
    return deadLetters.sum();
  }

  /** Whether the message comes again by itself, so that a reader of the inbox leaves it alone. */
  boolean isWaiting(String id) {
    return waiting.contains(id);
  }

  private final class Told implements Receiver {
    private final InboxMessage message;
    private final @Nullable Manifest pin;

    Told(InboxMessage message, @Nullable Manifest pin) {
      this.message = message;
      this.pin = pin;
    }

    @Override
    public void answered(Answer answer) {
      if (!attempts.isEmpty()) {
        attempts.remove(message.id());
      }
    }

    @Override
    public void failed(ActjsException reason) {
      if (reason.code() == ProblemCode.ShuttingDown || !waiting.add(message.id())) {
        return;
      }
      if (reason.code().retryable()) {
        lookAgain();
        return;
      }
      int tries = attempts.merge(message.id(), 1, Integer::sum);
      if (tries < limits.tellAttempts() && !isHopeless(reason.code())) {
        after(
            limits.tellRetryMs() << Math.min(tries - 1, 16),
            () -> directory.deliver(delivery(message, pin)));
      } else {
        giveUp(tries, reason);
      }
    }

    /**
     * The turn that handled the message may be stored, here or by another owner of the actor: the
     * message comes again from the stored inbox, if it is still there.
     */
    void lookAgain() {
      after(
          RETRYABLE_WAIT_MS,
          () ->
              directory.deliver(
                  Delivery.of(Envelope.wake(message.target()), null, new Woken(this))));
    }

    private void after(long waitMs, Runnable next) {
      wheel.set(
          store.clock().nowMs() + waitMs,
          () -> {
            waiting.remove(message.id());
            next.run();
          });
    }

    private void giveUp(int tries, ActjsException reason) {
      String text = reason.code() + ": " + reason.detail();
      LOG.warn(
          "dead-lettered message {} to {} after {} attempts: {}",
          message.type(),
          message.target(),
          tries,
          text);
      InboxEntry entry = new InboxEntry.DeadLettered(message, tries, text, store.clock().nowMs());
      // Not on the calling thread: that may be the output thread, which must never wait for the
      // journal.
      DeadLetter letter = new DeadLetter(this, entry, text.length());
      store.threads().execute(() -> store.journal().append(message.target(), letter));
    }

    void buried(@Nullable CommitResult result) {
      if (result == CommitResult.COMMITTED) {
        deadLetters.increment();
      } else {
        LOG.debug("tell {} had left the inbox already: {}", message.id(), result);
      }
      attempts.remove(message.id());
      waiting.remove(message.id());
    }
  }

  private static boolean isHopeless(ProblemCode code) {
    return switch (code) {
      case UnknownMethod, Gone, ManifestRegression -> true;
      default -> false;
    };
  }

  /** The actor reads its stored inbox, or cannot. */
  private record Woken(Told told) implements Receiver {
    @Override
    public void answered(Answer answer) {}

    @Override
    public void failed(ActjsException reason) {
      told.failed(reason);
    }
  }

  private static final class DeadLetter extends Output {
    private final Told told;

    DeadLetter(Told told, InboxEntry entry, int weight) {
      super(entry, weight);
      this.told = told;
    }

    @Override
    protected void settle() {
      if (reason() != null) {
        told.lookAgain();
      } else {
        told.buried(result());
      }
    }
  }
}
