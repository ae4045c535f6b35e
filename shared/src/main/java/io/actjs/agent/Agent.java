package io.actjs.agent;

/**
 * Work that has one thread at a time. In production that is a thread of its own; a test or a
 * simulation calls {@link #doWork} itself and decides the order.
 */
public interface Agent {
  /** The name of the thread that runs it. */
  String name();

  /** Runs once, before all work, on the same thread. */
  default void onStart() {}

  /**
   * Does a bounded part of what is ready.
   *
   * @return how much was done; 0 when nothing was ready
   */
  int doWork();

  /** Returns when there may be work again. Called after {@link #doWork} found nothing. */
  void idle();

  /** Whether it has ended; {@link #doWork} is not called any more. */
  boolean isDone();
}
