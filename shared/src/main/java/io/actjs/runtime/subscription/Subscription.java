package io.actjs.runtime.subscription;

/**
 * One subscriber's attachment to one actor. Its methods never block and may be called from any
 * thread.
 */
public interface Subscription extends AutoCloseable {

  /**
   * Sends a new snapshot; changes that come before it are skipped. For a subscriber that fell
   * behind.
   */
  void resync();

  /** Detaches; idempotent. */
  @Override
  void close();
}
