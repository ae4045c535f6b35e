package io.actjs.storage;

import io.actjs.agent.Agent;
import io.actjs.agent.WorkQueue;
import io.actjs.model.ActjsException;
import io.actjs.model.Clock;
import io.actjs.model.JournalBatch;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import io.actjs.storage.Journal.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An agent that takes everything waiting, stores it with one {@link JournalStore#commit}, and
 * passes on the settled tickets in the order in which they were appended.
 */
final class JournalLane implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(JournalLane.class);
  private static final int CAPACITY = 1 << 14;

  /** Of payload that waits or is being stored; a little more for producers that come together. */
  private static final long MAX_WAITING_CHARS = 64 << 20;

  private static final long FULL_WAIT_NANOS = 50_000;

  /** A worker that waits for commits as long as this serves its other actors too late. */
  private static final long SLOW_NANOS = 2_000_000;

  /** Commits that {@link #usualNanos} is about. */
  private static final int RECENT = 8;

  private static final int MAX_BATCH = 4096;
  private static final int MAX_BATCH_CHARS = 8 << 20;

  /** Ends the lane; not settled. */
  private static final class Stop extends Ticket {
    Stop() {
      super(null);
    }

    @Override
    protected int weight() {
      return 0;
    }
  }

  private final JournalStore store;
  private final Journal.Settled settled;
  private final Clock clock;
  private final WorkQueue<Ticket> queue = new WorkQueue<>(CAPACITY);
  private final AtomicLong waitingChars = new AtomicLong();
  private final int number;
  private volatile @Nullable Ticket carried;

  /** What a commit has taken lately, in nanoseconds. */
  private volatile long usualNanos = SLOW_NANOS;

  /** Batches in a row that were not stored. */
  private long refused;

  private volatile boolean started;
  private boolean done;

  JournalLane(JournalStore store, Journal.Settled settled, Clock clock, int number) {
    this.store = store;
    this.settled = settled;
    this.clock = clock;
    this.number = number;
  }

  @Override
  public String name() {
    return "actjs-journal-" + number;
  }

  @Override
  public void onStart() {
    started = true;
  }

  /** False when the lane has no room. */
  boolean offer(Ticket ticket) {
    if (!offerQuietly(ticket)) {
      return false;
    }
    queue.wake();
    return true;
  }

  /** The same, for a lane that the caller will help. */
  boolean offerQuietly(Ticket ticket) {
    if (waitingChars.get() > MAX_WAITING_CHARS || !queue.offerQuietly(ticket)) {
      return false;
    }
    waitingChars.addAndGet(ticket.weight());
    return true;
  }

  /** Whether a thread that has something else to do may wait for a commit. */
  boolean isQuick() {
    return usualNanos < SLOW_NANOS;
  }

  @Override
  public boolean hasWork() {
    return carried != null || !queue.isEmpty();
  }

  void append(Ticket ticket) {
    while (!offer(ticket)) {
      LockSupport.parkNanos(this, FULL_WAIT_NANOS);
    }
  }

  /** Tickets that wait, roughly. */
  int waiting() {
    return queue.size();
  }

  @Override
  public int doWork() {
    List<Ticket> batch = new ArrayList<>();
    Ticket first = carried;
    carried = gather(first != null ? first : queue.poll(), batch);
    if (batch.isEmpty()) {
      return 0;
    }
    done = batch.removeIf(Stop.class::isInstance);
    commit(batch);
    batch.forEach(ticket -> waitingChars.addAndGet(-ticket.weight()));
    settled.settled(batch, hasWork());
    return Math.max(1, batch.size());
  }

  @Override
  public void idle() {
    if (carried == null) {
      queue.await();
    }
  }

  @Override
  public boolean isDone() {
    return done;
  }

  /** Fills the batch with waiting tickets; returns the one that no longer fitted. */
  private @Nullable Ticket gather(@Nullable Ticket first, List<Ticket> batch) {
    int weight = 0;
    @Nullable Ticket next = first;
    while (next != null) {
      if (!batch.isEmpty() && weight + next.weight() > MAX_BATCH_CHARS) {
        return next;
      }
      weight += next.weight();
      batch.add(next);
      next = batch.size() < MAX_BATCH ? queue.poll() : null;
    }
    return null;
  }

  private void commit(List<Ticket> batch) {
    Selection chosen = Selection.of(batch);
    if (chosen.tickets().isEmpty()) {
      return;
    }
    long began = clock.steadyNanos();
    try {
      List<CommitResult> results = store.commit(chosen.batch());
      if (results.size() != chosen.tickets().size()) {
        throw new IllegalStateException(results.size() + " results of " + chosen.tickets().size());
      }
      for (int i = 0; i < results.size(); i++) {
        chosen.tickets().get(i).settle(results.get(i));
      }
      succeeded();
    } catch (ActjsException e) {
      fail(chosen.tickets(), e);
    } catch (RuntimeException | Error e) {
      // A bug in a driver must not silence every actor of the process: those who wait are told.
      fail(
          chosen.tickets(),
          new ActjsException(ProblemCode.StorageUnavailable, "the commit failed: " + e, e));
    } finally {
      long usual = usualNanos;
      usualNanos = usual + (clock.steadyNanos() - began - usual) / RECENT;
    }
  }

  /** Said once, and not for each batch that fails. */
  private void succeeded() {
    if (refused > 0) {
      LOG.info("turns are stored again; {} batches were not", refused);
      refused = 0;
    }
  }

  private void fail(List<Ticket> batch, ActjsException failure) {
    if (refused++ == 0) {
      LOG.warn("turns are not stored: {}", failure.detail());
    }
    batch.forEach(ticket -> ticket.fail(failure));
  }

  /** The tickets of a batch whose entries are offered to the store, and these. */
  private record Selection(List<Ticket> tickets, JournalBatch batch) {

    /** Settles those that need what is not stored. */
    static Selection of(List<Ticket> all) {
      List<Ticket> tickets = new ArrayList<>(all.size());
      List<JournalEntry> entries = new ArrayList<>(all.size());
      List<JournalBatch.Need> needs = List.of();
      for (Ticket ticket : all) {
        JournalEntry entry = ticket.entry();
        if (entry == null) {
          continue;
        }
        if (!ticket.needs().isEmpty()) {
          if (ticket.isUnfounded()) {
            ticket.settle(CommitResult.UNFOUNDED);
            continue;
          }
          needs = needs.isEmpty() ? new ArrayList<>() : needs;
          addNeeds(ticket, tickets, needs);
        }
        ticket.index = tickets.size();
        tickets.add(ticket);
        entries.add(entry);
      }
      return new Selection(tickets, new JournalBatch(entries, needs));
    }

    private static void addNeeds(
        Ticket ticket, List<Ticket> before, List<JournalBatch.Need> needs) {
      for (Ticket needed : ticket.needs()) {
        if (!needed.isStored()) {
          needs.add(new JournalBatch.Need(before.size(), needed.index));
        }
      }
    }
  }

  /** Ends the agent once everything appended before is stored. */
  void stop() {
    if (started) {
      append(new Stop());
    }
  }
}
