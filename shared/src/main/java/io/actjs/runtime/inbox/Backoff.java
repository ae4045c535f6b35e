package io.actjs.runtime.inbox;

import io.actjs.model.TurnRules;
import io.actjs.policy.RuntimeLimits;

/**
 * When a message whose turn failed is tried again: the first few times soon, for what passes by
 * itself, then later and later, for what somebody has to mend.
 */
final class Backoff {
  /** Attempts that follow each other soon; each waits twice as long as the one before. */
  private static final int SOON = 5;

  /** The first long wait, in first short ones; each later one is four times as long. */
  private static final int LONG_WAIT = 50;

  private static final long LONGEST_MS = 3_600_000;

  /** So that messages that failed together do not come back together. */
  private static final double JITTER = 0.2;

  private Backoff() {}

  /** Turns that try a message before it is given up. */
  static int attempts(RuntimeLimits limits, TurnRules rules) {
    return rules.attempts() == 0 ? limits.tellAttempts() : rules.attempts();
  }

  /**
   * Milliseconds until the next attempt.
   *
   * @param failed how many have failed, from 1
   * @param seed decides the jitter; another one for each message
   */
  static long waitMs(int failed, RuntimeLimits limits, TurnRules rules, long seed) {
    long longest = rules.maxDelayMs() == 0 ? LONGEST_MS : rules.maxDelayMs();
    long first = limits.tellRetryMs();
    double wait =
        failed < SOON
            ? (double) first * (1L << (failed - 1))
            : (double) first * LONG_WAIT * (1L << Math.min(2 * (failed - SOON), 40));
    double spread = 1 - JITTER + 2 * JITTER * chance(seed + failed);
    return Math.max(1, (long) (Math.min(wait, (double) longest) * spread));
  }

  /** From 0 to 1; the same for the same number. */
  private static double chance(long number) {
    long mixed = number * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xBF58476D1CE4E5B9L;
    return ((mixed ^ (mixed >>> 29)) >>> 11) * 0x1.0p-53;
  }
}
