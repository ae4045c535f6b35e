package io.actjs.actjsd.connection;

import org.jspecify.annotations.Nullable;

/** An end of a connection that tells when the other end is gone although nobody reads. */
interface Watched {
  /**
   * @param action must not block; null for nobody
   */
  void whenGone(@Nullable Runnable action);
}
