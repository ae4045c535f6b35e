package io.actjs.actjsd.follow;

/**
 * What a follower reads, from a place of its own onwards. Used by one thread, but for {@link
 * #wake}.
 */
interface FollowSource {
  /** Characters of blocks after which a source has given enough at once. */
  int ENOUGH = 64 << 10;

  /** Appends the next blocks of the stream, if there are any. May block on storage. */
  void take(StringBuilder blocks);

  /** Waits until there may be more, or the time is up. */
  void await(long millis) throws InterruptedException;

  /** Where the follower is, for {@code Last-Event-ID}. */
  String place();

  /** Ends a wait. */
  void wake();
}
