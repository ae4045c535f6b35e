package io.actjs.storage.valkey;

/**
 * The usefulness of a Valkey since it was opened.
 *
 * @param up whether it answered the last time it was asked
 * @param hits activations that began from a state in Valkey
 * @param misses activations for which Valkey had no state, or did not answer
 * @param stale activations for which Valkey had a state that the store does not confirm
 * @param written states copied to Valkey
 * @param dropped states that were not copied: too many at once, too large, or Valkey was away
 * @param failures commands without a good answer
 */
public record ValkeyStats(
    boolean up, long hits, long misses, long stale, long written, long dropped, long failures) {}
