package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.InboxEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.CommitResult;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of a tell whose turn failed: it is tried again, later and later, and after the last
 * attempt it becomes a dead letter. A failure that is not the handler's does not count.
 */
final class TellRetry {
  private static final Logger LOG = LoggerFactory.getLogger(TellRetry.class);
  private static final long RETRYABLE_WAIT_MS = 1_000;

  private final RuntimeContext context;
  private final Directory directory;
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();
  private final Set<String> waiting = ConcurrentHashMap.newKeySet();

  TellRetry(RuntimeContext context, Directory directory) {
    this.context = context;
    this.directory = directory;
  }

  /** Whether the message comes again by itself, so that a reader of the inbox leaves it alone. */
  boolean isWaiting(String id) {
    return waiting.contains(id);
  }

  void succeeded(String id) {
    if (!attempts.isEmpty()) {
      attempts.remove(id);
    }
  }

  void failed(Message.Told told, ActjsException reason) {
    String id = told.message.id();
    if (reason.code() == ProblemCode.ShuttingDown || !waiting.add(id)) {
      return;
    }
    if (reason.code().retryable()) {
      again(told, RETRYABLE_WAIT_MS);
      return;
    }
    int tries = attempts.merge(id, 1, Integer::sum);
    if (tries < context.limits.tellAttempts() && !isHopeless(reason.code())) {
      again(told, context.limits.tellRetryMs() << Math.min(tries - 1, 16));
    } else {
      giveUp(told, tries, reason);
    }
  }

  private static boolean isHopeless(ProblemCode code) {
    return switch (code) {
      case UnknownMethod, Gone, ManifestRegression -> true;
      default -> false;
    };
  }

  private void again(Message.Told told, long waitMs) {
    context.deadlines.set(
        context.clock.nowMs() + waitMs,
        () -> {
          waiting.remove(told.message.id());
          directory.deliver(new Message.Told(told.message, this, told.pin()));
        });
  }

  private void giveUp(Message.Told told, int tries, ActjsException reason) {
    String text = reason.code() + ": " + reason.detail();
    LOG.warn(
        "tell {} to {} is a dead letter after {} attempts: {}",
        told.message.type(),
        told.target(),
        tries,
        text);
    InboxEntry entry =
        new InboxEntry.DeadLettered(told.message, tries, text, context.clock.nowMs());
    // Not on the calling thread: that may be the output thread, which must never wait for the
    // journal.
    context.storageThreads.execute(
        () -> context.journal.append(told.target(), new DeadLetter(told, entry, text.length())));
  }

  private final class DeadLetter extends Output {
    private final Message.Told told;

    DeadLetter(Message.Told told, InboxEntry entry, int weight) {
      super(entry, weight);
      this.told = told;
    }

    @Override
    void settle() {
      if (failure() != null) {
        again(told, RETRYABLE_WAIT_MS);
        return;
      }
      if (result() == CommitResult.COMMITTED) {
        context.deadLetters.increment();
      } else {
        LOG.debug("tell {} had left the inbox already: {}", told.message.id(), result());
      }
      attempts.remove(told.message.id());
      waiting.remove(told.message.id());
    }
  }
}
