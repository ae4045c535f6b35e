package io.actjs.runtime.activity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LatencyHistogramTest {
  private final LatencyHistogram histogram = new LatencyHistogram();

  private long count(double bound) {
    return histogram.buckets().stream()
        .filter(bucket -> bucket.bound() == bound)
        .mapToLong(LatencyHistogram.Bucket::count)
        .sum();
  }

  @Test
  void aDurationIsCountedInTheFirstBucketThatHoldsIt() {
    histogram.record(0);
    histogram.record(500_000);
    histogram.record(500_001);
    assertEquals(2, count(0.000_5));
    assertEquals(1, count(0.001));
  }

  @Test
  void whatIsLongerThanAllBoundsIsCountedInTheLast() {
    histogram.record(31_000_000_000L);
    List<LatencyHistogram.Bucket> buckets = histogram.buckets();
    assertEquals(new LatencyHistogram.Bucket(Double.POSITIVE_INFINITY, 1), buckets.getLast());
    assertEquals(31, histogram.sumSeconds());
  }
}
