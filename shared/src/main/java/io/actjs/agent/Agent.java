package io.actjs.agent;

/**
 * Work that has one thread at a time. In production that is a thread of its own, or for a moment
 * one that {@linkplain Scheduler.Running#help helps} it; a test or a simulation calls {@link
 * #doWork} itself and decides the order.
 */
public interface Agent {
  /** The name of the thread that runs it. */
  String name();

  /** Runs once, before all work, on the same thread. */
  default void onStart() {}

  /**
   * Does a bounded part of the pending work.
   *
   * @return the amount of work done; 0 when there was none
   */
  int doWork();

  /** Whether there may be work, as far as any thread can tell. */
  default boolean hasWork() {
    return true;
  }

  /** Returns when there may be work again. Called after {@link #doWork} found nothing. */
  void idle();

  /** Whether it has ended; {@link #doWork} is not called any more. */
  boolean isDone();
}
