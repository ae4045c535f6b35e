package io.actjs.bench.disk;

/**
 * What a process asked of the disk in a span of time.
 *
 * @param syncs requested by the driver
 * @param bytes written to files, counted by the operating system in pages of 4 KiB
 * @param logBytes the largest size that the log of SQLite had
 */
public record DiskUse(long syncs, long bytes, long logBytes) {}
