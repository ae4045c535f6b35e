package io.actjs.runtime.reminder;

import io.actjs.agent.Ticker;
import io.actjs.model.ActjsException;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.Reminder;
import io.actjs.model.ReminderChange;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.inbox.InboxMessages;
import io.actjs.runtime.inbox.TellRetry;
import io.actjs.runtime.output.Output;
import io.actjs.runtime.output.StoreAccess;
import io.actjs.storage.CommitResult;
import io.actjs.storage.Signals;
import io.actjs.storage.Signals.Signal;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets reminders become messages when they are due, the first due first, from boot on. Storage
 * turns a reminder into an inbox message in one step and refuses to do it twice, so whatever
 * crashes in between, each occurrence has one effect. Here is kept only when to look next.
 */
public final class ReminderClock implements Ticker.Timed {
  private static final Logger LOG = LoggerFactory.getLogger(ReminderClock.class);

  /** Each with a payload of up to a million characters. */
  private static final int PAGE = 32;

  private static final long RETRY_MS = 1_000;

  /**
   * How long storage is not looked at when nothing is known to be due. What another server has set
   * is found at the next look, whether that server tells of it or is gone.
   */
  public static final long LOOK_MS = 10_000;

  private final StoreAccess store;
  private final Signals signals;
  private final InboxMessages messages;
  private final Directory directory;
  private final TellRetry retry;

  /** Nothing is due before this time; in the beginning nobody knows. */
  private final AtomicLong nextDueAt = new AtomicLong();

  private final AtomicBoolean busy = new AtomicBoolean();

  public ReminderClock(
      StoreAccess store,
      Signals signals,
      InboxMessages messages,
      Directory directory,
      TellRetry retry) {
    this.store = store;
    this.signals = signals;
    this.messages = messages;
    this.directory = directory;
    this.retry = retry;
  }

  /** A change has become durable. */
  public void changed(ReminderChange change) {
    if (change instanceof ReminderChange.Scheduled set) {
      long dueAt = set.reminder().dueAt();
      lookAt(dueAt);
      if (dueAt < store.clock().nowMs() + LOOK_MS) {
        // Later ones are found by everybody in time.
        signals.send(new Signal.ReminderSet(dueAt));
      }
    }
  }

  /** Something may be due at this time. */
  public void lookAt(long time) {
    nextDueAt.accumulateAndGet(time, Math::min);
  }

  @Override
  public void advance(long nowMs) {
    if (nowMs >= nextDueAt.get() && busy.compareAndSet(false, true)) {
      store.threads().execute(() -> fire(nowMs));
    }
  }

  /** Fires a page of what is due; the next look is when all of it is durable. */
  private void fire(long nowMs) {
    // Before the read: what becomes durable after it lowers this again.
    nextDueAt.set(Long.MAX_VALUE);
    boolean done = false;
    try {
      List<Fired> page = page(nowMs);
      if (page.isEmpty()) {
        Long next = store.driver().nextReminderAt();
        long look = nowMs + LOOK_MS;
        again(next == null ? look : Math.min(next, look));
      }
      page.forEach(fired -> store.journal().append(fired.message.target(), fired));
      done = true;
    } catch (ActjsException e) {
      LOG.warn("reminders are delayed: {}", e.detail());
    } finally {
      // Whatever went wrong, reminders go on.
      if (!done) {
        again(nowMs + RETRY_MS);
      }
    }
  }

  private List<Fired> page(long nowMs) {
    List<Reminder> due = store.driver().dueReminders(nowMs, PAGE);
    Page page = new Page(due.size());
    return due.stream().map(reminder -> fired(reminder, nowMs, page)).toList();
  }

  private Fired fired(Reminder reminder, long nowMs, Page page) {
    Manifest pin = reminder.manifest() == null ? null : store.manifests().get(reminder.manifest());
    InboxMessage message =
        messages.mint(
            reminder.target(),
            reminder.type(),
            reminder.payload(),
            reminder.target(),
            nowMs,
            reminder.headers());
    InboxEntry.ReminderFired entry =
        new InboxEntry.ReminderFired(reminder, nextDueAt(reminder, nowMs), message);
    return new Fired(entry, pin, page);
  }

  /** One occurrence makes up for all that were missed; the rhythm stays. 0 when there is none. */
  private static long nextDueAt(Reminder reminder, long nowMs) {
    if (reminder.everyMs() == 0) {
      return 0;
    }
    long missed = (nowMs - reminder.dueAt()) / reminder.everyMs();
    return reminder.dueAt() + (missed + 1) * reminder.everyMs();
  }

  /** There may be more that is due: look at once. */
  private void pageDone(boolean failed) {
    long now = store.clock().nowMs();
    if (failed) {
      again(now + RETRY_MS);
      return;
    }
    try {
      store.threads().execute(() -> fire(now));
    } catch (RejectedExecutionException e) {
      // The runtime is closing; the next one goes on from boot.
      LOG.debug("no more reminders", e);
    }
  }

  private void again(long at) {
    lookAt(at);
    busy.set(false);
  }

  /** Reminders that fire together. */
  private static final class Page {
    final AtomicInteger open;
    volatile boolean failed;

    Page(int size) {
      open = new AtomicInteger(size);
    }
  }

  /** A reminder that is on its way to being a message. */
  private final class Fired extends Output {
    private final InboxMessage message;
    private final @Nullable Manifest pin;
    private final Page page;

    Fired(InboxEntry.ReminderFired entry, @Nullable Manifest pin, Page page) {
      super(entry, entry.message().payload().length());
      this.message = entry.message();
      this.pin = pin;
      this.page = page;
    }

    @Override
    protected void settle() {
      ActjsException failure = reason();
      if (failure != null) {
        LOG.warn("a reminder of {} is delayed: {}", message.target(), failure.detail());
        page.failed = true;
      } else if (result() == CommitResult.COMMITTED) {
        directory.deliver(retry.delivery(message, pin));
      }
      if (page.open.decrementAndGet() == 0) {
        pageDone(page.failed);
      }
    }
  }
}
