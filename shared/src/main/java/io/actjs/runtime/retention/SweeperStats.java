package io.actjs.runtime.retention;

/**
 * The counts of swept items since the start.
 *
 * @param swept by rounds, and after snapshots
 * @param rounds rounds that reached their end
 * @param failedRounds rounds that storage cut short
 * @param lastRoundMs how long the last round that reached its end took
 * @param lastSuccessAt when that was, in milliseconds since 1970; 0 when there was none
 */
public record SweeperStats(
    Swept swept, long rounds, long failedRounds, long lastRoundMs, long lastSuccessAt) {}
