package io.actjs.runtime.output;

import io.actjs.agent.Agent;
import io.actjs.agent.Scheduler;
import io.actjs.agent.WorkQueue;
import io.actjs.model.ActjsException;
import io.actjs.storage.Journal.Ticket;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exit for effects from the process. Replies, notifications, tells and nested calls wait as
 * {@link Output}s until everything they saw is durable; one agent then lets them out in order. So a
 * subscriber sees an actor's changes in turn order, and nobody learns of a turn that can still be
 * lost.
 */
public final class OutputGate implements Agent, Batches {
  private static final Logger LOG = LoggerFactory.getLogger(OutputGate.class);

  /** Bounded by the journal's queue and by the turns of one worker step. */
  private final WorkQueue<List<? extends Ticket>> queue = new WorkQueue<>();

  private final Supplier<@Nullable ActjsException> closure;
  private volatile Scheduler.@Nullable Running running;

  /** Who lets a batch out; null between two. */
  private volatile @Nullable Thread inside;

  private volatile End end = more -> {};
  private volatile boolean stopping;
  private boolean done;

  /**
   * @param closure why nothing may leave at all, or null; asked for each output. What a process has
   *     seen that lost its right to the store is not to be told: its outputs fail for this reason.
   */
  public OutputGate(Supplier<@Nullable ActjsException> closure) {
    this.closure = closure;
  }

  /** Lets a batch out; its tickets are settled, or saw nothing that is not durable. */
  public void open(List<? extends Ticket> batch) {
    queue.offer(batch);
  }

  /**
   * The same; on the calling thread when it has nothing better to do, nobody else is at it, and it
   * does not take long.
   *
   * @param busy whether the calling thread has something better to do
   */
  public void open(List<? extends Ticket> batch, boolean busy) {
    Scheduler.Running started = running;
    if (busy || started == null || !areBrief(batch)) {
      open(batch);
    } else {
      queue.offerQuietly(batch);
      started.help();
    }
  }

  private static boolean areBrief(List<? extends Ticket> batch) {
    for (Ticket ticket : batch) {
      if (!((Output) ticket).isBrief()) {
        return false;
      }
    }
    return true;
  }

  /** Starts the agent. */
  public Scheduler.Running start(Scheduler scheduler) {
    Scheduler.Running started = scheduler.start(this);
    running = started;
    return started;
  }

  @Override
  public boolean hasWork() {
    return !queue.isEmpty();
  }

  @Override
  public String name() {
    return "actjs-output";
  }

  @Override
  public int doWork() {
    List<? extends Ticket> batch = queue.poll();
    if (batch == null) {
      done = stopping;
      return 0;
    }
    inside = Thread.currentThread();
    try {
      for (Ticket ticket : batch) {
        settle((Output) ticket);
      }
    } finally {
      inside = null;
    }
    end.ended(!queue.isEmpty());
    return Math.max(1, batch.size());
  }

  @Override
  public boolean isInside() {
    return inside == Thread.currentThread();
  }

  @Override
  public void atEnd(End called) {
    end = called;
  }

  private void settle(Output output) {
    try {
      output.leave(closure.get());
    } catch (RuntimeException | Error e) {
      // A receiver's bug must not stop the outputs of every other actor.
      LOG.error("the receiver of an output failed", e);
    }
  }

  @Override
  public void idle() {
    queue.await();
  }

  /** Ends the agent once everything handed over before has been released. */
  public void stop() {
    stopping = true;
    queue.offer(List.of());
  }

  @Override
  public boolean isDone() {
    return done;
  }
}
