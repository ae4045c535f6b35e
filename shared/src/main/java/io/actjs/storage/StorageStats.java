package io.actjs.storage;

/**
 * Counters since the driver was opened.
 *
 * @param commits batches made durable
 * @param entries entries in those batches
 * @param syncs syncs of the disk requested by the driver
 * @param unappliedEntries durable entries not yet in the tables
 */
public record StorageStats(long commits, long entries, long syncs, long unappliedEntries) {}
