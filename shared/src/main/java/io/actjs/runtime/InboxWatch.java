package io.actjs.runtime;

import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes every actor that has stored messages which nobody brings to it: from boot on, and after a
 * commit of which it is not known whether it is stored. Such a commit may have stored messages,
 * those of a turn, of a tell or of a reminder, and only who stores a message knows that it has to
 * be delivered.
 *
 * <p>It looks a page at a time, so that it stays bounded, and until it has got through.
 */
final class InboxWatch implements Ticker.Timed {
  static final long RETRY_MS = 1_000;

  /** How long storage may take to end a commit that nobody waits for any more. */
  private static final long DOUBT_MS = 60_000;

  private static final long DOUBT_LOOK_MS = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(InboxWatch.class);
  private static final int PAGE = 256;

  private final RuntimeContext context;
  private final Directory directory;

  /** Boot finds what the process before has left. */
  private final AtomicLong nextLook = new AtomicLong();

  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile long doubtUntil;

  InboxWatch(RuntimeContext context, Directory directory) {
    this.context = context;
    this.directory = directory;
  }

  @Override
  public void advance(long nowMs) {
    long doubt = context.inboxDoubtMs;
    if (doubt + DOUBT_MS != doubtUntil && doubt != 0) {
      doubtUntil = doubt + DOUBT_MS;
      nextLook.accumulateAndGet(doubt + RETRY_MS, Math::min);
    }
    if (nowMs >= nextLook.get() && busy.compareAndSet(false, true)) {
      // Before the look: a doubt that comes after it lowers this again.
      nextLook.set(Long.MAX_VALUE);
      Thread.ofVirtual().name("actjs-inbox-watch").start(this::look);
    }
  }

  private void look() {
    long retryMs = RETRY_MS;
    try {
      if (wakeAll()) {
        retryMs = context.clock.nowMs() < doubtUntil ? DOUBT_LOOK_MS : Long.MAX_VALUE;
      }
    } catch (ActjsException e) {
      LOG.warn("stored messages are late: {}", e.detail());
    } finally {
      // Whatever went wrong, stored messages are looked for.
      if (retryMs != Long.MAX_VALUE) {
        nextLook.accumulateAndGet(context.clock.nowMs() + retryMs, Math::min);
      }
      busy.set(false);
    }
  }

  /** Returns whether none is left that may be woken later. */
  private boolean wakeAll() {
    boolean complete = true;
    @Nullable ActorRef last = null;
    while (!context.closing) {
      List<ActorRef> page = context.storage.actorsWithInbox(last, PAGE);
      if (page.isEmpty()) {
        break;
      }
      List<CompletableFuture<Boolean>> awake = page.stream().map(this::wake).toList();
      for (CompletableFuture<Boolean> each : awake) {
        complete &= each.join();
      }
      last = page.getLast();
    }
    return complete;
  }

  /** Whether the actor is awake, or will never be: then whoever touches it is told why. */
  private CompletableFuture<Boolean> wake(ActorRef ref) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    directory.deliver(new Message.Wake(ref, done));
    return done.handle(
        (nothing, failure) ->
            !(failure instanceof ActjsException reason && reason.code().retryable()));
  }
}
