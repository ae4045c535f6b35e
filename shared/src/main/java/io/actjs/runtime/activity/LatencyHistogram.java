package io.actjs.runtime.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations in buckets of fixed bounds. Any thread may count; counting is two additions. */
public final class LatencyHistogram {
  private static final double[] BOUNDS_SECONDS = {
    0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30
  };
  private static final double NANOS = 1e9;

  private final LongAdder[] buckets = new LongAdder[BOUNDS_SECONDS.length + 1];
  private final LongAdder nanos = new LongAdder();

  public LatencyHistogram() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  /**
   * @param bound seconds; infinite for the last
   * @param count durations that are greater than the bound before and not greater than this one
   */
  public record Bucket(double bound, long count) {}

  public void record(long durationNanos) {
    int bucket = 0;
    while (bucket < BOUNDS_SECONDS.length && durationNanos > BOUNDS_SECONDS[bucket] * NANOS) {
      bucket++;
    }
    buckets[bucket].increment();
    nanos.add(durationNanos);
  }

  public List<Bucket> buckets() {
    List<Bucket> read = new ArrayList<>(buckets.length);
    for (int i = 0; i < buckets.length; i++) {
      double bound = i < BOUNDS_SECONDS.length ? BOUNDS_SECONDS[i] : Double.POSITIVE_INFINITY;
      read.add(new Bucket(bound, buckets[i].sum()));
    }
    return read;
  }

  public double sumSeconds() {
    return nanos.sum() / NANOS;
  }
}
