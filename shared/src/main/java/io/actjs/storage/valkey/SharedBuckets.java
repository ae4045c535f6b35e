package io.actjs.storage.valkey;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Token buckets that several servers have together. Thread-safe. */
public interface SharedBuckets {
  /**
   * What a bucket is like.
   *
   * @param capacity tokens that it holds; it begins with all of them
   * @param count tokens that come in a period, all the time
   */
  record Size(long capacity, long count, Duration period) {}

  /**
   * What a bucket has given.
   *
   * @param granted tokens, 0 when there was none
   * @param left tokens in the bucket after that
   * @param waitNanos until there is one; 0 when there is
   */
  record Grant(long granted, long left, long waitNanos) {}

  /** Whether the servers have their buckets together now. */
  boolean isUp();

  /**
   * Takes tokens, as many as are there but no more than that. Waits for the answer, a bounded time.
   *
   * @param key names the bucket among all of them
   * @return null when the buckets are out of reach
   */
  @Nullable Grant take(String key, Size size, long wanted);
}
