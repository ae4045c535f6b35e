package io.actjs.runtime.subscription;

import io.actjs.model.ActjsException;
import io.actjs.model.Position;

/**
 * Receives one actor's changes in order: one snapshot first, unless it said what it has seen
 * already, then every later change once. Called on the output thread; must not block. All JSON is
 * raw text.
 */
public interface Subscriber {
  void snapshot(Position at, String state);

  void change(Step step);

  /**
   * A message that the actor emitted, behind the changes of its turn.
   *
   * @return false when the subscriber is too slow, and has to do without it
   */
  default boolean emitted(Emitted message) {
    return true;
  }

  /** An emitted message is not for this subscriber, which waits for a snapshot. */
  default void missedEmitted() {}

  /**
   * Who else subscribes, to a subscriber that {@link Introduction#watches}: first all, then what
   * changes. One that has to pass over it asks for all with {@link Subscription#askPresent}.
   */
  default void present(PresenceChange change) {}

  /**
   * A snapshot that was asked for with {@link Subscription#resync} did not come, for a reason that
   * passes; until it is asked for again, changes are skipped. The next change asks for it.
   */
  default void missedSnapshot(ActjsException reason) {}

  /**
   * Nothing follows: the subscriber is pinned to a version that the actor has left behind ({@code
   * ManifestRegression}) or, strictly, to one that a rollback took it back from ({@code
   * ManifestAhead}), or the actor was deleted while the subscriber missed its changes ({@code
   * Gone}).
   */
  void ended(ActjsException reason);

  /**
   * The actor was deleted; nothing follows.
   *
   * @param prevSeq of the change before
   */
  void tombstone(long prevSeq, long seq);
}
