package io.actjs.runtime;

import io.actjs.storage.Journal.Ticket;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where effects leave the process. Replies, notifications, tells and nested calls wait as {@link
 * Output}s until everything they saw is durable; one thread then lets them out in order. So a
 * subscriber sees an actor's changes in turn order, and nobody learns of a turn that can still be
 * lost.
 */
final class OutputGate implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputGate.class);

  /** Bounded by the journal's queue and by the turns of one worker step. */
  private final WorkQueue<List<? extends Ticket>> queue = new WorkQueue<>();

  private final Thread thread =
      Thread.ofPlatform().name("actjs-output").daemon().unstarted(this::run);
  private volatile boolean stopping;

  void start() {
    thread.start();
  }

  /** Lets a batch out; its tickets are settled, or saw nothing that is not durable. */
  void open(List<? extends Ticket> batch) {
    queue.offer(batch);
  }

  private void run() {
    while (true) {
      List<? extends Ticket> batch = queue.poll();
      if (batch == null) {
        if (stopping) {
          return;
        }
        queue.await();
        continue;
      }
      for (Ticket ticket : batch) {
        settle((Output) ticket);
      }
    }
  }

  private static void settle(Output output) {
    try {
      output.settle();
    } catch (RuntimeException e) {
      // A receiver's bug must not stop the outputs of every other actor.
      LOG.error("the receiver of an output failed", e);
    }
  }

  /** Lets out what was handed over before, then stops. */
  @Override
  public void close() {
    stopping = true;
    queue.offer(List.of());
    try {
      thread.join(10_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
