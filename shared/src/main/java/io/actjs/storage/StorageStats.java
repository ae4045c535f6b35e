package io.actjs.storage;

/**
 * Counters since the driver was opened.
 *
 * @param commits batches made durable
 * @param entries entries in those batches
 * @param syncs times that the driver asked the disk to sync
 * @param unappliedEntries entries that are durable and not yet in the tables
 */
public record StorageStats(long commits, long entries, long syncs, long unappliedEntries) {}
