package io.actjs.agent;

import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** Gives agents and tasks their threads. */
public interface Scheduler {

  /** An agent that has been started. */
  interface Running {
    /**
     * Does a part of the agent's work on the calling thread, unless somebody is at it, who then
     * looks whether there is more. Whoever hands over the only work that there is saves waking a
     * thread.
     */
    void help();

    /** Waits until the agent has ended, which somebody has asked it to, however long that takes. */
    void awaitEnd();

    /** Waits for at most that long, and says in the log when the agent has not ended then. */
    void awaitEnd(Duration atMost);
  }

  /**
   * Starts the agent. Returns when its {@link Agent#onStart} has returned.
   *
   * @throws RuntimeException anything thrown by {@code onStart}; then the agent does not run
   */
  Running start(Agent agent);

  /**
   * Threads for tasks that block.
   *
   * @param name of the threads
   */
  ExecutorService pool(String name, int threads);

  /** A thread for each agent, and for each place in a pool. */
  static Scheduler threads() {
    return new ThreadScheduler();
  }
}
