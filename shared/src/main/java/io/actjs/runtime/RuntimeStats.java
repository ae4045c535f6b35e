package io.actjs.runtime;

import io.actjs.storage.StorageStats;

/**
 * Counters since start.
 *
 * @param active actors in memory
 * @param activations actors brought into memory
 * @param turns turns that ended well
 * @param failedTurns turns that were undone
 * @param unhandledRejections rejected promises of actor code that nobody handled
 * @param resumed subscribers that came back and went on where they were
 * @param notResumed those that had to begin with a snapshot
 * @param emitted messages that actors emitted
 * @param emitsDropped emitted messages that a subscriber was too slow for
 */
public record RuntimeStats(
    int active,
    long activations,
    long turns,
    long failedTurns,
    long unhandledRejections,
    MessageStats messages,
    int subscriptions,
    long resumed,
    long notResumed,
    long emitted,
    long emitsDropped,
    StorageStats storage) {}
