package io.actjs.actctl.client;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: a random time below a bound that doubles with every
 * attempt, so that the watchers of a restarted server do not all return at once.
 */
public final class Backoff {
  private static final long FIRST_MS = 250;
  private static final long MAX_MS = 10_000;

  private final RandomGenerator random;
  private long boundMs = FIRST_MS;

  public Backoff(RandomGenerator random) {
    this.random = random;
  }

  public long nextMs() {
    long wait = random.nextLong(boundMs) + 1;
    boundMs = Math.min(MAX_MS, boundMs * 2);
    return wait;
  }

  public void reset() {
    boundMs = FIRST_MS;
  }
}
