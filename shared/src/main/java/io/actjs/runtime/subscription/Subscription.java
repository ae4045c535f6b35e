package io.actjs.runtime.subscription;

import io.actjs.model.Version;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber's attachment to one actor. Its methods never block and may be called from any
 * thread.
 */
public interface Subscription extends AutoCloseable {

  /** The version of the class that the last snapshot is of; null before the first. */
  @Nullable Version version();

  /** Whether it has begun where the subscriber was, without a snapshot. */
  boolean isResumed();

  /**
   * Sends a new snapshot; changes that come before it are skipped. For a subscriber that fell
   * behind.
   */
  void resync();

  /**
   * Tells others something else about this subscriber.
   *
   * @param data raw JSON
   * @return false when it has ended
   * @throws io.actjs.model.ActjsException {@code PayloadTooLarge}
   */
  boolean tell(String data);

  /** Has all that are there told once more, to a subscriber that missed a change of them. */
  void askPresent();

  /** Detaches; idempotent. The subscriber has left. */
  @Override
  void close();

  /** Detaches, too. Its connection has ended, and it may come back in a moment. */
  void cut();
}
