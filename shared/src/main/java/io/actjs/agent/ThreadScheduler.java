package io.actjs.agent;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A daemon thread for each agent. */
final class ThreadScheduler implements Scheduler {
  private static final Logger LOG = LoggerFactory.getLogger(ThreadScheduler.class);
  private static final long AFTER_FAILURE_NANOS = 10_000_000;

  @Override
  public Running start(Agent agent) {
    CompletableFuture<@Nullable Void> started = new CompletableFuture<>();
    ReentrantLock work = new ReentrantLock();
    Thread thread =
        Thread.ofPlatform().name(agent.name()).daemon().unstarted(() -> run(agent, work, started));
    thread.start();
    try {
      started.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
    return new Started(agent, work, thread);
  }

  private static void run(
      Agent agent, ReentrantLock work, CompletableFuture<@Nullable Void> started) {
    try {
      agent.onStart();
    } catch (RuntimeException | Error e) {
      started.completeExceptionally(e);
      return;
    }
    started.complete(null);
    while (!agent.isDone()) {
      try {
        if (didNothing(agent, work)) {
          agent.idle();
        }
      } catch (Throwable e) {
        survive(agent, e);
      }
    }
  }

  /** What a helper has changed is seen under the lock. */
  private static boolean didNothing(Agent agent, ReentrantLock work) {
    work.lock();
    try {
      return !agent.isDone() && agent.doWork() == 0 && !agent.isDone();
    } finally {
      work.unlock();
    }
  }

  /**
   * A thread that ends leaves all hanging who wait for it, and nobody notices. So whatever an agent
   * lets through, it is asked again, after a pause that keeps a failure that stays from filling the
   * log.
   */
  private static void survive(Agent agent, Throwable failure) {
    try {
      LOG.error("{} failed and continues", agent.name(), failure);
    } catch (Throwable unsaid) {
      // Without memory even the log fails; the thread is worth more.
      failure.addSuppressed(unsaid);
    }
    LockSupport.parkNanos(agent, AFTER_FAILURE_NANOS);
  }

  /**
   * @param work held by the thread that does the agent's work
   */
  private record Started(Agent agent, ReentrantLock work, Thread thread) implements Running {
    @Override
    public void help() {
      if (!work.tryLock()) {
        return;
      }
      try {
        if (!agent.isDone()) {
          var unused = agent.doWork();
        }
      } catch (Throwable e) {
        survive(agent, e);
      } finally {
        work.unlock();
      }
      // What came meanwhile from others who could not help waits for the agent's own thread.
      if (agent.hasWork() || agent.isDone()) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void awaitEnd() {
      ThreadEnd.await(thread);
    }

    @Override
    public void awaitEnd(Duration atMost) {
      try {
        if (!thread.join(atMost)) {
          LOG.warn("thread {} does not stop", thread.getName());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public ExecutorService pool(String name, int threads) {
    return Executors.newFixedThreadPool(
        threads, Thread.ofPlatform().name(name + "-", 0).daemon().factory());
  }
}
