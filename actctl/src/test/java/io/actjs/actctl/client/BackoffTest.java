package io.actjs.actctl.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {

  @Test
  void waitsGrowButStayBounded() {
    Backoff backoff = new Backoff(new Random(1));
    long longest = 0;
    for (int i = 0; i < 200; i++) {
      long wait = backoff.nextMs();
      assertTrue(wait >= 1 && wait <= 10_000, "waits " + wait);
      longest = Math.max(longest, wait);
    }
    assertTrue(longest > 5_000, "longest is " + longest);
    backoff.reset();
    assertTrue(backoff.nextMs() <= 250);
  }
}
