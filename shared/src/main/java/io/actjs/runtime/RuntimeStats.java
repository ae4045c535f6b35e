package io.actjs.runtime;

import io.actjs.storage.StorageDriver.StorageStats;

/**
 * Counters since start.
 *
 * @param active actors in memory
 * @param activations actors brought into memory
 * @param turns turns that ended well
 * @param failedTurns turns that were undone
 */
public record RuntimeStats(
    int active,
    long activations,
    long turns,
    long failedTurns,
    int subscriptions,
    StorageStats storage) {}
