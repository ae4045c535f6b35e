package io.actjs.actjsd.access;

import io.actjs.model.ActjsException;
import org.jspecify.annotations.Nullable;

/** Finds out by one kind of credential who sends a request. Thread-safe. */
public interface Authenticator extends AutoCloseable {
  /** Whether {@link #identify} will neither wait nor compute for long. */
  default boolean isAtHand(Credentials presented) {
    return true;
  }

  /**
   * Who sends the request; null when it presents nothing of this kind, so that others are asked.
   *
   * @throws ActjsException {@code Unauthorized} when what it presents is of this kind and does not
   *     hold: nobody else is asked, and it does not pass for anonymous
   */
  @Nullable Identity identify(Credentials presented);

  /** Whether an identity that it gave still holds; it may be asked from any thread, often. */
  default boolean holds(Identity given) {
    return true;
  }

  /** Frees what it holds. Nobody asks it then. */
  @Override
  default void close() {}
}
