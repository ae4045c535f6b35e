package io.actjs.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class LatenciesTest {
  @Test
  void percentilesAreExactWithinTheResolution() {
    Latencies latencies = new Latencies();
    for (long micros = 1; micros <= 10_000; micros++) {
      latencies.record(micros * 1000);
    }
    assertEquals(10_000, latencies.count());
    assertEquals(5_000, latencies.micros(0.5), 5_000 * 0.016);
    assertEquals(9_900, latencies.micros(0.99), 9_900 * 0.016);
    assertEquals(10_000, latencies.micros(1), 10_000 * 0.016);
  }

  @Test
  void takesEveryDuration() {
    for (long nanos = 1; nanos > 0; nanos <<= 1) {
      Latencies latencies = new Latencies();
      latencies.record(nanos);
      assertEquals(nanos / 1000.0, latencies.micros(1), nanos / 1000.0 * 0.016);
    }
    Latencies latencies = new Latencies();
    latencies.record(0);
    latencies.record(-5);
    latencies.record(Long.MAX_VALUE);
    assertEquals(3, latencies.count());
    assertEquals(0, latencies.micros(0.5));
  }
}
