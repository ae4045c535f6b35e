package io.actjs.runtime;

/**
 * What became of messages since the start, and who takes none now.
 *
 * @param retries failed attempts after which a message was to come again
 * @param putOffs turns that put their message off
 * @param deadLetters messages that were given up
 * @param parkings actors that were paused because a message failed for the last time
 * @param pausedActors actors that are paused now, by whomever
 * @param pausedClasses classes that are paused now
 */
public record MessageStats(
    long retries,
    long putOffs,
    long deadLetters,
    long parkings,
    int pausedActors,
    int pausedClasses) {}
