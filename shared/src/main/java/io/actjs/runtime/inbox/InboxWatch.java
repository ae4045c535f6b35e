package io.actjs.runtime.inbox;

import io.actjs.agent.Ticker;
import io.actjs.model.ActjsException;
import io.actjs.model.ActorRef;
import io.actjs.model.Envelope;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.mailbox.Answer;
import io.actjs.runtime.mailbox.Delivery;
import io.actjs.runtime.mailbox.Receiver;
import io.actjs.runtime.output.StoreAccess;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
public final class InboxWatch implements Ticker.Timed {
  /** Milliseconds after which a look that failed is repeated. */
  public static final long RETRY_MS = 1_000;

  /** How long storage may take to end a commit that nobody waits for any more. */
  private static final long DOUBT_MS = 60_000;

  private static final long DOUBT_LOOK_MS = 10_000;
  private static final Logger LOG = LoggerFactory.getLogger(InboxWatch.class);
  private static final int PAGE = 256;

  private final StoreAccess store;
  private final InboxDoubt doubt;
  private final Directory directory;

  /** Boot finds what the process before has left. */
  private final AtomicLong nextLook = new AtomicLong();

  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile long doubtUntil;

  public InboxWatch(StoreAccess store, InboxDoubt doubt, Directory directory) {
    this.store = store;
    this.doubt = doubt;
    this.directory = directory;
  }

  @Override
  public void advance(long nowMs) {
    long raisedAt = doubt.raisedAt();
    if (raisedAt + DOUBT_MS != doubtUntil && raisedAt != 0) {
      doubtUntil = raisedAt + DOUBT_MS;
      nextLook.accumulateAndGet(raisedAt + RETRY_MS, Math::min);
    }
    if (nowMs >= nextLook.get() && busy.compareAndSet(false, true)) {
      // Before the look: a doubt that comes after it lowers this again.
      nextLook.set(Long.MAX_VALUE);
      next(new Look(null, true));
    }
  }

  /** One look over all actors with stored messages, a page at a time. */
  private final class Look {
    private final @Nullable ActorRef after;

    /** Whether none has been found that may be woken later. */
    private final AtomicBoolean complete;

    private final AtomicInteger asleep = new AtomicInteger();

    Look(@Nullable ActorRef after, boolean complete) {
      this.after = after;
      this.complete = new AtomicBoolean(complete);
    }

    void run() {
      boolean ended = false;
      try {
        List<ActorRef> page =
            directory.isClosed() ? List.of() : store.driver().actorsWithInbox(after, PAGE);
        if (page.isEmpty()) {
          ended = true;
          end(complete.get());
          return;
        }
        asleep.set(page.size());
        page.forEach(ref -> directory.deliver(wake(ref, page.getLast())));
        ended = true;
      } catch (ActjsException e) {
        LOG.warn("stored messages are late: {}", e.detail());
      } catch (RuntimeException | Error e) {
        LOG.error("stored messages are late", e);
      } finally {
        // Whatever went wrong, stored messages are looked for.
        if (!ended) {
          end(false);
        }
      }
    }

    private Delivery wake(ActorRef ref, ActorRef last) {
      return Delivery.of(
          Envelope.wake(ref),
          null,
          new Receiver() {
            @Override
            public void answered(Answer answer) {
              woken(last, true);
            }

            @Override
            public void failed(ActjsException reason) {
              // Whoever touches an actor that will never wake is told why.
              woken(last, !reason.code().retryable());
            }
          });
    }

    private void woken(ActorRef last, boolean forGood) {
      if (!forGood) {
        complete.set(false);
      }
      if (asleep.decrementAndGet() == 0) {
        next(new Look(last, complete.get()));
      }
    }
  }

  private void next(Look look) {
    try {
      store.threads().execute(look::run);
    } catch (RejectedExecutionException e) {
      // The runtime is closing; the next one looks from boot on.
      LOG.debug("no more looks", e);
    }
  }

  private void end(boolean complete) {
    long retryMs = RETRY_MS;
    if (complete) {
      retryMs = store.clock().nowMs() < doubtUntil ? DOUBT_LOOK_MS : Long.MAX_VALUE;
    }
    if (retryMs != Long.MAX_VALUE) {
      nextLook.accumulateAndGet(store.clock().nowMs() + retryMs, Math::min);
    }
    busy.set(false);
  }
}
