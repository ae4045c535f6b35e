package io.actjs.actjsd.rate;

import io.actjs.model.ActjsException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request that asked a bucket.
 *
 * @param refusal null when it was let through
 */
record Taken(Standing standing, @Nullable ActjsException refusal) {

  /** The one that says more: a refusal, or else the bucket with less in it. */
  static @Nullable Taken tighter(@Nullable Taken one, @Nullable Taken other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    if (one.refusal != null || other.refusal != null) {
      return one.refusal != null ? one : other;
    }
    return one.standing.remaining() <= other.standing.remaining() ? one : other;
  }

  /**
   * @throws ActjsException {@code RateLimited}
   */
  void require() {
    if (refusal != null) {
      throw refusal;
    }
  }
}
