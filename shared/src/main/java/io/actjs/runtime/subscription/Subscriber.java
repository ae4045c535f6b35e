package io.actjs.runtime.subscription;

import io.actjs.model.ActjsException;

/**
 * Receives one actor's changes in order: one snapshot first, then every later change once. Called
 * on the output thread; must not block. All JSON is raw text.
 */
public interface Subscriber {
  void snapshot(long seq, String state);

  /**
   * @param patch RFC 6902 operations that lead to the state of turn {@code seq}
   */
  void patch(long seq, String patch);

  void events(long seq, String events);

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

  /** The actor was deleted; nothing follows. */
  void tombstone(long seq);
}
