package io.actjs.storage;

import io.actjs.model.ActjsException;
import io.actjs.model.JournalEntry;
import io.actjs.model.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jctools.queues.MpscBlockingConsumerArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Group commit. One thread takes all that waits, stores it with one {@link StorageDriver#commit},
 * and hands the settled tickets on in the order in which they were appended. So a turn that was
 * appended after another is never durable before it, and a ticket without an entry is a barrier: it
 * settles when everything before it has.
 */
public final class Journal implements AutoCloseable {
  private static final int CAPACITY = 1 << 14;
  private static final long FULL_WAIT_NANOS = 50_000;
  private static final int MAX_BATCH = 4096;
  private static final int MAX_BATCH_CHARS = 8 << 20;

  /** Something that waits for durability, and after it, what became of it. */
  public abstract static class Ticket {
    private final @Nullable JournalEntry entry;
    private @Nullable CommitResult result;
    private @Nullable ActjsException failure;

    protected Ticket(@Nullable JournalEntry entry) {
      this.entry = entry;
    }

    /** Characters of payload, so that a batch stays bounded. */
    protected abstract int weight();

    /** What became of the entry; null for a barrier, and when the whole commit failed. */
    protected final @Nullable CommitResult result() {
      return result;
    }

    /** Why the commit failed; whether the entry is stored is then unknown. */
    protected final @Nullable ActjsException failure() {
      return failure;
    }
  }

  private static final class Stop extends Ticket {
    Stop() {
      super(null);
    }

    @Override
    protected int weight() {
      return 0;
    }
  }

  private final StorageDriver driver;
  private final Consumer<List<Ticket>> settled;
  private final MpscBlockingConsumerArrayQueue<Ticket> queue =
      new MpscBlockingConsumerArrayQueue<>(CAPACITY);
  private final Thread thread;

  /**
   * @param settled gets each batch after its commit, on the journal's thread
   */
  public Journal(StorageDriver driver, Consumer<List<Ticket>> settled) {
    this.driver = driver;
    this.settled = settled;
    this.thread = Thread.ofPlatform().name("actjs-journal").daemon().unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /**
   * Appends a ticket; waits while the queue is full, which is how a slow disk slows the workers
   * down. Never called from where tickets are settled.
   */
  public void append(Ticket ticket) {
    while (!queue.offer(ticket)) {
      LockSupport.parkNanos(this, FULL_WAIT_NANOS);
    }
  }

  private void run() {
    @Nullable Ticket carried = null;
    while (true) {
      List<Ticket> batch = new ArrayList<>();
      carried = gather(carried, batch);
      boolean stop = batch.removeIf(Stop.class::isInstance);
      commit(batch);
      settled.accept(batch);
      if (stop) {
        return;
      }
    }
  }

  /** Fills the batch with what waits; returns the ticket that no longer fitted. */
  private @Nullable Ticket gather(@Nullable Ticket first, List<Ticket> batch) {
    int weight = 0;
    @Nullable Ticket next = first != null ? first : take();
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

  private Ticket take() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException e) {
        // Nobody interrupts this thread to stop it: close() appends a Stop. Going on loses nothing.
      }
    }
  }

  private void commit(List<Ticket> batch) {
    List<JournalEntry> entries = new ArrayList<>(batch.size());
    for (Ticket ticket : batch) {
      if (ticket.entry != null) {
        entries.add(ticket.entry);
      }
    }
    if (entries.isEmpty()) {
      return;
    }
    try {
      List<CommitResult> results = driver.commit(entries);
      int next = 0;
      for (Ticket ticket : batch) {
        if (ticket.entry != null) {
          ticket.result = results.get(next++);
        }
      }
    } catch (ActjsException e) {
      fail(batch, e);
    } catch (RuntimeException | Error e) {
      // A bug in a driver must not silence every actor of the process: those who wait are told.
      fail(batch, new ActjsException(ProblemCode.StorageUnavailable, "the commit failed: " + e, e));
    }
  }

  private static void fail(List<Ticket> batch, ActjsException failure) {
    for (Ticket ticket : batch) {
      if (ticket.entry != null) {
        ticket.failure = failure;
      }
    }
  }

  /** Stores what was appended before, then stops. */
  @Override
  public void close() {
    if (!thread.isAlive()) {
      return;
    }
    append(new Stop());
    ThreadEnd.await(thread);
  }
}
