package io.actjs.runtime.due;

import io.actjs.agent.Ticker;
import io.actjs.model.ActjsException;
import io.actjs.model.InboxEntry;
import io.actjs.model.InboxMessage;
import io.actjs.model.Manifest;
import io.actjs.model.ReminderChange;
import io.actjs.runtime.directory.Directory;
import io.actjs.runtime.inbox.StoredMessages;
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
 * Brings messages to their actors when they are due, the first due first, from boot on: reminders,
 * and what waits for another attempt. Storage moves a message from later to now in one step and
 * refuses to do it twice, so whatever crashes in between, each has one effect. Here is kept only
 * when to look next.
 */
public final class DueClock implements Ticker.Timed {
  private static final Logger LOG = LoggerFactory.getLogger(DueClock.class);

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
  private final Directory directory;
  private final StoredMessages stored;

  /** Nothing is due before this time; in the beginning nobody knows. */
  private final AtomicLong nextDueAt = new AtomicLong();

  private final AtomicLong lastFiredAt = new AtomicLong();
  private final AtomicBoolean busy = new AtomicBoolean();

  public DueClock(StoreAccess store, Signals signals, Directory directory, StoredMessages stored) {
    this.store = store;
    this.signals = signals;
    this.directory = directory;
    this.stored = stored;
    stored.suspects().onFree(this::lookNow);
  }

  /** A change has become durable. */
  public void changed(ReminderChange change) {
    if (change instanceof ReminderChange.Scheduled set) {
      later(set.message());
    }
  }

  /** A verdict has become durable. */
  public void changed(InboxEntry verdict) {
    if (verdict instanceof InboxEntry.Postponed postponed) {
      later(postponed.message());
    } else if (verdict instanceof InboxEntry.DeadLettered dead && dead.next() != null) {
      later(dead.next());
    }
  }

  private void later(InboxMessage message) {
    lookAt(message.dueAt());
    if (message.dueAt() < store.clock().nowMs() + LOOK_MS) {
      // Later ones are found by everybody in time.
      signals.send(new Signal.ReminderSet(message.dueAt()));
    }
  }

  /** About now, and later than it has ever been: what is due now keeps its order by it. */
  public long nextTime() {
    long now = store.clock().nowMs();
    return lastFiredAt.updateAndGet(last -> Math.max(now, last + 1));
  }

  /** Something may be due at this time. */
  public void lookAt(long time) {
    nextDueAt.accumulateAndGet(time, Math::min);
  }

  /**
   * Without waiting for a tick: of messages that are tried one at a time, each would wait for one.
   */
  private void lookNow() {
    long now = store.clock().nowMs();
    lookAt(now);
    advance(now);
  }

  @Override
  public void advance(long nowMs) {
    if (nowMs >= nextDueAt.get() && busy.compareAndSet(false, true)) {
      look(nowMs);
    }
  }

  /** Reads what is due, on a storage thread. */
  private void look(long nowMs) {
    try {
      store.threads().execute(() -> fire(nowMs));
    } catch (RejectedExecutionException e) {
      // The runtime is closing; the next one continues from boot.
      LOG.debug("no more messages", e);
    }
  }

  /** Fires a page of what is due; the next look is when all of it is durable. */
  private void fire(long nowMs) {
    // Before the read: what becomes durable after it lowers this again.
    nextDueAt.set(Long.MAX_VALUE);
    boolean done = false;
    try {
      List<InboxMessage> due = store.driver().due(nowMs, PAGE);
      List<Fired> page = page(due);
      if (page.isEmpty()) {
        again(due.isEmpty() ? nextLook(nowMs) : nowMs + RETRY_MS);
      }
      page.forEach(fired -> store.journal().append(fired.message.target(), fired));
      done = true;
    } catch (ActjsException e) {
      LOG.warn("due messages are late: {}", e.detail());
    } catch (RuntimeException | Error e) {
      LOG.error("due messages are late", e);
    } finally {
      // Whatever went wrong, messages go on.
      if (!done) {
        again(nowMs + RETRY_MS);
      }
    }
  }

  private long nextLook(long nowMs) {
    Long next = store.driver().nextDueAt();
    long look = nowMs + LOOK_MS;
    if (next == null) {
      return look;
    }
    // One that is due and was not given is damaged.
    return next <= nowMs ? nowMs + RETRY_MS : Math.min(next, look);
  }

  /** What may be tried now. */
  private List<Fired> page(List<InboxMessage> due) {
    List<InboxMessage> tried = due.stream().filter(this::mayTry).toList();
    Page page = new Page(tried.size());
    return tried.stream().map(message -> fired(message, page)).toList();
  }

  private boolean mayTry(InboxMessage message) {
    return message.standing().lost() == 0 || stored.suspects().mayTry(message.id());
  }

  private Fired fired(InboxMessage due, Page page) {
    Manifest pin = due.manifest() == null ? null : store.manifests().find(due.manifest());
    InboxMessage message = due.with(due.standing().at(nextTime()));
    return new Fired(new InboxEntry.ReminderFired(due, 0, message), pin, page);
  }

  /** There may be more that is due: look at once. */
  private void pageDone(boolean failed) {
    long now = store.clock().nowMs();
    if (failed) {
      again(now + RETRY_MS);
      return;
    }
    look(now);
  }

  private void again(long at) {
    lookAt(at);
    busy.set(false);
    // Meanwhile there may be room for one that was not tried.
    advance(store.clock().nowMs());
  }

  /** Messages that are due together. */
  private static final class Page {
    final AtomicInteger open;
    volatile boolean failed;

    Page(int size) {
      open = new AtomicInteger(size);
    }
  }

  /** A message on its way from later to now. */
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
        LOG.warn("a message to {} is late: {}", message.target(), failure.detail());
        page.failed = true;
        stored.suspects().ended(message.id());
      } else if (result() == CommitResult.COMMITTED) {
        deliver();
      } else {
        stored.suspects().ended(message.id());
      }
      if (page.open.decrementAndGet() == 0) {
        pageDone(page.failed);
      }
    }

    /** A manifest that is gone concerns this message alone: its actor gives it up. */
    private void deliver() {
      if (message.manifest() == null || pin != null) {
        directory.deliver(stored.delivery(message, pin));
      } else {
        stored.suspects().ended(message.id());
        stored.lookAgain(message);
      }
    }
  }
}
