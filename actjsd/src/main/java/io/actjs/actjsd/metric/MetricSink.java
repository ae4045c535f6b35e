package io.actjs.actjsd.metric;

import io.actjs.runtime.activity.LatencyHistogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;

/** Takes the figures of one scrape. A counter's name has no {@code _total}: the format adds it. */
public final class MetricSink {
  private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
  private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
  private final Map<String, HistogramSnapshot.Builder> histograms = new LinkedHashMap<>();

  /**
   * @param labels names and values in turn; the same names for each figure of the name
   */
  public void gauge(String name, String help, double value, String... labels) {
    gauges
        .computeIfAbsent(name, key -> GaugeSnapshot.builder().name(key).help(help))
        .dataPoint(GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
  }

  /** Like the other, for counters. */
  public void gauge(String name, String help, long value, String... labels) {
    gauge(name, help, (double) value, labels);
  }

  /** Like {@link #gauge}, for values that only grow. */
  public void counter(String name, String help, long value, String... labels) {
    counters
        .computeIfAbsent(name, key -> CounterSnapshot.builder().name(key).help(help))
        .dataPoint(
            CounterDataPointSnapshot.builder()
                .value((double) value)
                .labels(Labels.of(labels))
                .build());
  }

  /** Like {@link #gauge}, for durations in seconds. */
  void histogram(String name, String help, LatencyHistogram durations, String... labels) {
    ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
    durations.buckets().forEach(bucket -> buckets.bucket(bucket.bound(), bucket.count()));
    histograms
        .computeIfAbsent(name, key -> HistogramSnapshot.builder().name(key).help(help))
        .dataPoint(
            HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(buckets.build())
                .sum(durations.sumSeconds())
                .labels(Labels.of(labels))
                .build());
  }

  MetricSnapshots snapshots() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
    counters.values().forEach(counter -> all.metricSnapshot(counter.build()));
    histograms.values().forEach(histogram -> all.metricSnapshot(histogram.build()));
    return all.build();
  }
}
