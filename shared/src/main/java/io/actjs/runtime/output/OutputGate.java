package io.actjs.runtime.output;

import io.actjs.agent.Agent;
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
public final class OutputGate implements Agent {
  private static final Logger LOG = LoggerFactory.getLogger(OutputGate.class);

  /** Bounded by the journal's queue and by the turns of one worker step. */
  private final WorkQueue<List<? extends Ticket>> queue = new WorkQueue<>();

  private final Supplier<@Nullable ActjsException> closure;
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
    for (Ticket ticket : batch) {
      settle((Output) ticket);
    }
    return Math.max(1, batch.size());
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
